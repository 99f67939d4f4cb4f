package import ExactValues
import MarketingDomain

/// Counts events as they are written: per source and UTC hour, in the order of time.
package struct EventLedger: Sendable {
    /// One source in one UTC hour.
    package struct Entry: Hashable, Sendable {
        package let source: EventSource
        /// The start of the hour.
        package let hour: UTCTimestamp
        package let tally: EventTally
    }

    package let sources: [EventSource]
    private var closed: [Entry] = []
    private var current: [EventTally]
    /// Hours since 1970 of `current`.
    private var currentHour = Int64.min

    package init(sources: [EventSource]) {
        self.sources = sources
        current = Array(repeating: EventTally(), count: sources.count)
    }

    /// - Precondition: no event of an earlier hour follows one of a later hour.
    mutating func add(
        _ type: EventType, source: Int, atMilliseconds time: Int64, costUnits: Int64?,
        valueUnits: Int64?
    ) {
        let hour = time / EventLedger.millisecondsPerHour
        if hour != currentHour {
            precondition(hour > currentHour, "events are counted in the order of their hours")
            close()
            currentHour = hour
        }
        current[source].add(type, costUnits: costUnits, valueUnits: valueUnits)
    }

    /// Every hour and source that has an event; hours ascending, then sources as they are listed.
    package var entries: [Entry] { closed + openEntries }

    private static let millisecondsPerHour: Int64 = 3_600_000

    private var openEntries: [Entry] {
        guard currentHour != .min else { return [] }
        let hour = UTCTimestamp(microseconds: currentHour * UTCTimestamp.microsecondsPerHour)
        return zip(sources, current).compactMap { source, tally in
            tally.events > 0 ? Entry(source: source, hour: hour, tally: tally) : nil
        }
    }

    private mutating func close() {
        closed += openEntries
        for index in current.indices { current[index] = EventTally() }
    }
}
