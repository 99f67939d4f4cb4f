import ExactValues
import MarketingDomain
import Simulation
import Testing

@Suite("Demonstration shop's traffic after its history")
struct DemoTrafficTests {
    private let shop = DemoShop(until: SmallShop.until, scale: 0.1)
    private let start = SmallShop.until

    private struct Taken {
        var bytes: [UInt8] = []
        var orders: [DemoOrder] = []
        var customers: [DemoCustomer] = []
        var slices: [DemoSlice] = []
    }

    /// All slices up to `seconds` after the history, asked for every `step` seconds.
    private func take(
        _ traffic: DemoTraffic, seconds: Int64, step: Int64, maximumEvents: Int = 10_000
    ) -> Taken {
        var traffic = traffic
        var taken = Taken()
        var now: Int64 = 0
        while now < seconds {
            now = min(seconds, now + step)
            while let slice = traffic.next(
                until: start.adding(seconds: now), maximumEvents: maximumEvents)
            {
                taken.bytes += slice.events?.bytes ?? []
                taken.orders += slice.orders
                taken.customers += slice.customers
                taken.slices.append(slice)
            }
        }
        return taken
    }

    @Test("The same stretch of time gives the same events, in one piece or in many")
    func cuts() {
        let traffic = shop.traffic(after: start, extraPerSecond: 2)
        let whole = take(traffic, seconds: 9_000, step: 9_000, maximumEvents: 1_000_000)
        let often = take(traffic, seconds: 9_000, step: 7)
        let small = take(traffic, seconds: 9_000, step: 9_000, maximumEvents: 13)
        #expect(whole.slices.count == 1)
        #expect(often.slices.count == 1_286)
        #expect(small.slices.count > 1_000)
        for other in [often, small] {
            #expect(other.bytes == whole.bytes)
            #expect(other.orders == whole.orders)
            #expect(other.customers == whole.customers)
        }
    }

    @Test("Beginning anew at any moment continues where the last one stopped")
    func resumption() throws {
        let whole = take(shop.traffic(after: start), seconds: 90_000, step: 90_000)
        let lines = try ReadEvent.all(in: whole.bytes)
        for count in [1, lines.count / 3, lines.count - 1] {
            let after = lines[count - 1].time
            let rest = take(shop.traffic(after: after), seconds: 90_000, step: 500)
            let expected = lines.filter { $0.time > after }.map(\.eventID)
            #expect(try ReadEvent.all(in: rest.bytes).map(\.eventID) == expected)
        }
    }

    @Test("Slices join without gap or overlap, and hold nothing from after their end")
    func contiguity() throws {
        let taken = take(
            shop.traffic(after: start, extraPerSecond: 1), seconds: 5_400, step: 60)
        var end = start
        for slice in taken.slices {
            #expect(slice.after == end)
            #expect(slice.until > slice.after)
            end = slice.until
            for order in slice.orders {
                #expect(order.orderedAt > slice.after && order.orderedAt <= slice.until)
            }
            guard let chunk = slice.events else { continue }
            #expect(chunk.firstAt > slice.after)
            #expect(chunk.lastAt <= slice.until)
        }
        #expect(end == start.adding(seconds: 5_400))
        let lines = try ReadEvent.all(in: taken.bytes)
        #expect(lines == lines.sorted { $0.time < $1.time })
        #expect(Set(lines.map(\.eventID)).count == lines.count)
    }

    @Test("No time, no slice; time without events, an empty slice")
    func emptySlices() {
        var traffic = shop.traffic(after: start)
        #expect(traffic.next(until: start, maximumEvents: 1) == nil)
        let slice = traffic.next(until: start.adding(microseconds: 1_000), maximumEvents: 1)
        #expect(slice?.events == nil)
        #expect(slice?.orders.isEmpty == true)
        #expect(traffic.next(until: start, maximumEvents: 1) == nil)
    }

    @Test("Extra events come at the rate asked for, and leave the usual ones as they are")
    func extraRate() throws {
        let usual = take(shop.traffic(after: start), seconds: 5_000, step: 5_000)
        let both = take(
            shop.traffic(after: start, extraPerSecond: 5), seconds: 5_000, step: 5_000)
        let usualIDs = try ReadEvent.all(in: usual.bytes).map(\.eventID)
        let bothLines = try ReadEvent.all(in: both.bytes)
        #expect(bothLines.map(\.eventID).filter { $0.hasPrefix("u") } == usualIDs)
        let extra = Double(bothLines.count - usualIDs.count) / 5_000
        #expect((4...7).contains(extra))
    }

    @Test("Left alone, extra traffic halves by the hour after the second one, down to a sixteenth")
    func fading() throws {
        let taken = take(
            shop.traffic(after: start, extraPerSecond: 4), seconds: 8 * 3_600, step: 3_600)
        var counts: [Int: Double] = [:]
        for line in try ReadEvent.all(in: taken.bytes) where line.eventID.hasPrefix("x") {
            let hour = (line.time.microseconds - start.startOfHour.microseconds) / 3_600_000_000
            counts[Int(hour), default: 0] += 1
        }
        let full = counts[1] ?? 0
        #expect((4 * 3_000...5 * 3_600).contains(full))
        for (hour, share) in [2: 0.5, 3: 0.25, 4: 0.125, 5: 0.0625, 6: 0.0625, 7: 0.0625] {
            #expect(abs((counts[hour] ?? 0) / full / share - 1) < 0.3)
        }
    }

    @Test("Two beginnings within an hour share no id but those of the usual traffic")
    func secondBeginning() throws {
        let first = take(
            shop.traffic(after: start, extraPerSecond: 4), seconds: 4 * 3_600, step: 3_600)
        let later = start.adding(seconds: 3 * 3_600 + 600)
        let second = take(
            shop.traffic(after: later, extraPerSecond: 4), seconds: 4 * 3_600, step: 3_600)
        let before = try ReadEvent.all(in: first.bytes).filter { $0.time <= later }
        let after = try ReadEvent.all(in: second.bytes)
        #expect(Set(before.map(\.eventID)).isDisjoint(with: after.map(\.eventID)))
        let ordered = Set(first.orders.filter { $0.orderedAt <= later }.map(\.id))
        #expect(ordered.isDisjoint(with: second.orders.map(\.id)))
    }

    @Test("The usual traffic goes on at the pace of the history's last week")
    func pace() throws {
        var stream = shop.events()
        while stream.next(maximumEvents: 50_000) != nil {}
        let weekBefore = start.adding(seconds: -7 * 86_400)
        let before = stream.truth.hours.filter { $0.hour >= weekBefore }
        let after = try ReadEvent.all(
            in: take(shop.traffic(after: start), seconds: 7 * 86_400, step: 86_400).bytes)
        let ratio = Double(after.count) / Double(EventLedger.total(before).events)
        #expect((0.9...1.4).contains(ratio))
    }

    @Test("Orders after the history have a last click, a conversion and a known customer")
    func orders() throws {
        let taken = take(
            shop.traffic(after: start, extraPerSecond: 4), seconds: 10_800, step: 30)
        var lastClick: [String: ReadEvent] = [:]
        var conversions: [String: ReadEvent] = [:]
        for line in try ReadEvent.all(in: taken.bytes) {
            guard let user = line.userID else { continue }
            let customer = user.hasPrefix("w") ? "C" + user.dropFirst() : user
            if line.type == .click { lastClick[customer] = line }
            guard line.type == .conversion, let orderID = line.orderID else { continue }
            #expect(lastClick[customer]?.channel == line.channel)
            #expect(lastClick[customer]?.campaignID == line.campaignID)
            conversions[orderID] = line
        }
        #expect(taken.orders.count > 50)
        #expect(conversions.count == taken.orders.count)
        var known = Set(shop.customers.map(\.id))
        for slice in taken.slices {
            known.formUnion(slice.customers.map(\.id))
            #expect(slice.identities.map(\.customerID) == slice.customers.map(\.id))
            for order in slice.orders {
                #expect(known.contains(order.customerID))
                #expect(conversions[order.id.text]?.value == order.amount)
                #expect(conversions[order.id.text]?.time == order.orderedAt)
            }
        }
        let ids = Set(taken.orders.map(\.id))
        #expect(ids.count == taken.orders.count)
        #expect(ids.isDisjoint(with: shop.orders.map(\.id)))
    }

    @Test("Who became a customer after the history returns in later months")
    func laterReturns() {
        var traffic = shop.traffic(after: start.adding(seconds: 70 * 86_400))
        var returning = 0
        for day in Int64(71)...78 {
            while let slice = traffic.next(
                until: start.adding(seconds: day * 86_400), maximumEvents: 100_000)
            {
                let later = slice.orders.filter { !$0.isFirstOfCustomer }
                returning += later.count { $0.customerID.text.utf8.count > 6 }
            }
        }
        #expect(returning > 0)
    }
}

extension ReadEvent: Equatable {
    static func == (left: ReadEvent, right: ReadEvent) -> Bool { left.eventID == right.eventID }
}
