import Synchronization

/// One request and its answer, between the engine's thread, the handler's task and the reaper.
///
/// All that they share is in `state`, under its lock. The engine's callbacks come one after
/// another; while the connection is suspended none comes, and exactly one `resume` ends that.
final class Exchange: Sendable {
    struct State {
        var request: AcceptedRequest?
        var incoming = IncomingBody()
        var answer = Answer.pending
        /// Bytes of the answer's body and status, for the log.
        var status = 0
        var answerBytes = 0
        var outgoing = OutgoingStream()
        var isEventStream = false
        /// Writes to a stream so far, so that silence can be told.
        var writeCount = 0
        var isWritingCancelled = false
        /// The head has been accepted and the engine has not gone on yet.
        var isInFirstCall = false
        /// The handler's task has been made.
        var isStarted = false
        /// No callback comes before `resume`.
        var isSuspended = false
        /// The client has gone, or is cut off: nothing more is read or written.
        var isAbandoned = false
        /// An answer is being written without the engine, which waits meanwhile.
        var isAnsweringRound = false
        /// The engine has forgotten the request: its handle is no longer valid.
        var isOver = false
        var task: Task<Void, Never>?
        var isTaskDone = false
    }

    /// How far the answer is.
    enum Answer {
        case pending
        case ready(EngineResponse)
        /// The engine has it.
        case queued
        /// Written without the engine, which must not write any more.
        case round
    }

    let server: ServerCore
    let connection: Connection
    let handle: EngineConnection
    let startedAt: MonotonicTime
    /// The raw request target, and where it lay in the engine's buffer.
    let target: RawTarget
    let state = Mutex(State())

    init(
        server: ServerCore, connection: Connection, handle: EngineConnection, target: RawTarget,
        now: MonotonicTime
    ) {
        self.server = server
        self.connection = connection
        self.handle = handle
        self.target = target
        startedAt = now
    }

    /// A request target as it came: its text is nil where it is no ASCII.
    struct RawTarget: Sendable {
        let text: String
        let address: UInt
        let byteCount: Int
    }

    var isSuspended: Bool { state.withLock { $0.isSuspended } }

    /// The next call of the engine. False closes the connection.
    ///
    /// - Parameter data: bytes of the body; nil at the first call and after the body.
    /// - Returns: whether to go on, and whether the bytes were taken.
    func proceed(
        data: UnsafeRawBufferPointer?, head: EngineHead
    ) -> (goesOn: Bool, tookData: Bool) {
        if let data { return receive(data) }
        let isFirst = state.withLock { $0.request == nil }
        if isFirst { return (begin(head), false) }
        return (finishRequest(), false)
    }

    /// Suspends the connection until there is something to do. Under the lock, in a callback.
    func suspend(_ state: inout State) {
        guard !state.isSuspended else { return }
        state.isSuspended = true
        handle.suspend()
    }

    /// Under the lock, from anywhere.
    func resume(_ state: inout State) {
        guard state.isSuspended, !state.isOver else { return }
        state.isSuspended = false
        handle.resume()
    }

    /// The client has gone, was cut off or has been answered without the engine (then the error
    /// is the `HTTPProblem`): wakes whoever waits, cancels the handler.
    func abandon(_ error: any Error) {
        end { state in
            guard !state.isAbandoned else { return nil }
            state.isAbandoned = true
            if let problem = error as? HTTPProblem {
                state.status = problem.status.code
            } else if case .round = state.answer {
                // The client has left with its answer.
            } else {
                state.status = Exchange.clientGoneStatus
            }
            resume(&state)
            return error
        }
    }

    /// Stands in the log for a request whose client did not wait for the answer.
    static let clientGoneStatus = 499

    /// The engine is done with the request, one way or another.
    func over() {
        let now = MonotonicTime.now()
        end { state in
            state.isOver = true
            return CancellationError()
        }
        connection.endExchange(now: now, limit: server.configuration.deadlines.idle)
        server.record(self, now: now)
    }

    /// Changes the state by `change`; where that gives an error, everyone who waits gets it and
    /// the task is cancelled, after the lock is released.
    private func end(_ change: (inout State) -> (any Error)?) {
        struct Waiters {
            var error: any Error
            var reader: IncomingBody.Reader
            var writer: UnsafeContinuation<Void, any Error>?
            var response: EngineResponse?
            var task: Task<Void, Never>?
        }
        let waiters: Waiters? = state.withLock { state in
            guard !state.isOver, let error = change(&state) else { return nil }
            var waiters = Waiters(
                error: error, reader: state.incoming.fail(error),
                writer: state.outgoing.takeWriter(),
                task: state.isTaskDone ? nil : state.task)
            if case .ready(let response) = state.answer { waiters.response = response }
            state.answer = error is HTTPProblem ? .round : .queued
            return waiters
        }
        guard let waiters else { return }
        waiters.reader.resume(throwing: waiters.error)
        waiters.writer?.resume(throwing: waiters.error)
        waiters.response?.destroy()
        waiters.task?.cancel()
    }
}
