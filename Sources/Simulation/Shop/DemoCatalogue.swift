import ExactValues
import MarketingDomain

/// Campaigns and sources of the shop as they stand on a day, with the stories that are planted.
struct DemoCatalogue: Sendable {
    private(set) var campaigns: [DemoCampaign] = []
    /// Campaigns first, in their order; then the channels without campaigns.
    private(set) var sources: [DemoSource] = []
    /// The shop's first day.
    let start: CalendarDate
    /// The day on which the demonstration begins.
    let today: CalendarDate
    /// When Meta's click rate is halved.
    let metaDrop: ClosedRange<CalendarDate>
    /// The year whose holiday season is the last to be over.
    let holidayYear: Int
    /// The source that spends without converting.
    private(set) var wastedSource = 0

    init(today: CalendarDate) {
        self.today = today
        start = today.firstOfMonth.adding(months: -24)
        metaDrop = today.adding(days: -20)...today.adding(days: -15)
        let year = today.parts.year
        holidayYear = DemoCatalogue.holidayFlight(year: year).upperBound < today ? year : year - 1
        addGoogle()
        addMeta()
        addTikTok()
        addLinkedIn()
        addEmail()
        addUnpaid()
    }

    /// From about two weeks before Black Friday to the last day on which parcels arrive in time.
    static func holidayFlight(year: Int) -> ClosedRange<CalendarDate> {
        let friday = DemandCalendar.blackFriday(year: year)
        return friday.adding(days: -18)...friday.adding(days: 25)
    }

    /// How much of its click rate a source keeps on a day.
    func clickFactor(_ source: DemoSource, on date: CalendarDate) -> Double {
        isDropped(source, on: date) ? 0.5 : 1
    }

    /// Impressions are bought: where fewer of them are clicked, each click costs more.
    func clickCostFactor(_ source: DemoSource, on date: CalendarDate) -> Double {
        isDropped(source, on: date) ? 1.8 : 1
    }

    private func isDropped(_ source: DemoSource, on date: CalendarDate) -> Bool {
        source.source.channel == "meta" && metaDrop.contains(date)
    }
}

extension DemoCatalogue {
    /// What a campaign says of itself.
    private struct Entry {
        let id: CampaignID
        let name: String
        let channel: Channel
        var objective = "Conversions"
        var status = CampaignStatus.active
        var budget: Int?
        let first: CalendarDate
        var last: CalendarDate?
    }

    private mutating func add(
        _ entry: Entry, kind: DemoSource.Kind, _ configure: (inout DemoSource) -> Void
    ) {
        campaigns.append(
            DemoCampaign(
                id: entry.id, name: entry.name, channel: entry.channel,
                objective: entry.objective, status: entry.status,
                budget: entry.budget.map { FixedDecimal(units: Int128($0), scale: 0) },
                startDate: entry.first, endDate: entry.last))
        var source = DemoSource(
            source: EventSource(campaignID: entry.id, channel: entry.channel), kind: kind)
        source.firstDate = entry.first
        source.lastDate = entry.last
        configure(&source)
        sources.append(source)
    }

    private mutating func addGoogle() {
        add(
            Entry(
                id: "google_brand", name: "Brand search", channel: "google", budget: 84_000,
                first: start),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (1_600, 0.118, 0.50)
            ($0.signupRate, $0.activationRate) = (0.07, 0.62)
            ($0.firstOrderWeight, $0.laterOrderWeight) = (0.115, 0.110)
        }
        add(
            Entry(
                id: "google_shopping", name: "Shopping, best sellers", channel: "google",
                objective: "Sales", budget: 60_000, first: start),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (3_600, 0.027, 0.73)
            ($0.signupRate, $0.activationRate) = (0.04, 0.55)
            ($0.firstOrderWeight, $0.laterOrderWeight, $0.assistWeight) = (0.110, 0.022, 0.20)
        }
        add(
            Entry(
                id: "google_boots_packs", name: "Search, boots and packs", channel: "google",
                budget: 54_000, first: today.firstOfMonth.adding(months: -9)),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (2_300, 0.052, 1.28)
            ($0.signupRate, $0.activationRate) = (0.06, 0.58)
            ($0.firstOrderWeight, $0.laterOrderWeight, $0.assistWeight) = (0.120, 0.014, 0.22)
            $0.basketFactor = 1.08
        }
    }

    private mutating func addMeta() {
        add(
            Entry(
                id: "meta_prospecting", name: "Prospecting, lookalikes", channel: "meta",
                budget: 66_000, first: start),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (4_300, 0.0195, 0.94)
            ($0.signupRate, $0.activationRate) = (0.06, 0.52)
            ($0.firstOrderWeight, $0.laterOrderWeight, $0.assistWeight) = (0.096, 0.006, 0.26)
            $0.loyaltyFactor = 0.92
        }
        add(
            Entry(
                id: "meta_retargeting", name: "Retargeting, 30 days", channel: "meta",
                budget: 36_000, first: start),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (1_300, 0.033, 0.78)
            ($0.signupRate, $0.activationRate) = (0.05, 0.60)
            ($0.firstOrderWeight, $0.laterOrderWeight) = (0.030, 0.034)
        }
        addHoliday(year: holidayYear)
        if DemoCatalogue.holidayFlight(year: holidayYear + 1).lowerBound <= today {
            addHoliday(year: holidayYear + 1)
        }
    }

    private mutating func addHoliday(year: Int) {
        let flight = DemoCatalogue.holidayFlight(year: year)
        add(
            Entry(
                id: CampaignID("meta_holiday_\(year)"), name: "Holiday \(year)", channel: "meta",
                objective: "Sales", status: flight.upperBound < today ? .ended : .active,
                budget: 6_500, first: flight.lowerBound, last: flight.upperBound),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (1_500, 0.026, 0.86)
            ($0.signupRate, $0.activationRate) = (0.06, 0.54)
            ($0.firstOrderWeight, $0.laterOrderWeight, $0.assistWeight) = (0.042, 0.020, 0.10)
            $0.loyaltyFactor = 0.8
        }
    }

    private mutating func addTikTok() {
        add(
            Entry(
                id: "tiktok_creators", name: "Creator videos", channel: "tiktok",
                objective: "Traffic", budget: 14_000, first: today.adding(days: -165)),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (2_100, 0.0165, 0.46)
            ($0.signupRate, $0.activationRate) = (0.06, 0.46)
            ($0.firstOrderWeight, $0.laterOrderWeight, $0.assistWeight) = (0.026, 0.004, 0.16)
            ($0.basketFactor, $0.loyaltyFactor) = (0.85, 0.75)
        }
        wastedSource = sources.count
        add(
            Entry(
                id: "tiktok_broad_tents", name: "Broad reach, tents", channel: "tiktok",
                budget: 3_500, first: today.adding(days: -41)),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (2_500, 0.0215, 0.71)
            ($0.signupRate, $0.activationRate) = (0.03, 0.29)
        }
    }

    private mutating func addLinkedIn() {
        add(
            Entry(
                id: "linkedin_team_gear", name: "Team gear for companies", channel: "linkedin",
                objective: "Leads", budget: 7_500, first: today.adding(days: -210)),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (680, 0.0092, 2.90)
            ($0.signupRate, $0.activationRate) = (0.10, 0.60)
            ($0.firstOrderWeight, $0.laterOrderWeight, $0.assistWeight) = (0.0060, 0.003, 0.04)
            ($0.basketFactor, $0.loyaltyFactor) = (1.9, 1.1)
        }
        add(
            Entry(
                id: "linkedin_guides", name: "Field guides", channel: "linkedin",
                objective: "Awareness", status: .paused, budget: 1_800,
                first: today.adding(days: -120), last: today.adding(days: -24)),
            kind: .paid
        ) {
            ($0.volumePerDay, $0.clickRate, $0.costPerClick) = (420, 0.0071, 2.60)
            ($0.signupRate, $0.activationRate) = (0.12, 0.50)
            ($0.firstOrderWeight, $0.laterOrderWeight, $0.assistWeight) = (0.002, 0.001, 0.03)
            $0.basketFactor = 1.3
        }
    }

    private mutating func addEmail() {
        add(
            Entry(
                id: "email_newsletter", name: "Newsletter", channel: "email",
                objective: "Retention", first: start),
            kind: .newsletter
        ) { ($0.firstOrderWeight, $0.laterOrderWeight) = (0, 0.165) }
        add(
            Entry(
                id: "email_welcome", name: "Welcome series", channel: "email",
                first: start),
            kind: .welcome
        ) { ($0.firstOrderWeight, $0.laterOrderWeight) = (0.022, 0) }
        add(
            Entry(
                id: "email_winback", name: "Win-back", channel: "email", objective: "Retention",
                first: start),
            kind: .winBack
        ) { ($0.firstOrderWeight, $0.laterOrderWeight) = (0, 0.024) }
    }

    private mutating func addUnpaid() {
        var organic = DemoSource(
            source: EventSource(campaignID: nil, channel: "organic"), kind: .unpaid)
        (organic.volumePerDay, organic.signupRate, organic.activationRate) = (590, 0.05, 0.60)
        (organic.firstOrderWeight, organic.laterOrderWeight) = (0.255, 0.255)
        (organic.assistWeight, organic.loyaltyFactor) = (0.45, 1.1)
        var direct = DemoSource(
            source: EventSource(campaignID: nil, channel: "direct"), kind: .unpaid)
        (direct.volumePerDay, direct.signupRate, direct.activationRate) = (420, 0.045, 0.64)
        (direct.firstOrderWeight, direct.laterOrderWeight) = (0.150, 0.290)
        direct.loyaltyFactor = 1.15
        sources += [organic, direct]
    }
}
