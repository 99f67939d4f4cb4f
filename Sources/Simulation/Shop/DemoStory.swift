import ExactValues
package import JSONCoding
import MarketingDomain

/// Something that happened in the shop and that a good page shows at a glance.
package struct DemoStory: Hashable, Sendable {
    package let id: String
    package let title: String
    /// One or two sentences with the figures.
    package let detail: String
    /// The page that shows it, with its filters.
    package let path: String
}

extension DemoStory: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.object { story in
            story.field("id", id)
            story.field("title", title)
            story.field("detail", detail)
            story.field("path", path)
        }
    }
}

extension DemoStory {
    static func all(
        shop: DemoShop, eventDays: [EventLedger.DayEntry], orderDays: [DemoTruth.OrderDay]
    ) -> [DemoStory] {
        let figures = Figures(shop: shop, eventDays: eventDays, orderDays: orderDays)
        return [metaDrop(figures), holidayPeak(figures), wastedCampaign(figures)]
    }

    /// What stories are told from.
    private struct Figures {
        let shop: DemoShop
        let eventDays: [EventLedger.DayEntry]
        let orderDays: [DemoTruth.OrderDay]

        var catalogue: DemoCatalogue { shop.behaviour.catalogue }
        var yesterday: CalendarDate { catalogue.today.adding(days: -1) }

        func events(
            _ dates: ClosedRange<CalendarDate>, where matches: (EventSource) -> Bool
        ) -> EventTally {
            var sum = EventTally()
            for day in eventDays where dates.contains(day.date) && matches(day.source) {
                sum += day.tally
            }
            return sum
        }

        func revenue(_ dates: ClosedRange<CalendarDate>) -> Double {
            var units: Int128 = 0
            for day in orderDays where dates.contains(day.date) { units += day.revenue.units }
            return FixedDecimal(units: units, scale: 2).doubleValue
        }
    }
}

extension DemoStory {
    private static func metaDrop(_ figures: Figures) -> DemoStory {
        let drop = figures.catalogue.metaDrop
        let before = drop.lowerBound.adding(days: -14)...drop.lowerBound.adding(days: -1)
        let usual = figures.events(before) { $0.channel == "meta" }
        let dropped = figures.events(drop) { $0.channel == "meta" }
        let detail =
            "From \(drop.storyText) Meta's click-through rate was "
            + "\(StoryNumber.percent(dropped[.click], of: dropped[.impression])), against "
            + "\(StoryNumber.percent(usual[.click], of: usual[.impression])) in the two weeks "
            + "before. A click cost \(StoryNumber.money(dropped.costPerClick)) instead of "
            + "\(StoryNumber.money(usual.costPerClick))."
        return DemoStory(
            id: "meta-drop", title: "Meta's click-through rate fell by half", detail: detail,
            path: "/overview?channel=meta&from=\(before.lowerBound)"
                + "&to=\(figures.yesterday)&metric=ctr")
    }

    private static func holidayPeak(_ figures: Figures) -> DemoStory {
        let year = figures.catalogue.holidayYear
        let friday = DemandCalendar.blackFriday(year: year)
        let peak = friday.adding(days: -7)...friday.adding(days: 22)
        let before = peak.lowerBound.adding(days: -56)...peak.lowerBound.adding(days: -1)
        let daily = figures.revenue(peak) / 30
        let usual = figures.revenue(before) / 56
        let best =
            (0..<30).map { peak.lowerBound.adding(days: $0) }
            .max { figures.revenue($0...$0) < figures.revenue($1...$1) } ?? friday
        let detail =
            "From \(peak.storyText) \(year) the shop took \(StoryNumber.money(daily, decimals: 0)) "
            + "a day, \(StoryNumber.decimal(daily / usual, decimals: 1)) times the "
            + "\(StoryNumber.money(usual, decimals: 0)) of the eight weeks before. The best day "
            + "was \(best.storyText) with "
            + "\(StoryNumber.money(figures.revenue(best...best), decimals: 0))."
        let end = min(peak.upperBound.adding(days: 11), figures.yesterday)
        return DemoStory(
            id: "holiday-peak", title: "The holiday peak of \(year)", detail: detail,
            path: "/overview?from=\(before.lowerBound)&to=\(end)&metric=revenue")
    }

    private static func wastedCampaign(_ figures: Figures) -> DemoStory {
        let definition = figures.catalogue.sources[figures.catalogue.wastedSource]
        let campaign = figures.shop.campaigns[figures.catalogue.wastedSource]
        let dates = campaign.startDate...max(campaign.startDate, figures.catalogue.today)
        let wasted = figures.events(dates) { $0 == definition.source }
        let spend = wasted.spend?.doubleValue ?? 0
        let detail =
            "“\(campaign.name)” on TikTok has spent \(StoryNumber.money(spend, decimals: 0)) on "
            + "\(StoryNumber.integer(wasted[.click])) clicks since "
            + "\(campaign.startDate.storyText). Not one of them led to an order."
        return DemoStory(
            id: "spend-without-orders", title: "A campaign that spends without converting",
            detail: detail,
            path: "/overview?campaign_id=\(campaign.id)&from=\(campaign.startDate)"
                + "&to=\(figures.yesterday)&metric=spend")
    }
}

extension EventTally {
    fileprivate var costPerClick: Double {
        guard let spend, self[.click] > 0 else { return 0 }
        return spend.doubleValue / Double(self[.click])
    }
}
