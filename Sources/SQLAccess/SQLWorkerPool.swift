/// A few workers on one engine for readers, lent one at a time.
///
/// Callers wait in order of arrival; more than `waiting_max` of them are turned away, so that a
/// slow engine cannot gather an unbounded queue.
package actor SQLWorkerPool {
    private var idle: [SQLWorker]
    private let workers: [SQLWorker]
    private var waiting: [CheckedContinuation<SQLWorker, any Error>] = []
    private let waitingMax: Int

    package init(workers: [SQLWorker], waitingMax: Int = 256) {
        precondition(!workers.isEmpty, "a pool has a worker")
        self.workers = workers
        self.idle = workers
        self.waitingMax = waitingMax
    }

    package func run<Result: Sendable>(
        _ body: @Sendable (any SQLSession) throws -> Result
    ) async throws -> Result {
        let worker = try await borrow()
        defer { giveBack(worker) }
        return try await worker.run(body)
    }

    package func close() async {
        for worker in workers { await worker.close() }
    }

    private func borrow() async throws -> SQLWorker {
        if let worker = idle.popLast() { return worker }
        guard waiting.count < waitingMax else { throw SQLWorkerPoolError.tooManyWaiting }
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }

    private func giveBack(_ worker: SQLWorker) {
        if waiting.isEmpty {
            idle.append(worker)
        } else {
            waiting.removeFirst().resume(returning: worker)
        }
    }
}

package enum SQLWorkerPoolError: Error, Sendable, CustomStringConvertible {
    case tooManyWaiting

    package var description: String {
        "too many queries are waiting for a database connection; try again in a moment"
    }
}
