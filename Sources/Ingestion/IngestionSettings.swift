import ExactValues

/// The bounds of ingestion. Each has a default that suits one machine.
package struct IngestionSettings: Hashable, Sendable {
    /// Longest event in bytes of JSON; longer ones are rejected, and the lines around them are not.
    package var eventBytesMax = 65_536
    /// Longest body in bytes after unpacking, all its events together.
    package var bodyBytesMax = 128 << 20
    /// Most events of a request that is stored whole or not at all: they are held in memory
    /// together.
    package var allOrNothingEventsMax = 100_000
    /// Events of one request after which what has been read is committed, before the rest is read.
    package var eventsPerSubmissionMax = 20_000
    /// The same by what the events and rejected lines take in memory.
    package var submissionBytesMax = 8 << 20
    /// How far ahead of our clock an event may be: clocks differ, but not by more.
    package var futureMinutesMax = 10
    /// How old an event may be.
    package var ageDaysMax = 400
    /// Most faults that a report lists; all are counted, and all are kept.
    package var reportedErrorsMax = 1000
    /// How much of a rejected line is kept.
    package var rejectedBodyBytesMax = 8192

    package init() {}
}

/// Which of the two doors an event came in by.
package enum EventDoor: Hashable, Sendable {
    /// `/v1/events`: id, time with offset and type are required.
    case standard
    /// `/events` and `/events/batch`: everything but the cost is required, a time without offset
    /// is UTC.
    case classic

    var missingOffset: UTCTimestamp.MissingOffset {
        self == .classic ? .utc : .refused
    }
}
