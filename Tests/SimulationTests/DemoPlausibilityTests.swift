import ExactValues
import JSONCoding
import MarketingDomain
import Simulation
import Testing

/// The shop in its usual size: what a marketer would believe, and the stories in it.
@Suite("Demonstration shop's figures")
struct DemoPlausibilityTests {
    private struct Whole: Sendable {
        let shop: DemoShop
        let truth: DemoTruth
        let days: [EventLedger.DayEntry]
        let events: Int
    }

    private static let whole: Whole = {
        let shop = DemoShop(until: SmallShop.until)
        var stream = shop.events()
        var events = 0
        while let chunk = stream.next(maximumEvents: 50_000) {
            // Ids number the events: where each chunk begins as it should, no id stands twice.
            let id = String(decoding: chunk.bytes[13..<22], as: UTF8.self)
            let digits = String(events + 1)
            #expect(id == "e" + String(repeating: "0", count: 8 - digits.count) + digits)
            events += chunk.events
        }
        let truth = stream.truth
        return Whole(
            shop: shop, truth: truth, days: EventLedger.days(truth.hours), events: events)
    }()

    private let whole = Self.whole
    private let paid: Set<Channel> = ["google", "meta", "tiktok", "linkedin"]
    /// The 28 days before the last.
    private var month: Range<CalendarDate> {
        let today = SmallShop.until.utcDate
        return today.adding(days: -28)..<today
    }

    private func tally(
        _ dates: Range<CalendarDate>, where matches: (EventSource) -> Bool = { _ in true }
    ) -> EventTally {
        var sum = EventTally()
        for day in whole.days where dates.contains(day.date) && matches(day.source) {
            sum += day.tally
        }
        return sum
    }

    @Test("There are about 20,000 customers, two million events, and mostly impressions")
    func size() {
        #expect((19_000...21_000).contains(whole.shop.customers.count))
        #expect((1_900_000...2_300_000).contains(whole.events))
        let total = EventLedger.total(whole.truth.hours)
        #expect(total.events == whole.events)
        #expect(total[.impression] > whole.events * 7 / 10)
        #expect((11...16).contains(whole.shop.campaigns.count))
        for channel in paid {
            #expect(whole.shop.campaigns.count { $0.channel == channel } >= 2)
        }
    }

    @Test("Click rates of the channels are those that one sees")
    func clickRates() {
        func rate(_ channel: Channel) -> Double {
            let tally = tally(month) { $0.channel == channel }
            return Double(tally[.click]) / Double(tally[.impression])
        }
        #expect((0.045...0.07).contains(rate("google")))
        #expect((0.017...0.028).contains(rate("meta")))
        #expect((0.013...0.025).contains(rate("tiktok")))
        #expect((0.006...0.014).contains(rate("linkedin")))
        let email = tally(month) { $0.channel == "email" }
        #expect((0.2...0.33).contains(Double(email[.emailOpened]) / Double(email[.emailSent])))
        #expect(email.spend == nil)
        #expect(email[.unsubscribe] > 100)
    }

    @Test("ROAS of paid channels is 3 to 4.5, CVR 2 to 4 %, CAC some tens of dollars")
    func efficiency() throws {
        let all = tally(month)
        let cvr = Double(all[.conversion]) / Double(all[.click])
        #expect((0.02...0.04).contains(cvr))
        let spend = try #require(all.spend).doubleValue
        let orders = whole.truth.orderDays.filter {
            month.contains($0.date) && paid.contains($0.source.channel)
        }
        let revenue = orders.reduce(0) { $0 + $1.revenue.doubleValue }
        #expect((3...4.5).contains(revenue / spend))
        let new = orders.reduce(0) { $0 + $1.newCustomers }
        #expect((20...60).contains(spend / Double(new)))
        #expect((0.3...0.8).contains(Double(all[.activation]) / Double(all[.signup])))
    }

    @Test("A fifth of new customers come back the month after; one cohort is better, one worse")
    func cohorts() {
        var cohorts: [CustomerID: CalendarDate] = [:]
        var sizes: [CalendarDate: Int] = [:]
        var active: [CalendarDate: Set<CustomerID>] = [:]
        for order in whole.shop.orders where !order.isReturn {
            let month = order.orderedAt.utcDate.firstOfMonth
            if let cohort = cohorts[order.customerID] {
                if cohort.adding(months: 1) == month {
                    active[cohort, default: []].insert(order.customerID)
                }
            } else {
                cohorts[order.customerID] = month
                sizes[month, default: 0] += 1
            }
        }
        func retention(_ month: CalendarDate) -> Double {
            Double(active[month]?.count ?? 0) / Double(sizes[month] ?? 1)
        }
        #expect(sizes.count == 25)
        let current = SmallShop.until.utcDate.firstOfMonth
        let complete = sizes.keys.filter { $0.adding(months: 2) <= current }
        let mean = complete.reduce(0) { $0 + retention($1) } / Double(complete.count)
        #expect((0.17...0.27).contains(mean))
        #expect(complete.max { retention($0) < retention($1) } == current.adding(months: -4))
        #expect(complete.min { retention($0) < retention($1) } == current.adding(months: -11))
    }

    @Test("In the planted days Meta's click rate is half of what it was, others' are not")
    func metaDrop() throws {
        let today = SmallShop.until.utcDate
        let drop = today.adding(days: -20)..<today.adding(days: -14)
        let before = today.adding(days: -34)..<today.adding(days: -20)
        let after = today.adding(days: -14)..<today
        func rate(_ dates: Range<CalendarDate>, _ channel: Channel) -> Double {
            let tally = tally(dates) { $0.channel == channel }
            return Double(tally[.click]) / Double(tally[.impression])
        }
        #expect((0.42...0.60).contains(rate(drop, "meta") / rate(before, "meta")))
        #expect((0.90...1.10).contains(rate(after, "meta") / rate(before, "meta")))
        #expect((0.94...1.06).contains(rate(drop, "google") / rate(before, "google")))
        let story = try #require(whole.truth.stories.first)
        #expect(story.id == "meta-drop")
        #expect(
            story.path == "/overview?channel=meta&from=2026-10-17&to=2026-11-19&metric=ctr")
        #expect(
            story.detail
                == "From 31 Oct to 5 Nov Meta's click-through rate was 1.22%, against 2.49% in "
                + "the two weeks before. A click cost $1.60 instead of $0.89.")
    }

    @Test("The last holiday season stands out of the weeks before it")
    func holidayPeak() throws {
        func revenue(_ from: String, _ to: String) throws -> Double {
            let from = try #require(CalendarDate(iso: from))
            let to = try #require(CalendarDate(iso: to))
            return whole.truth.orderDays.filter { (from...to).contains($0.date) }
                .reduce(0) { $0 + $1.revenue.doubleValue } / Double(to.days(since: from) + 1)
        }
        let peak = try revenue("2025-11-21", "2025-12-20")
        let before = try revenue("2025-09-26", "2025-11-20")
        #expect((1.4...2.2).contains(peak / before))
        let story = whole.truth.stories[1]
        #expect(story.id == "holiday-peak")
        #expect(story.path == "/overview?from=2025-09-26&to=2025-12-31&metric=revenue")
        #expect(
            story.detail
                == "From 21 Nov to 20 Dec 2025 the shop took $6,530 a day, 1.6 times the $3,992 "
                + "of the eight weeks before. The best day was 1 Dec with $10,692.")
    }

    @Test("One campaign spends without a single order")
    func wastedCampaign() throws {
        let story = try #require(whole.truth.stories.last)
        #expect(story.id == "spend-without-orders")
        let id = CampaignID("tiktok_broad_tents")
        let all = tally(SmallShop.until.utcDate.adding(days: -90)..<SmallShop.until.utcDate) {
            $0.campaignID == id
        }
        #expect(try #require(all.spend).doubleValue > 1_000)
        #expect(all[.click] > 1_500)
        #expect(all[.conversion] == 0)
        #expect(!whole.truth.orderDays.contains { $0.source.campaignID == id })
        #expect(
            story.path
                == "/overview?campaign_id=tiktok_broad_tents&from=2026-10-10&to=2026-11-19"
                + "&metric=spend")
        #expect(
            story.detail
                == "“Broad reach, tents” on TikTok has spent $1,575 on 2,219 clicks since "
                + "10 Oct. Not one of them led to an order.")
    }

    @Test("The truth as JSON tells totals, order days and stories")
    func truthAsJSON() throws {
        let json = try JSONValue(
            reading: whole.truth.jsonBytes, limits: JSONLimits(bytes: 1 << 25))
        #expect(json["events"]?.int == whole.events)
        #expect(json["stories"]?.array?.count == 3)
        #expect(json["order_days"]?.array?.count == whole.truth.orderDays.count)
        #expect(json["orders"]?["new_customers"]?.int == whole.shop.customers.count)
        #expect(json["orders"]?["revenue"]?.number?.decimal(scale: 2) == whole.truth.revenue)
    }
}
