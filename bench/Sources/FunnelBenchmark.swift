import HTTPClient
import JSONCoding

/// The live funnel with many events inside its window.
struct FunnelBenchmark {
    private let setting: BenchSetting
    private let eventCount: Int

    init(_ setting: BenchSetting) {
        self.setting = setting
        eventCount = setting.scaled(5_000_000)
    }

    func run() async throws -> [Measurement] {
        let data = setting.folder.file("funnel")
        let (latencies, _) = try await ServedFolder.serve(setting, data: data) { server in
            try await measure(server)
        }
        let count = ResultTable.number(Double(eventCount))
        var funnel = Measurement(
            what: "live funnel over \(count) events, p99", value: latencies.percentile(99),
            unit: "ms", limit: .atMost(50))
        let filled = setting.scaled(500_000)
        funnel.yardstick = try await measureYardstick(events: filled)
        funnel.yardstickNote =
            "the same over \(ResultTable.number(Double(filled))) events in PostgreSQL 15"
        return [
            funnel,
            Measurement(
                what: "  the same, p50", value: latencies.percentile(50), unit: "ms"),
        ]
    }

    private func measure(_ server: ServedFolder) async throws -> Latencies {
        // In parts, so that bodies of all events need not be in memory at once.
        let parts = 5
        for _ in 0..<parts {
            let bodies = try SimulatedBodies.make(count: eventCount / parts, batch: 5_000)
            _ = try await EventLoad.bellwether(server.address).send(bodies)
        }
        let request = ClientRequest.get("/funnels/realtime?minutes=60")
        try await expectAllEvents(request, at: server.address)
        return try await RepeatedRequest.latencies(
            request, at: server.address, count: 500, atMost: .seconds(20))
    }

    /// A funnel that is fast because it counts nothing must not be measured.
    private func expectAllEvents(_ request: ClientRequest, at address: String) async throws {
        let response = try await HTTPConnection(address: address).send(request)
        let rows = try JSONValue(reading: response.body)["rows"]?.array ?? []
        let steps = ["impressions", "clicks", "signups", "activations"]
        let counted = rows.reduce(0) { sum, row in
            sum + steps.reduce(0) { $0 + (row[$1]?.int ?? 0) }
        }
        guard counted == eventCount else {
            throw SystemProblem(
                sentence: "the funnel counts \(counted) of \(eventCount) events")
        }
    }

    private func measureYardstick(events: Int) async throws -> Double? {
        guard let yardstick = try IngestYardstick(setting) else { return nil }
        defer { yardstick.stop() }
        let connection = try HTTPConnection(address: yardstick.address)
        let filled = try await connection.send(.post("/fill?events=\(events)", []))
        guard filled.isSuccess else {
            throw SystemProblem(sentence: "the yardstick could not be filled: \(filled.status)")
        }
        return try await RepeatedRequest.latencies(
            .get("/funnels/realtime?minutes=60"), at: yardstick.address, count: 50,
            atMost: .seconds(15)
        ).percentile(99)
    }
}
