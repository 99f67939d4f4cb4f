import ExactValues
import MarketingDomain

/// The shop's 90 days of events as NDJSON, by time, made as they are read: an hour at a time.
package struct DemoEventStream: Sendable {
    private let shop: DemoShop
    private var writer: EventLineWriter
    private var ledger: EventLedger
    /// The events of the hour that is being read.
    private var events: [DemoEvent] = []
    private var position = 0
    /// Hours since 1970.
    private var nextHour: Int64
    private var nextJourney = 0
    private var eventCount: UInt64 = 0

    init(_ shop: DemoShop) {
        self.shop = shop
        let sources = shop.behaviour.catalogue.sources.map(\.source)
        writer = EventLineWriter(sources: sources)
        ledger = EventLedger(sources: sources)
        nextHour = shop.eventsFrom.microseconds / UTCTimestamp.microsecondsPerHour
    }

    /// The next events, at most `maximumEvents`; nil after the last.
    package mutating func next(maximumEvents: Int) -> EventChunk? {
        precondition(maximumEvents > 0, "a chunk holds at least one event")
        while writer.events < maximumEvents {
            if position < events.count {
                write(events[position])
                position += 1
            } else if !makeHour() {
                break
            }
        }
        return writer.takeChunk()
    }

    /// What the chunks so far add up to, with the shop's orders. Whole once `next` has answered nil.
    package var truth: DemoTruth { DemoTruth(shop: shop, hours: ledger.entries) }
}

extension DemoEventStream {
    /// False where no hour is left.
    private mutating func makeHour() -> Bool {
        let hour = BackgroundTraffic.Hour(number: nextHour, scale: shop.scale)
        let latest = shop.until.microseconds / 1000
        guard hour.start <= latest else { return false }
        nextHour += 1
        position = 0
        events.removeAll(keepingCapacity: true)
        let day = hour.number / 24
        shop.background.append(hour, to: &events) { customer in
            shop.busyDays.contains(
                DemoShop.BusyDay(customerNumber: customer, daysSinceEpoch: day))
        }
        while nextJourney < shop.journeys.count, shop.journeys[nextJourney].time <= hour.last {
            events.append(shop.journeys[nextJourney])
            nextJourney += 1
        }
        if hour.last > latest { events.removeAll { $0.time > latest } }
        events.sortByTime()
        return true
    }

    /// Ids count the events: `e00000001` is the first.
    private mutating func write(_ event: DemoEvent) {
        eventCount += 1
        writer.begin()
        writer.byte(UInt8(ascii: "e"))
        writer.decimal(eventCount, width: 8)
        writer.finish(event)
        ledger.add(event)
    }
}

extension [DemoEvent] {
    /// By time; at the same time in the order of a journey; alike ones as they stand.
    mutating func sortByTime() {
        guard let first = self.first else { return }
        precondition(count < 1 << 24, "an hour has fewer than 16 million events")
        let start = reduce(first.time) { Swift.min($0, $1.time) }
        var keys = enumerated().map { index, event in
            UInt64(event.time - start) << 28 | UInt64(event.type.position) << 24 | UInt64(index)
        }
        keys.sort()
        self = keys.map { self[Int($0 & 0xFF_FFFF)] }
    }
}
