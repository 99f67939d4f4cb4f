import ExactValues
import Observability
import Reporting
import SQLAccess
import Synchronization
import Warehouse
import WebAPI
import WorkspaceStore

/// Runs the pipeline while serving: by itself, after imports, and when somebody asks.
///
/// The decisions are `PipelineSchedule`'s; this actor waits, runs, and tells.
actor PipelineService: PipelineControl {
    private let runner: ModelRunner
    private let engines: Engines
    private let log: StructuredLog
    private let now: @Sendable () -> UTCTimestamp
    private let isAutomatic: Bool
    private let timeZone: String
    private var schedule: PipelineSchedule
    /// Orders that are more than bringing everything up to date, in the order of arrival.
    private var special: [(runID: String, order: PipelineOrder)] = []
    private var nextRunID: String?
    private var waker: CheckedContinuation<Void, Never>?
    private var isStopping = false
    private let state = ProgressBoard()
    private var runNumber = 0

    /// The most special orders that wait.
    private static let specialMax = 8

    init(
        runner: ModelRunner, engines: Engines, timeZone: String, intervalSeconds: Int,
        isAutomatic: Bool, log: StructuredLog, now: @escaping @Sendable () -> UTCTimestamp
    ) {
        self.runner = runner
        self.engines = engines
        self.isAutomatic = isAutomatic
        self.timeZone = timeZone
        self.log = log
        self.now = now
        schedule = PipelineSchedule(intervalSeconds: intervalSeconds, now: now())
    }

    /// Defines the functions that models and days need; before anything else.
    func prepare() async throws {
        try await engines.pipelineWriter.run { [timeZone] session in
            try EnginePrologue(timeZone: timeZone).install(on: session)
        }
    }

    // MARK: What is asked

    func start(_ order: PipelineOrder) throws -> String {
        defer { wake() }
        if order.mode == .update, order.into == nil,
            order.selection == .all || order.selection == .events
        {
            schedule.request(order.selection == .all ? .all : .events, trigger: .manual)
            let runID = nextRunID ?? makeRunID()
            nextRunID = runID
            return runID
        }
        guard special.count < Self.specialMax else { throw PipelineControlError.tooManyWaiting }
        let runID = makeRunID()
        special.append((runID, order))
        return runID
    }

    /// Lines were imported: all models follow.
    func noteImport() {
        schedule.request(.all, trigger: .imported)
        wake()
    }

    func plan(_ order: PipelineOrder) async throws -> [PlannedCost] {
        let sources = try await sources()
        return try await engines.pipelineWriter.run { [runner, now] session in
            let request = try Self.request("plan", order, now: now(), on: session)
            return try runner.cost(
                of: runner.plan(request, sources: sources, on: session), on: session)
        }
    }

    func test(_ selection: ModelSelection) async throws -> [CheckResult] {
        try await engines.pipelineWriter.run { [runner] in try runner.test(selection, on: $0) }
    }

    nonisolated func progress() async -> PipelineProgress? {
        state.shown
    }

    nonisolated func lastEnding() async -> PipelineEnding? {
        state.ending
    }

    // MARK: Running

    /// Runs until `stop`; the application's task for as long as it serves.
    func run() async {
        while !isStopping {
            if let (runID, order) = next() {
                let succeeded = await perform(order, runID: runID)
                if schedule.running != nil {
                    schedule.finished(succeeded: succeeded, now: now())
                }
            } else {
                await pause()
            }
        }
    }

    /// Lets a run that is under way end by cancellation of the task that runs `run`.
    func stop() {
        isStopping = true
        wake()
    }

    private func next() -> (String, PipelineOrder)? {
        if !special.isEmpty { return special.removeFirst() }
        guard isAutomatic || nextRunID != nil || schedule.isWanted else { return nil }
        guard let run = schedule.next(now: now()) else { return nil }
        let runID = nextRunID ?? makeRunID()
        nextRunID = nil
        return (
            runID,
            PipelineOrder(
                selection: run.selection == .all ? .all : .events, trigger: run.trigger.rawValue)
        )
    }

    /// One run now, for a command that holds the folder itself.
    func runOnce(
        _ order: PipelineOrder, recordsIdleRun: Bool = true,
        progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> RunReport {
        try await execute(
            order, runID: makeRunID(), recordsIdleRun: recordsIdleRun, progress: progress)
    }

    private func perform(_ order: PipelineOrder, runID: String) async -> Bool {
        let started = now()
        do {
            let isAsked = ["api", "command", "startup", "manual"].contains(order.trigger)
            let report = try await execute(order, runID: runID, recordsIdleRun: isAsked) {
                [state] progress in
                state.show(
                    PipelineProgress(runID: runID, startedAt: started, words: progress.words))
            }
            state.show(nil)
            for check in report.warnings {
                log.warning(
                    "a check failed",
                    [
                        "model": .text(check.model), "check": .text(check.check),
                        "detail": .text(check.detail),
                    ])
            }
            if report.hasWorked || isAsked {
                noteEnd(runID, startedAt: started, hasSucceeded: true)
            }
            if report.hasWorked {
                log.info(
                    "the pipeline published",
                    [
                        "run_id": .text(runID), "trigger": .text(order.trigger),
                        "models": .integer(report.models.count),
                        "duration_ms": .integer(
                            Int((now().microseconds - started.microseconds) / 1000)),
                    ])
            }
            return true
        } catch {
            state.show(nil)
            noteEnd(runID, startedAt: started, hasSucceeded: false)
            log.error(
                "the pipeline published nothing",
                [
                    "run_id": .text(runID), "trigger": .text(order.trigger),
                    "error": .text("\(error)"),
                ])
            return false
        }
    }

    private func noteEnd(_ runID: String, startedAt: UTCTimestamp, hasSucceeded: Bool) {
        state.end(
            PipelineEnding(
                runID: runID, hasSucceeded: hasSucceeded, startedAt: startedAt, finishedAt: now()))
    }

    private func execute(
        _ order: PipelineOrder, runID: String, recordsIdleRun: Bool,
        progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> RunReport {
        let sources = try await sources()
        return try await engines.pipelineWriter.run { [runner, now] session in
            var request = try Self.request(runID, order, now: now(), on: session)
            request.recordsIdleRun = recordsIdleRun
            return try runner.run(request, sources: sources, on: session, progress: progress)
        }
    }

    private static func request(
        _ runID: String, _ order: PipelineOrder, now: UTCTimestamp, on session: any SQLSession
    ) throws -> RunRequest {
        RunRequest(
            runID: runID, trigger: order.trigger, selection: order.selection, mode: order.mode,
            runDate: try LocalDay.of(now, on: session), asOf: order.asOf, into: order.into)
    }

    private func sources() async throws -> [SourceTable] {
        try await engines.workspace.run { session in
            try WorkspaceSnapshot.tables(session).map {
                SourceTable(name: $0.name, rows: $0.rows)
            }
        }
    }

    // MARK: Waiting

    private func pause() async {
        let wakeAt = schedule.wakeAt
        let seconds =
            isAutomatic
            ? max(0, Double(wakeAt.microseconds - now().microseconds) / 1_000_000) : 3600
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForWake() }
            group.addTask {
                // Cancelled when something woke us first.
                try? await Task.sleep(for: .seconds(seconds))
            }
            await group.next()
            wake()
            group.cancelAll()
        }
    }

    private func waitForWake() async {
        await withCheckedContinuation { continuation in
            waker?.resume()
            waker = continuation
        }
    }

    private func wake() {
        waker?.resume()
        waker = nil
    }

    private func makeRunID() -> String {
        runNumber += 1
        let milliseconds = now().microseconds / 1000
        return "run-\(String(milliseconds, radix: 36))-\(runNumber)"
    }
}

/// What the running pipeline last said of itself, for readers on other threads.
///
/// A class because the run writes it from the pipeline's thread while routes read it.
private final class ProgressBoard: Sendable {
    private let progress = Mutex<PipelineProgress?>(nil)
    private let lastEnding = Mutex<PipelineEnding?>(nil)

    var shown: PipelineProgress? { progress.withLock { $0 } }
    var ending: PipelineEnding? { lastEnding.withLock { $0 } }

    func show(_ new: PipelineProgress?) {
        progress.withLock { $0 = new }
    }

    func end(_ ending: PipelineEnding) {
        lastEnding.withLock { $0 = ending }
    }
}

extension RunProgress {
    /// For a person who waits.
    var words: String {
        switch self {
        case .planned(let models): "\(models) models to build"
        case .building(let model, let position, let count):
            "building \(model) (\(position) of \(count))"
        case .testing(let model, let position, let count):
            "testing \(model) (\(position) of \(count))"
        case .publishing: "publishing"
        }
    }
}
