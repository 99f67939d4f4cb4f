package import ExactValues
package import SQLAccess
import Synchronization
import Warehouse

/// The only writer of `landing.events`: gives verdicts and commits, on one worker, one group at a
/// time.
///
/// What it remembers (recent ids, the last sequence number) changes only after a commit. After a
/// failure it forgets all and reads it again from landing: the engine may have committed and not
/// been able to say so.
package final class LandingCommitter: Sendable {
    private let worker: SQLWorker
    private let now: @Sendable () -> UTCTimestamp
    private let memory: Mutex<LandingMemory>

    /// - Parameter recentCountMax: how many ids are remembered, to recognise one that comes again
    ///   with another time.
    package init(
        worker: SQLWorker, recentCountMax: Int = 2_000_000,
        now: @escaping @Sendable () -> UTCTimestamp
    ) {
        self.worker = worker
        self.now = now
        memory = Mutex(LandingMemory(recentCountMax: recentCountMax))
    }

    /// Reads what is to be remembered, so that the first request need not wait for it. Safe to omit.
    package func prepare() async throws {
        try await worker.run { session in
            try memory.withLock { try $0.loadIfNeeded(from: session, now: now()) }
        }
    }

    /// The counts that the live funnel starts with. Ask before the first commit, or events of both
    /// would be counted twice.
    package func recentMinuteCounts() async throws -> RecentMinuteCounts {
        try await worker.run { session in
            try RecentMinuteCounts(from: session, now: now())
        }
    }

    /// Writes the log of committed rows into the database file, so that a start need not replay it.
    ///
    /// - Throws: `SQLError` where another transaction is writing; then try later.
    package func checkpoint() async throws {
        try await worker.run { session in
            _ = try session.execute("CHECKPOINT")
        }
    }

    /// Closes the connection; nothing can be committed after.
    package func close() async {
        await worker.close()
    }

    /// Commits the submissions together: all that is to be stored, or nothing.
    ///
    /// - Returns: an outcome for each submission, and what was added.
    func commit(
        _ submissions: [EventSubmission]
    ) async throws -> (outcomes: [SubmissionOutcome], batch: CommittedBatch) {
        try await worker.run { session in
            try memory.withLock { memory in
                do {
                    return try memory.commit(submissions, on: session, now: now())
                } catch {
                    memory.forget()
                    throw error
                }
            }
        }
    }
}
