import ExactValues
import MarketingDomain
import Simulation
import Testing

@Suite("Demonstration shop")
struct DemoShopTests {
    private let small: SmallShop

    init() throws {
        small = try SmallShop.made.get()
    }

    @Test("A seed and a moment always give the same events and the same orders")
    func determinism() {
        #expect(small.fingerprint == 13_254_074_666_860_028_477)
        var orders = Fingerprint()
        orders.add(small.shop.ordersCSV)
        #expect(orders.value == 10_688_235_731_877_730_259)
        let again = DemoShop(until: SmallShop.until, scale: 0.02)
        #expect(again.ordersCSV == small.shop.ordersCSV)
        let other = DemoShop(seed: 1, until: SmallShop.until, scale: 0.02)
        #expect(other.ordersCSV != small.shop.ordersCSV)
    }

    @Test("However the events are cut, they are the same")
    func chunks() {
        func fingerprint(maximumEvents: Int) -> UInt64 {
            var stream = small.shop.events()
            var fingerprint = Fingerprint()
            while let chunk = stream.next(maximumEvents: maximumEvents) {
                #expect(chunk.events <= maximumEvents)
                fingerprint.add(chunk.bytes)
            }
            return fingerprint.value
        }
        #expect(fingerprint(maximumEvents: 333) == small.fingerprint)
    }

    @Test("Events stand by time, none before the first day or after the end, no id twice")
    func order() {
        var last = small.shop.eventsFrom
        for line in small.lines {
            #expect(line.time >= last)
            last = line.time
        }
        #expect(last <= SmallShop.until)
        #expect(last > SmallShop.until.adding(seconds: -1_800))
        #expect(Set(small.lines.map(\.eventID)).count == small.lines.count)
        #expect(small.shop.eventsFrom.description == "2026-08-22T00:00:00Z")
        #expect(small.lines.first?.eventID == "e00000001")
    }

    @Test("The truth equals a recount of the lines, per source and day, to the last decimal")
    func truthEqualsRecount() {
        struct Key: Hashable {
            let campaign: String
            let channel: String
            let date: CalendarDate
        }
        var counts: [Key: [EventType: Int]] = [:]
        var spend: [Key: Int128] = [:]
        var value: [Key: Int128] = [:]
        for line in small.lines {
            let key = Key(
                campaign: line.campaignID ?? "(none)", channel: line.channel ?? "",
                date: line.time.utcDate)
            counts[key, default: [:]][line.type, default: 0] += 1
            if let cost = line.cost { spend[key, default: 0] += cost.units }
            if let worth = line.value { value[key, default: 0] += worth.units }
        }
        let days = EventLedger.days(small.truth.hours)
        #expect(days.count == counts.count)
        for day in days {
            let key = Key(
                campaign: day.source.campaignMember.text, channel: day.source.channel.text,
                date: day.date)
            for type in EventType.allCases {
                #expect(day.tally[type] == counts[key]?[type] ?? 0)
            }
            #expect(day.tally.spend == spend[key].map { FixedDecimal(units: $0, scale: 4) })
            #expect(
                day.tally.conversionValue == value[key].map { FixedDecimal(units: $0, scale: 4) })
        }
    }

    @Test("Only clicks of paid channels cost something, only conversions name orders")
    func fields() {
        let paid: Set = ["google", "meta", "tiktok", "linkedin"]
        for line in small.lines {
            let isPaid = paid.contains(line.channel ?? "")
            #expect((line.cost != nil) == (isPaid && line.type == .click))
            #expect((line.value != nil) == (line.type == .conversion))
            #expect((line.orderID != nil) == (line.type == .conversion))
            #expect((line.userID == nil) == (line.type == .impression))
            let hasCampaign = isPaid || line.channel == "email"
            #expect((line.campaignID != nil) == hasCampaign)
        }
        let channels = Set(small.lines.compactMap(\.channel))
        #expect(channels == Set(small.shop.channels.map(\.id.text)))
        let known = Set(small.shop.campaigns.map(\.id.text))
        #expect(known.isSuperset(of: small.lines.compactMap(\.campaignID)))
    }
}
