import Dispatch

/// The owner of one session: its blocking calls run on a thread of its own, one after another.
///
/// The cooperative pool has as many threads as the machine has cores; a query must not hold one.
package actor SQLWorker {
    private let executor: QueueExecutor
    private let open: @Sendable () throws -> any SQLSession
    private var session: (any SQLSession)?
    private var isClosed = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// The session is opened at the first use, on the worker's thread.
    package init(name: String, open: @escaping @Sendable () throws -> any SQLSession) {
        executor = QueueExecutor(label: name)
        self.open = open
    }

    /// Runs `body` with the session. Cancelling the task interrupts the running statement.
    package func run<Result: Sendable>(
        _ body: @Sendable (any SQLSession) throws -> Result
    ) async throws -> Result {
        let session = try openedSession()
        let interrupter = session.interrupter
        // The handler runs on the cancelling thread; the body stays on this one, and there is no
        // suspension between them.
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try body(session)
        } onCancel: {
            interrupter.interrupt()
        }
    }

    /// Closes the session; a later `run` throws.
    package func close() {
        session?.close()
        session = nil
        isClosed = true
    }

    private func openedSession() throws -> any SQLSession {
        if let session { return session }
        guard !isClosed else {
            throw SQLError(
                kind: .misuse, engine: .duckDB, message: "the connection was closed")
        }
        let opened = try open()
        session = opened
        return opened
    }
}

/// Runs an actor's jobs on a serial dispatch queue, outside the cooperative pool.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { @Sendable in
            job.runSynchronously(on: executor)
        }
    }
}
