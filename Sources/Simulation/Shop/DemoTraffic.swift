package import ExactValues
import MarketingDomain

/// What happens in the shop after its history: fills a gap after a pause, and plays the live part.
///
/// The same stretch of time always gives the same events, whether it is taken in one piece or many
/// and however often: ids come from the hour and the place in it, so that what was sent twice is a
/// duplicate. An hour of usual traffic takes 0.4 ms to make, one at 20 extra events a second 25 ms.
///
/// Extra traffic is for those who look on: in its first hours it has the full rate, then half of it,
/// a quarter, down to a sixteenth, so that a demonstration left alone keeps the shop's proportions
/// for longer.
///
///     var gap = shop.traffic(after: lastEvent)                  // at the usual 0.3 a second
///     while let slice = gap.next(until: now, maximumEvents: 20_000) { send(slice) }
///     var live = shop.traffic(after: now, extraPerSecond: 20)   // while somebody watches
///     every few seconds: while let slice = live.next(until: now, …) { send(slice) }
package struct DemoTraffic: Sendable {
    private let shop: DemoShop
    private let extraPerSecond: Double
    /// Milliseconds since 1970: extra orders whose journey began by then are left out whole.
    private let extraAfter: Int64
    /// Milliseconds since 1970: what is up to it has been given out.
    private var cursor: Int64
    private var hour: LiveHour
    private var usualPosition = 0
    private var extraPosition = 0
    private var writer: EventLineWriter
    /// Orders of the hour whose journeys began too early to be told.
    private var leftOut: Set<UInt64> = []

    /// Events a second that come on top while somebody watches the demonstration.
    package static let usualExtraPerSecond = 20.0

    init(
        shop: DemoShop, after: UTCTimestamp, extraPerSecond: Double, extraAfter: UTCTimestamp
    ) {
        precondition((0...200).contains(extraPerSecond), "extra traffic is 0 to 200 a second")
        self.shop = shop
        self.extraPerSecond = extraPerSecond
        self.extraAfter = extraAfter.microseconds / 1000
        cursor = max(after, shop.until).microseconds / 1000
        hour = DemoTraffic.makeHour(
            cursor / 3_600_000, shop, extraPerSecond, extraAfter: self.extraAfter)
        writer = EventLineWriter(sources: shop.behaviour.catalogue.sources.map(\.source))
        leaveOut()
        while let event = peek(), event.event.time <= cursor { advance(isUsual: event.isUsual) }
    }

    /// What happened after the last slice and not after `end`: all of it, or the first
    /// `maximumEvents`, more only where they share a millisecond. Nil where no time has passed.
    package mutating func next(until end: UTCTimestamp, maximumEvents: Int) -> DemoSlice? {
        precondition(maximumEvents > 0, "a slice holds at least one event")
        let end = end.microseconds / 1000
        guard end > cursor else { return nil }
        let start = cursor
        var orders: [DemoOrder] = []
        var customers: [DemoCustomer] = []
        while cursor < end {
            if cursor >= lastOfHour { startNextHour() }
            let limit = min(end, lastOfHour)
            let reached = writeEvents(until: limit, maximumEvents: maximumEvents)
            guard reached > cursor else { break }
            let times = cursor + 1...reached
            let ofSlice = hour.orders.filter {
                times.contains($0.time) && !leftOut.contains($0.number)
            }
            orders += ofSlice
            for order in ofSlice where order.isFirstOfCustomer {
                if let customer = hour.customers[order.customerNumber] {
                    customers.append(customer)
                }
            }
            cursor = reached
            guard reached == limit else { break }
        }
        return DemoSlice(
            after: UTCTimestamp(microseconds: start * 1000),
            until: UTCTimestamp(microseconds: cursor * 1000), events: writer.takeChunk(),
            orders: orders, customers: customers,
            identities: customers.map { DemoIdentity(customerNumber: $0.number) })
    }
}

extension DemoShop {
    /// The shop's time after `last`, which is the last event that was kept; from the end of the
    /// history on. Extra events begin after `extraAfter`, else after `last`. Keep to one rate of
    /// them within an hour: it is part of what makes an hour the same each time.
    package func traffic(
        after last: UTCTimestamp, extraPerSecond: Double = 0, extraAfter: UTCTimestamp? = nil
    ) -> DemoTraffic {
        DemoTraffic(
            shop: self, after: last, extraPerSecond: extraPerSecond,
            extraAfter: extraAfter ?? last)
    }
}

extension DemoTraffic {
    private var lastOfHour: Int64 { hour.number * 3_600_000 + 3_599_999 }

    private mutating func startNextHour() {
        hour = DemoTraffic.makeHour(
            hour.number + 1, shop, extraPerSecond, extraAfter: extraAfter)
        usualPosition = 0
        extraPosition = 0
        leaveOut()
    }

    /// The hour in which extra traffic begins and the one after it have the full rate.
    private static func makeHour(
        _ number: Int64, _ shop: DemoShop, _ extraPerSecond: Double, extraAfter: Int64
    ) -> LiveHour {
        let step = number - extraAfter / 3_600_000 - 1
        return LiveHour(
            number: number, shop: shop, extraPerSecond: extraPerSecond,
            extraStep: Int(max(0, min(step, Int64(TrafficLayer.weakestStep)))))
    }

    /// Half a journey would leave an order that owes itself to nothing.
    private mutating func leaveOut() {
        let usualAfter = shop.until.microseconds / 1000
        leftOut.removeAll()
        for (number, start) in hour.journeyStarts {
            let isUsual = TrafficLayer.of(number: number).isUsual
            if start <= (isUsual ? usualAfter : extraAfter) { leftOut.insert(number) }
        }
    }

    /// Writes events up to a time; answers up to which time all are written.
    private mutating func writeEvents(until limit: Int64, maximumEvents: Int) -> Int64 {
        var last = Int64.min
        while let (event, isUsual) = peek(), event.time <= limit {
            if writer.events >= maximumEvents, event.time > last { return max(last, cursor) }
            last = event.time
            let isLeftOut = event.orderNumber.map(leftOut.contains) ?? false
            if !isLeftOut, isUsual || event.time > extraAfter {
                write(event, isUsual: isUsual)
            }
            advance(isUsual: isUsual)
        }
        return limit
    }

    /// The next event of both layers by time.
    private func peek() -> (event: DemoEvent, isUsual: Bool)? {
        let usual =
            usualPosition < hour.usualEvents.count ? hour.usualEvents[usualPosition] : nil
        let extra =
            extraPosition < hour.extraEvents.count ? hour.extraEvents[extraPosition] : nil
        switch (usual, extra) {
        case (let usual?, let extra?):
            return usual.time <= extra.time ? (usual, true) : (extra, false)
        case (let usual?, nil): return (usual, true)
        case (nil, let extra?): return (extra, false)
        case (nil, nil): return nil
        }
    }

    private mutating func advance(isUsual: Bool) {
        if isUsual { usualPosition += 1 } else { extraPosition += 1 }
    }

    /// Ids hold layer, hour and place in it: `u` or `x` with the layer's number, five and four
    /// digits to the base 36.
    private mutating func write(_ event: DemoEvent, isUsual: Bool) {
        writer.begin()
        writer.byte(isUsual ? UInt8(ascii: "u") : UInt8(ascii: "x"))
        if !isUsual { writer.number(hour.extraLayer.number) }
        let position = isUsual ? usualPosition : extraPosition
        writer.digits(UInt64(hour.number), base: 36, width: 5)
        writer.digits(UInt64(position), base: 36, width: 4)
        writer.finish(event)
    }
}
