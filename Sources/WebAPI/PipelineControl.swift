package import ExactValues
package import Warehouse

/// What the edge can ask of the pipeline; the composition root provides it.
package protocol PipelineControl: Sendable {
    /// Wants a run; it starts as soon as none is running. Answers the id that it has, or that an
    /// equal one has which is wanted already.
    func start(_ order: PipelineOrder) async throws -> String

    /// What a run would do now.
    func plan(_ order: PipelineOrder) async throws -> [PlannedCost]

    /// The checks of the selected models over what is published.
    func test(_ selection: ModelSelection) async throws -> [CheckResult]

    /// The run that is under way, if any, and how far it is.
    func progress() async -> PipelineProgress?

    /// How the last run of this process ended; nil before the first. Runs that found nothing to
    /// do and were not asked for do not count.
    func lastEnding() async -> PipelineEnding?
}

/// The end of a run.
package struct PipelineEnding: Sendable, Hashable {
    package let runID: String
    package let hasSucceeded: Bool
    package let startedAt: UTCTimestamp
    package let finishedAt: UTCTimestamp

    package init(
        runID: String, hasSucceeded: Bool, startedAt: UTCTimestamp, finishedAt: UTCTimestamp
    ) {
        self.runID = runID
        self.hasSucceeded = hasSucceeded
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }
}

/// One wish for a run.
package struct PipelineOrder: Sendable {
    package var selection: ModelSelection
    package var mode: RunRequest.Mode
    package var asOf: CalendarDate?
    package var into: String?
    package var trigger: String

    package init(
        selection: ModelSelection = .all, mode: RunRequest.Mode = .update,
        asOf: CalendarDate? = nil, into: String? = nil, trigger: String
    ) {
        self.selection = selection
        self.mode = mode
        self.asOf = asOf
        self.into = into
        self.trigger = trigger
    }
}

/// How far the running pipeline is.
package struct PipelineProgress: Sendable, Hashable {
    package let runID: String
    package let startedAt: UTCTimestamp
    /// `building business.orders (12 of 20)`
    package let words: String

    package init(runID: String, startedAt: UTCTimestamp, words: String) {
        self.runID = runID
        self.startedAt = startedAt
        self.words = words
    }
}

/// Orders that cannot be taken.
package enum PipelineControlError: Error, Sendable, Hashable, CustomStringConvertible {
    case tooManyWaiting

    package var description: String {
        "too many runs are waiting already; look at the pipeline runs and try again"
    }
}
