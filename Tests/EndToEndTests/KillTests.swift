import ExactValues
import Foundation
import HTTPClient
import JSONCoding
import Testing

@Suite("A server that is killed", .serialized)
struct KillTests {
    /// Numbered events of this minute; the number decides everything about an event.
    private static func line(_ number: Int, at instant: UTCTimestamp) -> String {
        let types = ["impression", "click", "signup", "activation"]
        return """
            {"event_id":"kill-\(number)","ts":"\(instant)","event_type":"\(types[number % 4])",\
            "user_id":"u\(number % 97)","campaign_id":"c\(number % 3)","channel":"google",\
            "cost":0.0\(number % 10)}
            """
    }

    private static func body(_ numbers: Range<Int>, at instant: UTCTimestamp) -> [UInt8] {
        Array(numbers.map { line($0, at: instant) }.joined(separator: "\n").utf8)
    }

    @Test("Killed twenty times, it has every acknowledged event once and none twice")
    func killedTwentyTimes() async throws {
        let server = try RunningServer(settings: ["BELLWETHER_PIPELINE_INTERVAL_SECONDS": "1"])
        defer { server.remove() }
        var random = SeededChoice(seed: 20_261_120)
        let instant = UTCTimestamp(microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
        var sentCount = 0
        var acknowledged = Set<Int>()
        for _ in 0..<20 {
            try await server.start()
            let deadline = ContinuousClock.now + .milliseconds(random.next(in: 20...350))
            let killing = Task.detached {
                try await Task.sleep(until: deadline)
                server.kill()
            }
            let connection = try HTTPConnection(address: server.address)
            while true {
                let numbers = sentCount..<(sentCount + random.next(in: 1...600))
                sentCount = numbers.upperBound
                // Most of what is told after the kill is told by a broken connection.
                guard
                    let response = try? await connection.send(
                        .post(
                            "/v1/events", Self.body(numbers, at: instant),
                            contentType: "application/x-ndjson"))
                else { break }
                if response.status == 200 { acknowledged.formUnion(numbers) }
            }
            try await killing.value
        }
        #expect(!acknowledged.isEmpty)

        try await server.start()
        let stored = try await Self.storedNumbers(server)
        #expect(acknowledged.isSubset(of: stored), "an acknowledged event is missing")

        let connection = try HTTPConnection(address: server.address)
        for start in stride(from: 0, to: sentCount, by: 1000) {
            let numbers = start..<min(start + 1000, sentCount)
            let response = try await connection.send(
                .post(
                    "/v1/events", Self.body(numbers, at: instant),
                    contentType: "application/x-ndjson"))
            #expect(response.status == 200, "\(response.text)")
        }
        let counts = try await server.query(
            "SELECT COUNT(*) AS rows, COUNT(DISTINCT event_id) AS ids FROM landing.events")
        #expect(counts == [["\(sentCount)", "\(sentCount)"]])
        #expect(server.stop() == 0)
    }

    private static func storedNumbers(_ server: RunningServer) async throws -> Set<Int> {
        var numbers = Set<Int>()
        var last = -1
        // The explorer gives at most 10,000 rows at a time.
        while true {
            let rows = try await server.query(
                """
                SELECT number FROM (
                    SELECT CAST(substr(event_id, 6) AS BIGINT) AS number FROM landing.events
                ) AS numbered WHERE number > \(last) ORDER BY number LIMIT 10000
                """)
            let found = rows.compactMap { Int($0[0]) }
            guard let highest = found.last else { return numbers }
            numbers.formUnion(found)
            last = highest
        }
    }

    @Test("A stop by SIGTERM loses nothing, and the next start has no log to replay")
    func termination() async throws {
        let server = try RunningServer()
        defer { server.remove() }
        try await server.start()
        let instant = UTCTimestamp(microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
        let connection = try HTTPConnection(address: server.address)
        let response = try await connection.send(
            .post(
                "/v1/events", Self.body(0..<500, at: instant), contentType: "application/x-ndjson"))
        #expect(response.status == 200)
        #expect(server.stop() == 0)
        #expect(!FileManager.default.fileExists(atPath: server.folder + "/bellwether.duckdb.wal"))
        #expect(!FileManager.default.fileExists(atPath: server.folder + "/server.json"))
        try await server.start()
        let counts = try await server.query("SELECT COUNT(*) AS rows FROM landing.events")
        #expect(counts == [["500"]])
    }
}

/// A small generator with a seed, so that a failing run can be repeated.
struct SeededChoice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next(in range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int((state >> 33) % UInt64(range.count))
    }
}
