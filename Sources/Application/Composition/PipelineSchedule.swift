import ExactValues

/// When the pipeline runs by itself while serving: a pure state machine, driven by `PipelineService`.
///
/// At most one run at a time. What is asked for meanwhile is remembered, not queued: two imports
/// during a run lead to one run of all models after it. A failed run of the events is tried again
/// after a growing wait, so that a lasting fault does not fill the log.
struct PipelineSchedule: Sendable, Hashable {
    enum Selection: String, Sendable, Hashable {
        /// The models that follow from events, incrementally.
        case events
        case all
    }

    /// Why a run starts; stands in `meta.pipeline_runs.trigger`.
    enum Trigger: String, Sendable, Hashable {
        case startup, interval, imported = "import", manual
    }

    struct Run: Sendable, Hashable {
        let selection: Selection
        let trigger: Trigger
    }

    private let intervalSeconds: Int64
    private(set) var running: Run?
    private var wanted: Run?
    private var nextAt: UTCTimestamp
    private var nextAllAt: UTCTimestamp
    private var failureCount = 0

    /// Orders follow late conversions and clicks in runs of all models only: once an hour.
    static let allIntervalSeconds: Int64 = 3600

    /// The longest wait after failures.
    static let retrySecondsMax: Int64 = 3600

    init(intervalSeconds: Int, now: UTCTimestamp) {
        self.intervalSeconds = Int64(intervalSeconds)
        wanted = Run(selection: .all, trigger: .startup)
        nextAt = now
        nextAllAt = now
    }

    /// Remembers that a run is wanted; a run of all models covers one of the events.
    mutating func request(_ selection: Selection, trigger: Trigger) {
        if wanted?.selection == .all, selection == .events { return }
        wanted = Run(selection: selection, trigger: trigger)
    }

    /// Whether somebody asked for a run, rather than the clock.
    var isWanted: Bool { wanted.map { $0.trigger != .startup } ?? false }

    /// The run to start now, if any; it counts as running from here on.
    mutating func next(now: UTCTimestamp) -> Run? {
        guard running == nil else { return nil }
        if wanted == nil, now >= nextAt {
            wanted = Run(selection: now >= nextAllAt ? .all : .events, trigger: .interval)
        }
        guard let run = wanted else { return nil }
        wanted = nil
        running = run
        return run
    }

    /// Notes the end of the running one.
    mutating func finished(succeeded: Bool, now: UTCTimestamp) {
        precondition(running != nil, "only a running pipeline can finish")
        if running?.selection == .all, succeeded {
            nextAllAt = now.adding(seconds: PipelineSchedule.allIntervalSeconds)
        }
        running = nil
        failureCount = succeeded ? 0 : min(failureCount + 1, 12)
        let wait = min(
            intervalSeconds << Int64(failureCount),
            max(intervalSeconds, PipelineSchedule.retrySecondsMax))
        nextAt = now.adding(seconds: wait)
    }

    /// When to look again if nothing is asked for until then.
    var wakeAt: UTCTimestamp { nextAt }
}
