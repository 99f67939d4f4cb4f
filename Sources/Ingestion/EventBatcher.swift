import ExactValues
package import Observability
import SQLAccess
import Synchronization

/// Gathers what several requests bring into one commit, and answers each after it.
///
/// `run` does the work, one commit at a time, until `shutDown`; the application runs it for as long
/// as it serves. Nothing is acknowledged before it is committed, and a full queue refuses at once.
package actor EventBatcher {
    private let committer: LandingCommitter
    private let limits: CommitLimits
    private let clock: MonotonicClock
    private let log: StructuredLog?
    private let onCommit: @Sendable (CommittedBatch) async -> Void
    private var queue: CommitQueue<Waiting>
    private var waker: CheckedContinuation<Void, Never>?
    private var isWoken = false
    /// Requests that are being read and have not submitted yet.
    private nonisolated let arriving = Atomic<Int>(0)

    /// How long nothing can come without a look at the queue: any long time will do.
    private static let longestPause = Duration.seconds(3600)

    private struct Waiting: Sendable {
        let submission: EventSubmission
        let continuation: CheckedContinuation<SubmissionOutcome, any Error>
    }

    /// - Parameter onCommit: told of every commit before its clients are, so that a client that has
    ///   been answered finds its events wherever it looks. Keep it short.
    package init(
        committer: LandingCommitter, limits: CommitLimits = CommitLimits(),
        clock: MonotonicClock = .system, log: StructuredLog? = nil,
        onCommit: @escaping @Sendable (CommittedBatch) async -> Void = { _ in }
    ) {
        self.committer = committer
        self.limits = limits
        self.clock = clock
        self.log = log
        self.onCommit = onCommit
        queue = CommitQueue(limits: limits)
    }

    /// Commits what comes, until `shutDown` was called and the queue is empty.
    ///
    /// Cancelling the task is the hard way: what waits is refused.
    package func run() async {
        while true {
            if Task.isCancelled { queue.drain() }
            let isMoreExpected = arriving.load(ordering: .relaxed) > 0
            switch queue.decide(at: clock.now(), isMoreExpected: isMoreExpected) {
            case .commit(let group): await commit(group)
            case .checkpoint: await checkpoint()
            case .wait(let limit): await pause(until: limit)
            case .finished: return
            }
        }
    }

    /// Takes no more submissions; `run` returns when those that wait are committed.
    package func shutDown() {
        queue.drain()
        wake()
    }

    /// Rows that wait for a commit.
    package var queuedRows: Int { queue.queuedRows }

    /// Waits for the submission's commit.
    ///
    /// - Throws: `IngestionError`. Then the submission is not stored, or (where the engine failed in
    ///   the very commit) nobody knows; sending it again is right in both cases.
    func submit(_ submission: EventSubmission) async throws -> SubmissionOutcome {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = queue.enqueue(
                Waiting(submission: submission, continuation: continuation),
                rows: submission.rowCount, bytes: submission.bytes, at: clock.now())
            if isTaken {
                wake()
            } else {
                continuation.resume(
                    throwing: queue.isTakingMore
                        ? IngestionError.queueFull(retryAfterSeconds: limits.retryAfterSeconds)
                        : IngestionError.shuttingDown)
            }
        }
    }

    /// A request begins to be read: a commit may wait a moment for it.
    nonisolated func noteArrival() {
        arriving.add(1, ordering: .relaxed)
    }

    /// A request has been read, or has failed.
    nonisolated func noteRead() {
        arriving.subtract(1, ordering: .relaxed)
    }

    private func commit(_ group: [Waiting]) async {
        do {
            let result = try await committer.commit(group.map(\.submission))
            let batch = result.batch
            queue.noteCommit(
                rows: batch.acceptedCount + batch.rejectedCount, at: clock.now())
            await onCommit(batch)
            for (waiting, outcome) in zip(group, result.outcomes) {
                waiting.continuation.resume(returning: outcome)
            }
        } catch {
            log?.error(
                "events could not be stored",
                ["error": .text("\(error)"), "requests": .integer(group.count)])
            let failure = (error as? SQLError).map { IngestionError.storage($0) } ?? error
            for waiting in group { waiting.continuation.resume(throwing: failure) }
        }
    }

    private func checkpoint() async {
        do {
            try await committer.checkpoint()
            queue.noteCheckpoint(hasSucceeded: true, at: clock.now())
        } catch {
            // Another writer is busy, or the disk is full: events stay in the log and are safe.
            log?.info("checkpoint postponed", ["error": .text("\(error)")])
            queue.noteCheckpoint(hasSucceeded: false, at: clock.now())
        }
    }

    /// Waits for `wake`, or until the time comes.
    private func pause(until limit: Duration?) async {
        guard !isWoken else {
            isWoken = false
            return
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [clock] in
                let length = limit.map { $0 - clock.now() } ?? EventBatcher.longestPause
                // A sleep ends early when it is cancelled, which is all the same.
                try? await clock.sleep(length)
                await self.wake()
            }
            await withCheckedContinuation { waker = $0 }
            group.cancelAll()
        }
        isWoken = false
    }

    private func wake() {
        isWoken = true
        waker?.resume()
        waker = nil
    }
}
