/// When what waits is committed, and how much may wait. A pure state machine: time comes in as the
/// time since some start, and what is to be done goes out as a decision.
struct CommitQueue<Payload: Sendable>: Sendable {
    enum Decision {
        case commit([Payload])
        case checkpoint
        /// Nothing to do until something comes, or until this time.
        case wait(until: Duration?)
        /// Nothing waits and nothing more is taken.
        case finished
    }

    private struct Entry: Sendable {
        let payload: Payload
        let rows: Int
        let bytes: Int
        let arrival: Duration
    }

    private let limits: CommitLimits
    private var entries: [Entry] = []
    private(set) var queuedRows = 0
    private var queuedBytes = 0
    private var isDraining = false
    private var rowsSinceCheckpoint = 0
    /// The earliest time of a checkpoint for want of anything else to do.
    private var idleCheckpointNotBefore = Duration.zero
    private var checkpointNotBefore = Duration.zero

    init(limits: CommitLimits) {
        self.limits = limits
    }

    /// Lets a submission wait for its commit; false where the queue is full or draining.
    ///
    /// One that is larger than the whole queue may have is taken while nothing else waits.
    mutating func enqueue(_ payload: Payload, rows: Int, bytes: Int, at now: Duration) -> Bool {
        let hasRoom =
            entries.isEmpty
            || queuedRows + rows <= limits.queuedRowsMax
                && queuedBytes + bytes <= limits.queuedBytesMax
                && entries.count < limits.queuedSubmissionsMax
        guard hasRoom, !isDraining else { return false }
        entries.append(Entry(payload: payload, rows: rows, bytes: bytes, arrival: now))
        queuedRows += rows
        queuedBytes += bytes
        return true
    }

    /// - Parameter isMoreExpected: other requests are being read, and may soon join a commit.
    mutating func decide(at now: Duration, isMoreExpected: Bool) -> Decision {
        if rowsSinceCheckpoint >= limits.rowsBeforeCheckpoint, now >= checkpointNotBefore {
            return .checkpoint
        }
        if let oldest = entries.first {
            let isFull =
                queuedRows >= limits.rowsPerCommit || queuedBytes >= limits.bytesPerCommit
            let closing = oldest.arrival + limits.linger
            guard isFull || !isMoreExpected || isDraining || now >= closing else {
                return .wait(until: closing)
            }
            return .commit(takeGroup())
        }
        if isDraining { return .finished }
        guard rowsSinceCheckpoint > 0 else { return .wait(until: nil) }
        let due = max(idleCheckpointNotBefore, checkpointNotBefore)
        return now >= due ? .checkpoint : .wait(until: due)
    }

    mutating func noteCommit(rows: Int, at now: Duration) {
        rowsSinceCheckpoint += rows
        idleCheckpointNotBefore = max(
            idleCheckpointNotBefore, now + limits.idleBeforeCheckpoint)
    }

    mutating func noteCheckpoint(hasSucceeded: Bool, at now: Duration) {
        if hasSucceeded {
            rowsSinceCheckpoint = 0
            idleCheckpointNotBefore = now + limits.idleCheckpointInterval
        } else {
            checkpointNotBefore = now + limits.checkpointRetry
        }
    }

    /// Takes no more; what waits is still committed.
    mutating func drain() {
        isDraining = true
    }

    var isTakingMore: Bool { !isDraining }

    private mutating func takeGroup() -> [Payload] {
        var rows = 0
        var bytes = 0
        var count = 0
        for entry in entries {
            let isWithin =
                rows + entry.rows <= limits.rowsPerCommit
                && bytes + entry.bytes <= limits.bytesPerCommit
            guard count == 0 || isWithin else { break }
            rows += entry.rows
            bytes += entry.bytes
            count += 1
        }
        let group = entries.prefix(count).map(\.payload)
        entries.removeFirst(count)
        queuedRows -= rows
        queuedBytes -= bytes
        return group
    }
}
