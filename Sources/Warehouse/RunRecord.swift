package import ExactValues

/// A line of `meta.pipeline_runs`.
package struct RunRecord: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case running
        case succeeded
        case failed
        case cancelled
        /// The process ended in the middle of it; nothing of it was published.
        case interrupted
    }

    package let runID: String
    package let trigger: String
    package let selection: String
    package let status: Status
    package let startedAt: UTCTimestamp
    /// Nil while it runs.
    package let finishedAt: UTCTimestamp?
    package let runDate: CalendarDate
    package let asOf: CalendarDate?
    /// The set of tables that it built; nil for the published ones.
    package let into: String?
    /// Models that it built, in whole or in part.
    package let models: Int?
    /// Rows of the tables that it built.
    package let rows: Int64?
    package let error: String?
}

/// A line of `meta.model_runs`.
package struct ModelRunRecord: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case built
        case failed
        /// Built and tested, and thrown away with the run.
        case discarded
    }

    package let model: String
    package var status: Status
    /// What was built, and why.
    package let reason: String
    package let startedAt: UTCTimestamp
    package let durationMilliseconds: Int64
    /// Of the whole table afterwards; 0 for a view.
    package let rows: Int64
    /// Intervals that were built again; 0 where the whole table was.
    package let intervals: Int
    package let error: String?
}
