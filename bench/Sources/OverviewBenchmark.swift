import ExactValues
import Glibc
import HTTPClient
import JSONCoding
import Simulation

/// Loading the demonstration shop, building its tables, and the queries of the Overview page.
struct OverviewBenchmark {
    private let setting: BenchSetting

    init(_ setting: BenchSetting) {
        self.setting = setting
    }

    func run() async throws -> [Measurement] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let until = UTCTimestamp(microseconds: Int64(time.tv_sec) * 1_000_000)
        let shop = DemoShop(until: until, scale: 1 / Double(setting.divisor))
        let data = setting.folder.file("overview")
        let orders = setting.folder.file("overview-orders.csv")
        try BenchFile.write(shop.ordersCSV, to: orders)
        let clock = ContinuousClock()
        let ((count, loaded), _) = try await ServedFolder.serve(setting, data: data) { server in
            let start = clock.now
            let count = try await load(shop, to: server)
            return (count, clock.now - start)
        }
        let log = setting.folder.file("overview-commands.log")
        let commands = [
            ["import", "orders", orders, "--data", data], ["pipeline", "run", "--data", data],
        ]
        var built = 0.0
        for words in commands {
            let usage = ChildProcess.run([setting.program] + words, log: log)
            guard usage.isSuccess else {
                throw SystemProblem(sentence: "\(words.joined(separator: " ")) failed; see \(log)")
            }
            built += usage.cpuSeconds
        }
        let latencies = try await measureQuery(until: until, data: data)
        let events = ResultTable.number(Double(count))
        return [
            Measurement(
                what: "loading the shop's \(events) events, one connection",
                value: loaded.seconds, unit: "s", limit: .atMost(20)),
            Measurement(
                what: "  import of its orders and first pipeline run", value: built,
                unit: "CPU s"),
            Measurement(
                what: "overview query over 90 days, p99", value: latencies.percentile(99),
                unit: "ms", limit: .atMost(50)),
            Measurement(
                what: "  the same, p50", value: latencies.percentile(50), unit: "ms"),
        ]
    }

    private func load(_ shop: DemoShop, to server: ServedFolder) async throws -> Int {
        let connection = try HTTPConnection(address: server.address)
        var stream = shop.events()
        var count = 0
        while let chunk = stream.next(maximumEvents: 20_000) {
            let response = try await connection.send(
                .post("/v1/events", chunk.bytes, contentType: "application/x-ndjson"))
            guard response.isSuccess else {
                throw SystemProblem(sentence: "/v1/events answered \(response.status)")
            }
            count += try JSONValue(reading: response.body)["accepted"]?.int ?? 0
        }
        return count
    }

    /// What the page asks for its tiles and their chart, compared with the 90 days before.
    private func measureQuery(until: UTCTimestamp, data: String) async throws -> Latencies {
        let today = until.utcDate
        let request: JSONValue = [
            "metrics": ["revenue", "spend", "roas", "orders", "cvr", "cac"],
            "dimensions": [], "filters": [],
            "date_range": [
                "from": .string(today.adding(days: -90).description),
                "to": .string(today.adding(days: -1).description),
            ],
            "grain": "day", "compare": "previous_period", "source": "measured", "limit": 1000,
        ]
        let served = try await ServedFolder.serve(setting, data: data) { server in
            try await expectFigures(request, at: server.address)
            return try await RepeatedRequest.latencies(
                .post("/v1/query", request.jsonBytes), at: server.address, count: 500,
                atMost: .seconds(20))
        }
        return served.result
    }

    /// Every tile has a value, or the query that was measured was not the page's.
    private func expectFigures(_ request: JSONValue, at address: String) async throws {
        let response = try await HTTPConnection(address: address).send(
            .post("/v1/query", request.jsonBytes))
        let totals = try JSONValue(reading: response.body)["totals"]
        for metric in request["metrics"]?.array ?? [] {
            guard let name = metric.string, totals?[name]?.number != nil else {
                throw SystemProblem(sentence: "\(metric) has no total on the overview")
            }
        }
    }
}
