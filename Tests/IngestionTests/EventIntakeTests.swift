import DuckDBDriver
import ExactValues
import JSONCoding
import MarketingDomain
import Testing
import Warehouse

@testable import Ingestion

@Suite("Event intake")
struct EventIntakeTests {
    @Test("Good lines are stored as they came, bad ones are kept with their reasons")
    func storedAndKept() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            try await landing.lines(
                eventLine(
                    "e1", "2026-11-20T09:59:30.5Z",
                    rest:
                        #","user_id":"u1","campaign_id":"c1","channel":"google","cost":0.42,"a":1"#)
                    + "\n" + "hello\n" + eventLine("e2", type: "signup"))
        }
        #expect(report.received == 3)
        #expect(report.accepted == 2)
        #expect(report.rejected == 1)
        #expect(report.duplicate == 0)
        #expect(report.conflict == 0)
        #expect(report.isDurable)
        #expect(report.batchID.count == 12)
        #expect(report.errors.map(\.line) == [3])
        #expect(report.errors.first?.code == "malformed_json")
        let batch = report.batchID
        #expect(
            try landing.rows(
                "SELECT * EXCLUDE (event_hash) FROM landing.events ORDER BY landing_sequence"
            ) == [
                "1|e1|2026-11-20T09:59:30.500Z|click|u1|c1|google|0.42|NULL|NULL|NULL|{\"a\":1}"
                    + "|2026-11-20T10:00:00Z|\(batch)",
                "2|e2|2026-11-20T09:00:00Z|signup|NULL|(none)|(unknown)|NULL|NULL|NULL|NULL|NULL"
                    + "|2026-11-20T10:00:00Z|\(batch)",
            ])
        #expect(
            try landing.rows("SELECT * FROM landing.rejected_events") == [
                "2026-11-20T10:00:00Z|\(batch)|3|malformed_json||this is not valid JSON: found h "
                    + "where a value is expected (byte 0)|NULL|hello"
            ])
    }

    @Test("The report is the answer of the API")
    func json() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            try await landing.lines(eventLine("e1", rest: #","cost":-1"#))
        }
        #expect(
            report.jsonText
                == #"{"received":1,"accepted":0,"duplicate":0,"conflict":0,"rejected":1,"#
                + #""durable":true,"batch_id":"\#(report.batchID)","errors":[{"line":1,"#
                + #""code":"cost_negative","pointer":"/cost","detail":"cost must be 0 or more"}]}"#
        )
    }

    @Test("A list and a single object are read like lines")
    func lists() async throws {
        let landing = try Landing()
        let (list, single, empty) = try await landing.serve {
            let body = "[\(eventLine("e1")),{},\(eventLine("e2"))]"
            let json = IntakeOptions(format: .json)
            return (
                try await landing.intake.accept(Array(body.utf8), options: json),
                try await landing.intake.accept(Array(eventLine("e3").utf8), options: json),
                try await landing.intake.accept([], options: json)
            )
        }
        #expect(list.accepted == 2)
        #expect(list.errors.map(\.line) == [2])
        #expect(single.accepted == 1)
        #expect(empty.received == 0)
        #expect(empty.errors.map(\.code) == ["empty_body"])
        #expect(!empty.isDurable)
    }

    @Test("A strict request with a bad line stores nothing, and keeps nothing")
    func strict() async throws {
        let landing = try Landing()
        let (bad, good) = try await landing.serve {
            (
                try await landing.lines(eventLine("e1") + "x\n" + eventLine("e2"), strict: true),
                try await landing.lines(eventLine("e1") + eventLine("e2"), strict: true)
            )
        }
        #expect(bad.received == 3)
        #expect(bad.accepted == 0)
        #expect(bad.rejected == 3)
        #expect(!bad.isDurable)
        #expect(bad.errors.map(\.line) == [2])
        #expect(good.accepted == 2)
        #expect(try landing.rows("SELECT count(*) FROM landing.rejected_events") == ["0"])
    }

    @Test("A strict request with a conflict stores nothing; at the classic door the rest is stored")
    func strictConflict() async throws {
        let landing = try Landing()
        let classicLine =
            #"{"event_id":"e1","ts":"2026-11-20T08:00:00","event_type":"click","#
            + #""user_id":"u","campaign_id":"c","channel":"x"}"#
        let (strict, classic) = try await landing.serve {
            _ = try await landing.lines(eventLine("e1"))
            return (
                try await landing.lines(
                    eventLine("e2") + eventLine("e1", "2026-11-20T08:00:00Z"), strict: true),
                try await landing.intake.accept(
                    Array("[\(classicLine),\(classicLine.replacing("e1", with: "e3"))]".utf8),
                    options: IntakeOptions(format: .json, door: .classic, isStrict: true))
            )
        }
        #expect(strict.accepted == 0)
        #expect(strict.conflict == 1)
        #expect(strict.rejected == 1)
        #expect(strict.received == 2)
        #expect(!strict.isDurable)
        #expect(classic.accepted == 1)
        #expect(classic.conflict == 1)
        #expect(
            try landing.rows("SELECT event_id FROM landing.events ORDER BY landing_sequence")
                == ["e1", "e3"])
    }

    @Test("A dry run tells the same and writes nothing")
    func dryRun() async throws {
        let landing = try Landing()
        let body =
            eventLine("e1") + eventLine("e1") + eventLine("e2") + "x\n"
            + eventLine("e2", "2026-11-20T08:00:00Z")
        let (dry, real) = try await landing.serve {
            _ = try await landing.lines(eventLine("e1"))
            return (
                try await landing.lines(body, dryRun: true), try await landing.lines(body)
            )
        }
        #expect(!dry.isDurable)
        #expect(real.isDurable)
        for report in [dry, real] {
            #expect(report.accepted == 1)
            #expect(report.duplicate == 2)
            #expect(report.conflict == 1)
            #expect(report.rejected == 1)
            #expect(report.errors.map(\.code) == ["malformed_json", "conflict"])
        }
        #expect(try landing.rows("SELECT count(*) FROM landing.rejected_events") == ["2"])
        #expect(try landing.rows("SELECT count(*) FROM landing.events") == ["2"])
    }

    @Test("At most 1,000 errors are listed; all rejected lines are counted and kept")
    func manyErrors() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            try await landing.lines(String(repeating: "x\n", count: 1001))
        }
        #expect(report.rejected == 1001)
        #expect(report.errors.count == 1000)
        #expect(report.areErrorsTruncated)
        #expect(report.errors.last?.line == 1000)
        #expect(try landing.rows("SELECT count(*) FROM landing.rejected_events") == ["1001"])
    }

    @Test("Exactly 1,000 errors are not called truncated")
    func thousandErrors() async throws {
        let landing = try Landing()
        let report = try await landing.serve {
            try await landing.lines(String(repeating: "x\n", count: 1000))
        }
        #expect(report.errors.count == 1000)
        #expect(!report.areErrorsTruncated)
    }

    @Test("A long body is committed in parts and reported as one")
    func parts() async throws {
        var settings = IngestionSettings()
        settings.eventsPerSubmissionMax = 10
        let landing = try Landing(settings: settings)
        let chunks = (0..<10).map { chunk in
            Array((0..<7).map { eventLine("e\(chunk)-\($0)") }.joined().utf8)
        }
        let report = try await landing.serve {
            try await landing.intake.accept(
                Chunks(chunks: chunks), options: IntakeOptions(format: .lines))
        }
        #expect(report.received == 70)
        #expect(report.accepted == 70)
        #expect(landing.batches.map(\.acceptedCount) == [14, 14, 14, 14, 14])
        #expect(try landing.rows("SELECT count(DISTINCT batch_id) FROM landing.events") == ["1"])
        #expect(
            try landing.rows(
                "SELECT min(landing_sequence), max(landing_sequence), count(*) FROM landing.events")
                == ["1|70|70"])
    }

    @Test("Large events are committed in parts by their bytes, rejected lines included")
    func partsByBytes() async throws {
        var settings = IngestionSettings()
        settings.submissionBytesMax = 20_000
        let landing = try Landing(settings: settings)
        let long = String(repeating: "x", count: 9000)
        let chunks = (0..<4).flatMap { number in
            [
                Array(eventLine("e\(number)", rest: #","a":"\#(long)""#).utf8),
                Array("\(long)\n".utf8),
            ]
        }
        let report = try await landing.serve {
            try await landing.intake.accept(
                Chunks(chunks: chunks), options: IntakeOptions(format: .lines))
        }
        #expect([report.received, report.accepted, report.rejected] == [8, 4, 4])
        #expect(report.errors.map(\.line) == [2, 4, 6, 8])
        #expect(landing.batches.map(\.acceptedCount) == [2, 1, 1])
        #expect(landing.batches.map(\.rejectedCount) == [1, 2, 1])
    }

    @Test("A body over the bound is refused, and a strict one of too many events")
    func tooMuch() async throws {
        var settings = IngestionSettings()
        settings.bodyBytesMax = 1000
        settings.allOrNothingEventsMax = 2
        let landing = try Landing(settings: settings)
        try await landing.serve {
            await #expect(throws: IngestionError.self) {
                try await landing.lines(String(repeating: " ", count: 1001))
            }
            await #expect(throws: IngestionError.self) {
                try await landing.lines(
                    eventLine("1") + eventLine("2") + eventLine("3"), strict: true)
            }
        }
        #expect(try landing.rows("SELECT count(*) FROM landing.events") == ["0"])
    }
}

struct Chunks: AsyncSequence {
    let chunks: [[UInt8]]

    struct Iterator: AsyncIteratorProtocol {
        var chunks: ArraySlice<[UInt8]>

        mutating func next() async -> [UInt8]? { chunks.popFirst() }
    }

    func makeAsyncIterator() -> Iterator { Iterator(chunks: chunks[...]) }
}
