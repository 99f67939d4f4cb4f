/// What a connection is doing and until when: decided here, carried out by `Connection`.
struct ConnectionClock: Equatable, Sendable {
    enum Stage: Equatable, Sendable {
        /// Nothing of a request has been seen. `isFirst`: since the connection began.
        case waiting(isFirst: Bool)
        /// The request's first line is there.
        case head
        case body
        /// The handler works; nobody waits for the client.
        case handling
        case responding
        /// It was answered round the engine, which must not write any more; what the client still
        /// sends is read until it closes or `lingerDuration` is over.
        case ended
    }

    /// What to do with a connection whose time is up.
    enum Expiry: Equatable, Sendable {
        /// Close without a word: there was no request.
        case close
        /// Answer 408 and close.
        case refuse
        /// Close in the middle of the answer, which the client does not take.
        case cut
    }

    /// How long an answered client may go on sending. Closing at once would reset it, and the
    /// reset could overtake the answer.
    static let lingerDuration = Duration.seconds(2)

    private(set) var stage: Stage
    private(set) var deadline: MonotonicTime?
    private var pausedAt: MonotonicTime?

    init(now: MonotonicTime, deadlines: HTTPServerConfiguration.Deadlines) {
        stage = .waiting(isFirst: true)
        deadline = now + deadlines.header
    }

    /// Enters a stage with `limit` of time from now; nil: without a limit. False where the reaper
    /// was faster.
    mutating func enter(_ next: Stage, now: MonotonicTime, limit: Duration?) -> Bool {
        guard stage != .ended else { return false }
        stage = next
        deadline = limit.map { now + $0 }
        pausedAt = nil
        return true
    }

    /// The server itself makes the client wait: the clock stands.
    mutating func pause(now: MonotonicTime) {
        if pausedAt == nil { pausedAt = now }
    }

    mutating func proceed(now: MonotonicTime) {
        guard let pausedAt else { return }
        if let deadline { self.deadline = deadline + (now - pausedAt) }
        self.pausedAt = nil
    }

    /// What to do at this moment, and in which stage the time ran out.
    mutating func expire(now: MonotonicTime) -> (expiry: Expiry, stage: Stage)? {
        guard let deadline, pausedAt == nil, now >= deadline else { return nil }
        let last = stage
        stage = .ended
        self.deadline = nil
        switch last {
        case .waiting: return (.close, last)
        case .head, .body:
            self.deadline = now + ConnectionClock.lingerDuration
            return (.refuse, last)
        case .handling, .responding, .ended: return (.cut, last)
        }
    }

    /// Takes the right to write from the engine; false where it is too late.
    mutating func end(now: MonotonicTime) -> Bool {
        guard stage != .ended, stage != .responding else { return false }
        stage = .ended
        deadline = now + ConnectionClock.lingerDuration
        pausedAt = nil
        return true
    }
}
