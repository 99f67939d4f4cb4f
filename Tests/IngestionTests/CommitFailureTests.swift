import DuckDBDriver
import SQLAccess
import Testing

@testable import Ingestion

@Suite("When the engine cannot store events")
struct CommitFailureTests {
    @Test(
        "Nothing is acknowledged or remembered, and the next request works",
        arguments: [FaultInjector.Fault.appendFails, .commitFails])
    func failure(fault: FaultInjector.Fault) async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            _ = try await landing.lines(eventLine("e1"))
            landing.faults.inject(fault)
            await #expect(throws: IngestionError.self) {
                try await landing.lines(eventLine("e2") + eventLine("e1") + "x\n")
            }
            return try await landing.lines(eventLine("e2") + eventLine("e1"))
        }
        #expect([report.accepted, report.duplicate] == [1, 1])
        #expect(
            try landing.rows("SELECT landing_sequence, event_id FROM landing.events ORDER BY 1")
                == ["1|e1", "2|e2"])
        #expect(try landing.rows("SELECT count(*) FROM landing.rejected_events") == ["0"])
        #expect(landing.batches.map(\.acceptedCount) == [1, 1])
    }

    @Test("Where the commit was done and its answer lost, the resent events are duplicates")
    func lostAnswer() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            landing.faults.inject(.commitAnswerIsLost)
            await #expect(throws: IngestionError.self) { try await landing.lines(eventLine("e1")) }
            return try await landing.lines(eventLine("e1") + eventLine("e2"))
        }
        #expect([report.accepted, report.duplicate] == [1, 1])
        #expect(
            try landing.rows("SELECT landing_sequence, event_id FROM landing.events ORDER BY 1")
                == ["1|e1", "2|e2"])
    }

    @Test("Every request of a failed commit is told so, in words that say what to do")
    func everyone() async throws {
        let landing = try Landing()
        landing.faults.inject(.commitFails)
        try await landing.serve {
            do {
                _ = try await landing.lines(eventLine("e1"))
                Issue.record("the commit failed")
            } catch let error as IngestionError {
                #expect(
                    error.description
                        == "the disk is full: the events were not stored; "
                        + "free some space and send them again")
            }
        }
    }

    @Test("A full queue refuses at once, and what waits in it is stored")
    func queueFull() async throws {
        var limits = CommitLimits()
        limits.queuedRowsMax = 3
        let landing = try Landing(limits: limits)
        let full = EventSubmission.test("a", ids: ["e1", "e2", "e3"])
        // The batcher does not run yet: the first submission stays in the queue.
        async let waiting = landing.batcher.submit(full)
        while await landing.batcher.queuedRows < 3 { await Task.yield() }
        do {
            _ = try await landing.batcher.submit(EventSubmission.test("b", ids: ["e4"]))
            Issue.record("the queue was full")
        } catch IngestionError.queueFull(let seconds) {
            #expect(seconds == 1)
        }
        async let running: Void = landing.batcher.run()
        let outcome = try await waiting
        #expect(outcome.acceptedCount == 3)
        await landing.batcher.shutDown()
        await running
        #expect(try landing.rows("SELECT count(*) FROM landing.events") == ["3"])
    }

    @Test("After the shutdown began nothing is taken, and what waited is stored")
    func shutDown() async throws {
        let landing = try Landing()
        async let waiting = landing.batcher.submit(.test("a", ids: ["e1"]))
        while await landing.batcher.queuedRows < 1 { await Task.yield() }
        await landing.batcher.shutDown()
        await landing.batcher.run()
        #expect(try await waiting.acceptedCount == 1)
        await #expect(throws: IngestionError.self) {
            try await landing.batcher.submit(.test("b", ids: ["e2"]))
        }
    }
}

extension EventSubmission {
    /// Clicks at 9 o'clock with these ids.
    static func test(_ batchID: String, ids: [String]) -> EventSubmission {
        var reader = RejectionTests.read(ids.map { eventLine($0) }.joined())
        return EventSubmission(batchID: batchID, columns: reader.takeAll().columns, rejected: [])
    }
}
