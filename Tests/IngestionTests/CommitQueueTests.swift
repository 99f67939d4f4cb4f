import Testing

@testable import Ingestion

@Suite("Gathering commits")
struct CommitQueueTests {
    private func limits() -> CommitLimits {
        var limits = CommitLimits()
        limits.rowsPerCommit = 100
        limits.bytesPerCommit = 1000
        limits.linger = .milliseconds(3)
        limits.queuedRowsMax = 250
        limits.queuedBytesMax = 2000
        limits.queuedSubmissionsMax = 4
        limits.rowsBeforeCheckpoint = 500
        return limits
    }

    /// The decision as text.
    private func decide(
        _ queue: inout CommitQueue<String>, at milliseconds: Int, more: Bool = false
    ) -> String {
        switch queue.decide(at: .milliseconds(milliseconds), isMoreExpected: more) {
        case .commit(let group): "commit " + group.joined(separator: ",")
        case .checkpoint: "checkpoint"
        case .wait(nil): "wait"
        case .wait(let until?): "wait until \(until / .milliseconds(1))"
        case .finished: "finished"
        }
    }

    private func enqueue(
        _ queue: inout CommitQueue<String>, _ name: String, rows: Int = 10, bytes: Int = 10,
        at milliseconds: Int = 0
    ) -> Bool {
        queue.enqueue(name, rows: rows, bytes: bytes, at: .milliseconds(milliseconds))
    }

    @Test("A submission alone is committed at once")
    func alone() {
        var queue = CommitQueue<String>(limits: limits())
        #expect(decide(&queue, at: 0) == "wait")
        #expect(enqueue(&queue, "a"))
        #expect(decide(&queue, at: 0) == "commit a")
        #expect(decide(&queue, at: 0) == "wait")
    }

    @Test("While others are read it waits up to 3 ms for them, and is committed with them")
    func linger() {
        var queue = CommitQueue<String>(limits: limits())
        #expect(enqueue(&queue, "a", at: 10))
        #expect(decide(&queue, at: 10, more: true) == "wait until 13.0")
        #expect(enqueue(&queue, "b", at: 12))
        #expect(decide(&queue, at: 12, more: true) == "wait until 13.0")
        #expect(decide(&queue, at: 13, more: true) == "commit a,b")
    }

    @Test("A full commit does not wait, and takes no more than its bounds")
    func full() {
        var queue = CommitQueue<String>(limits: limits())
        #expect(enqueue(&queue, "a", rows: 60))
        #expect(enqueue(&queue, "b", rows: 40))
        #expect(enqueue(&queue, "c", rows: 1))
        #expect(decide(&queue, at: 0, more: true) == "commit a,b")
        #expect(decide(&queue, at: 0, more: false) == "commit c")
        #expect(enqueue(&queue, "d", bytes: 600))
        #expect(enqueue(&queue, "e", bytes: 600))
        #expect(decide(&queue, at: 0, more: true) == "commit d")
    }

    @Test("A submission larger than a commit goes alone, even larger than the queue")
    func oversized() {
        var queue = CommitQueue<String>(limits: limits())
        #expect(enqueue(&queue, "a", rows: 1000))
        #expect(!enqueue(&queue, "b", rows: 1))
        #expect(decide(&queue, at: 0) == "commit a")
    }

    @Test("The queue refuses what is over its rows, bytes or number")
    func bounds() {
        var rows = CommitQueue<String>(limits: limits())
        #expect(enqueue(&rows, "a", rows: 200))
        #expect(enqueue(&rows, "b", rows: 50))
        #expect(!enqueue(&rows, "c", rows: 1))
        var bytes = CommitQueue<String>(limits: limits())
        #expect(enqueue(&bytes, "a", bytes: 2000))
        #expect(!enqueue(&bytes, "b", bytes: 1))
        var number = CommitQueue<String>(limits: limits())
        for name in ["a", "b", "c", "d"] { #expect(enqueue(&number, name, rows: 1, bytes: 1)) }
        #expect(!enqueue(&number, "e", rows: 1, bytes: 1))
        #expect(decide(&number, at: 0) == "commit a,b,c,d")
        #expect(enqueue(&number, "e"))
    }

    @Test("Draining commits what waits, takes nothing, and ends")
    func draining() {
        var queue = CommitQueue<String>(limits: limits())
        #expect(enqueue(&queue, "a"))
        queue.drain()
        #expect(!enqueue(&queue, "b"))
        #expect(decide(&queue, at: 0, more: true) == "commit a")
        #expect(decide(&queue, at: 0) == "finished")
    }

    @Test("Committed rows are checkpointed after 2 s of idleness, at most every 30 s")
    func idleCheckpoint() {
        var queue = CommitQueue<String>(limits: limits())
        queue.noteCommit(rows: 1, at: .milliseconds(1000))
        #expect(decide(&queue, at: 1000) == "wait until 3000.0")
        #expect(enqueue(&queue, "a", at: 3000))
        #expect(decide(&queue, at: 3000) == "commit a")
        queue.noteCommit(rows: 1, at: .milliseconds(3001))
        #expect(decide(&queue, at: 5000) == "wait until 5001.0")
        #expect(decide(&queue, at: 5001) == "checkpoint")
        queue.noteCheckpoint(hasSucceeded: true, at: .milliseconds(5100))
        #expect(decide(&queue, at: 5100) == "wait")
        queue.noteCommit(rows: 1, at: .milliseconds(6000))
        #expect(decide(&queue, at: 9000) == "wait until 35100.0")
        #expect(decide(&queue, at: 35_100) == "checkpoint")
    }

    @Test("Many committed rows are checkpointed before more is committed; a refusal is retried")
    func dueCheckpoint() {
        var queue = CommitQueue<String>(limits: limits())
        queue.noteCommit(rows: 499, at: .zero)
        #expect(enqueue(&queue, "a"))
        #expect(decide(&queue, at: 0) == "commit a")
        queue.noteCommit(rows: 1, at: .zero)
        #expect(enqueue(&queue, "b"))
        #expect(decide(&queue, at: 0) == "checkpoint")
        queue.noteCheckpoint(hasSucceeded: false, at: .milliseconds(1))
        #expect(decide(&queue, at: 1) == "commit b")
        #expect(decide(&queue, at: 2) == "wait until 5001.0")
        #expect(decide(&queue, at: 5001) == "checkpoint")
        queue.noteCheckpoint(hasSucceeded: true, at: .milliseconds(5100))
        #expect(decide(&queue, at: 5100) == "wait")
    }
}
