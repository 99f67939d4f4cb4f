import DuckDBDriver
import ExactValues
import SQLAccess
import TestSupport
import Testing
import Warehouse

@testable import Ingestion

@Suite("Verdicts on events that come again")
struct EventVerdictTests {
    private func ids(_ landing: Landing) throws -> [String] {
        try landing.rows(
            "SELECT event_id, occurred_at FROM landing.events ORDER BY landing_sequence")
    }

    @Test("The same event twice in one request is stored once")
    func sameBatch() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            try await landing.lines(
                eventLine("e1") + eventLine("e2") + eventLine("e1") + eventLine("e1"))
        }
        #expect(report.accepted == 2)
        #expect(report.duplicate == 2)
        #expect(try ids(landing) == ["e1|2026-11-20T09:00:00Z", "e2|2026-11-20T09:00:00Z"])
    }

    @Test("An event resent in another spelling of the same time is a duplicate")
    func otherSpelling() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            _ = try await landing.lines(eventLine("e1", rest: #","cost":0.50"#))
            return try await landing.lines(
                eventLine("\\u00651", "2026-11-20T10:00:00.000+01:00", rest: #","cost":5e-1"#))
        }
        #expect(report.duplicate == 1)
        #expect(report.conflict == 0)
    }

    @Test("The same id with another time is a conflict: the first stays, the second is kept")
    func otherTime() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            _ = try await landing.lines(eventLine("e1"))
            return try await landing.lines(
                eventLine("e2")
                    + eventLine("e1", "2026-11-20T09:30:00Z", rest: #","cost":1.5,"x":[1]"#))
        }
        #expect(report.accepted == 1)
        #expect(report.conflict == 1)
        #expect(report.errors.map(\.line) == [2])
        #expect(
            report.errors.map(\.detail) == [
                "another event with this event_id is stored, with ts 2026-11-20T09:00:00Z; "
                    + "that one stays"
            ])
        #expect(try ids(landing) == ["e1|2026-11-20T09:00:00Z", "e2|2026-11-20T09:00:00Z"])
        #expect(
            try landing.rows(
                "SELECT line_number, reason_code, pointer, event_id, body "
                    + "FROM landing.rejected_events") == [
                    #"2|conflict|/event_id|e1|{"event_id":"e1","ts":"2026-11-20T09:30:00Z","#
                        + #""event_type":"click","campaign_id":"(none)","channel":"(unknown)","#
                        + #""cost":1.5,"properties":{"x":[1]}}"#
                ])
    }

    @Test(
        "The same id and time with other content is a conflict, within a request and later",
        arguments: [
            #","cost":0.6"#, #","value":1"#, #","user_id":"u2""#, #","channel":"x""#,
            #","campaign_id":"c""#, #","currency":"USD""#, #","order_id":"o""#, #","x":1"#,
        ])
    func otherContent(rest: String) async throws {
        let landing = try Landing()
        let (within, later, other) = try await landing.serve {
            (
                try await landing.lines(eventLine("e1") + eventLine("e1", rest: rest)),
                try await landing.lines(eventLine("e1", rest: rest)),
                try await landing.lines(eventLine("e1", type: "signup"))
            )
        }
        #expect([within.accepted, within.conflict] == [1, 1])
        #expect([later.accepted, later.conflict] == [0, 1])
        #expect([other.accepted, other.conflict] == [0, 1])
        #expect(other.errors.first?.detail.contains("other content") == true)
    }

    @Test("Of one id in two concurrent requests, exactly one event is stored")
    func concurrent() async throws {
        let landing = try Landing()
        let reports = try await landing.serve {
            try await withThrowingTaskGroup(of: IngestionReport.self) { group in
                for request in 0..<8 {
                    group.addTask {
                        try await landing.lines(
                            (0..<100).map { eventLine("e\($0)") }.joined()
                                + eventLine("own-\(request)"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(reports.map(\.accepted).reduce(0, +) == 108)
        #expect(reports.map(\.duplicate).reduce(0, +) == 700)
        #expect(reports.allSatisfy { $0.received == 101 && $0.accepted + $0.duplicate == 101 })
        #expect(
            try landing.rows(
                "SELECT count(*), count(DISTINCT event_id), max(landing_sequence) "
                    + "FROM landing.events") == ["108|108|108"])
    }

    @Test("Duplicates and conflicts are known after a restart")
    func restart() async throws {
        let folder = try TemporaryFolder()
        func open() throws -> Landing {
            try Landing(database: DuckDBDatabase(path: folder.file("bellwether.duckdb")))
        }
        let first = try open()
        _ = try await first.serve { try await first.lines(eventLine("e1") + eventLine("e2")) }
        await first.committer.close()
        let second = try open()
        let report = try await second.serve {
            try await second.lines(
                eventLine("e1") + eventLine("e2", "2026-11-20T08:00:00Z") + eventLine("e3")
                    + eventLine("e1", rest: #","cost":1"#))
        }
        #expect([report.accepted, report.duplicate, report.conflict] == [1, 1, 2])
        #expect(
            try second.rows(
                "SELECT landing_sequence, event_id FROM landing.events ORDER BY 1"
            ) == ["1|e1", "2|e2", "3|e3"])
    }

    @Test("An event resent long after it left the memory is a duplicate still")
    func lateDuplicate() async throws {
        let landing = try Landing(recentCountMax: 2)
        let report = try await landing.serve {
            _ = try await landing.lines(
                eventLine("old", "2026-11-19T09:00:00Z") + eventLine("e1")
                    + eventLine("e2") + eventLine("e3"))
            landing.clock.advance(hours: 30)
            return try await landing.lines(
                eventLine("old", "2026-11-19T09:00:00Z") + eventLine("e1")
                    + eventLine("new", "2026-11-19T09:00:00Z")
                    + eventLine("newest", "2026-11-21T15:00:00Z"))
        }
        #expect([report.accepted, report.duplicate, report.conflict] == [2, 2, 0])
    }

    @Test("Another time is noticed within 24 hours of the first arrival, and not after")
    func memoryOfADay() async throws {
        let landing = try Landing()
        let (within, after) = try await landing.serve {
            _ = try await landing.lines(eventLine("e1"))
            landing.clock.advance(hours: 23)
            let within = try await landing.lines(eventLine("e1", "2026-11-20T08:00:00Z"))
            landing.clock.advance(hours: 2)
            return (within, try await landing.lines(eventLine("e1", "2026-11-20T08:00:00Z")))
        }
        #expect([within.accepted, within.conflict] == [0, 1])
        #expect([after.accepted, after.conflict] == [1, 0])
    }

    @Test("A restart reads only the ids of the last 24 hours, and is as right about the others")
    func restartAfterADay() async throws {
        let database = try DuckDBDatabase(path: nil)
        let first = try Landing(database: database)
        _ = try await first.serve { try await first.lines(eventLine("e1")) }
        let second = try Landing(database: database, now: "2026-11-21T11:00:00Z")
        let report = try await second.serve {
            try await second.lines(
                eventLine("e1") + eventLine("e2") + eventLine("e3", "2026-11-21T11:00:00Z"))
        }
        #expect([report.accepted, report.duplicate] == [2, 1])
        #expect(try second.rows("SELECT max(landing_sequence) FROM landing.events") == ["3"])
    }

    @Test("An id whose hash is that of a stored event with the same time is new all the same")
    func sameHash() async throws {
        let database = try DuckDBDatabase(path: nil)
        let first = try Landing(database: database)
        _ = try await first.serve { try await first.lines(eventLine("e1")) }
        let hash = Array("e2".utf8).withUnsafeBufferPointer { ByteHash.ofEventIDs($0) }
        try database.connect().execute(
            "UPDATE landing.events SET event_hash = \(Int64(bitPattern: hash))")
        let second = try Landing(database: database)
        let report = try await second.serve { try await second.lines(eventLine("e2")) }
        #expect([report.accepted, report.duplicate, report.conflict] == [1, 0, 0])
    }

    @Test("Events resent out of a dry run or a refused request are new")
    func notWithdrawn() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            _ = try await landing.lines(eventLine("e1"), dryRun: true)
            _ = try await landing.lines(eventLine("e1") + "x\n", strict: true)
            return try await landing.lines(eventLine("e1"))
        }
        #expect(report.accepted == 1)
    }
}
