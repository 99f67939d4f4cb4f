import Glibc
import Synchronization

/// One connection of a client, from its acceptance to its end.
///
/// The engine's thread moves it from stage to stage; the reaper looks at it from another thread.
/// Whoever ends it first under the lock is the only one who writes to its socket afterwards.
final class Connection: Sendable {
    private struct State {
        var clock: ConnectionClock
        var exchange: Exchange?
        /// What still comes in after the end is read and thrown away for a while, so that the last
        /// answer is not lost to a reset.
        var lingers = false
        var isOverLimit = false
    }

    /// Open as long as the connection is in the registry.
    let descriptor: Int32
    let remoteAddress: String
    /// The engine's thread that serves the connection, from its begin to its end.
    private let thread: pthread_t
    private let state: Mutex<State>

    init(
        descriptor: Int32, thread: pthread_t, remoteAddress: String, now: MonotonicTime,
        deadlines: HTTPServerConfiguration.Deadlines
    ) {
        self.descriptor = descriptor
        self.thread = thread
        self.remoteAddress = remoteAddress
        state = Mutex(State(clock: ConnectionClock(now: now, deadlines: deadlines)))
    }

    /// A request's first line has come.
    func begin(_ exchange: Exchange, now: MonotonicTime, limit: Duration) -> Bool {
        state.withLock { state in
            state.exchange = exchange
            return state.clock.enter(.head, now: now, limit: limit)
        }
    }

    func enter(_ stage: ConnectionClock.Stage, now: MonotonicTime, limit: Duration?) -> Bool {
        state.withLock { $0.clock.enter(stage, now: now, limit: limit) }
    }

    func pause(now: MonotonicTime) { state.withLock { $0.clock.pause(now: now) } }

    func proceed(now: MonotonicTime) { state.withLock { $0.clock.proceed(now: now) } }

    /// The request is over, the next may come.
    func endExchange(now: MonotonicTime, limit: Duration) {
        state.withLock { state in
            state.exchange = nil
            _ = state.clock.enter(.waiting(isFirst: false), now: now, limit: limit)
        }
    }

    /// The connection is one too many: its first request is told so.
    func markOverLimit() { state.withLock { $0.isOverLimit = true } }

    var isOverLimit: Bool { state.withLock { $0.isOverLimit } }

    /// Whether this thread, the connection's own, has just read the end of the header.
    var isAtEndOfHead: Bool {
        guard pthread_equal(thread, pthread_self()) != 0 else { return false }
        return state.withLock { state in
            guard state.clock.stage == .head, let exchange = state.exchange else { return false }
            // Not known before the last line of the header has come.
            return exchange.handle.headBytes > 0
        }
    }

    func keepReading() { state.withLock { $0.lingers = true } }

    var lingers: Bool { state.withLock { $0.lingers } }

    var exchange: Exchange? { state.withLock { $0.exchange } }

    var isWaiting: Bool {
        state.withLock { state in
            if case .waiting = state.clock.stage { return true }
            return false
        }
    }

    /// Ends the connection with an answer that goes round the engine; false where an answer is
    /// being written already. Only by the registry.
    func end(writing bytes: [UInt8], now: MonotonicTime) -> Bool {
        guard state.withLock({ $0.clock.end(now: now) }) else { return false }
        writeLast(bytes)
        return true
    }

    /// Ends what is over time; gives the request to abandon. Only by the registry.
    func expire(
        now: MonotonicTime, refusal: (Exchange?, ConnectionClock.Stage) -> [UInt8]
    ) -> Abandonment? {
        let (expired, exchange) = state.withLock { state in
            (state.clock.expire(now: now), state.exchange)
        }
        guard let (expiry, stage) = expired else { return nil }
        switch expiry {
        case .close: shutdown(descriptor, Int32(SHUT_RDWR))
        case .refuse: writeLast(refusal(exchange, stage))
        case .cut: reset()
        }
        return exchange.map { exchange in
            Abandonment(
                exchange: exchange,
                error: expiry == .refuse ? HTTPProblem.bodyTimedOut : CancellationError())
        }
    }

    /// Lets a connection without a request end. Only by the registry.
    func endIfWaiting() {
        // What has arrived already is still read and answered.
        if isWaiting { shutdown(descriptor, Int32(SHUT_RD)) }
    }

    /// Cuts the connection; gives the request to abandon. Only by the registry.
    func cut() -> Abandonment? {
        reset()
        return exchange.map { Abandonment(exchange: $0, error: CancellationError()) }
    }

    /// Writes the last bytes of the connection. The send buffer is empty at such a moment and
    /// takes a short answer whole.
    private func writeLast(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { buffer in
            send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        // Not for reading: that would stop the window, and a client in the middle of sending
        // would wait for it without reading its answer.
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes the engine close the connection, and the closing a reset, which no client misses.
    private func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

/// A request to give up once no lock is held: cancelling runs code of others.
struct Abandonment: Sendable {
    let exchange: Exchange
    let error: any Error

    func perform() { exchange.abandon(error) }
}
