import ExactValues
import Glibc
import HTTPClient
import Simulation

/// Durable ingest through HTTP, and how a server starts on what it left.
struct IngestBenchmark {
    private let setting: BenchSetting
    private let eventCount: Int
    private static let batch = 1000

    init(_ setting: BenchSetting) {
        self.setting = setting
        eventCount = setting.scaled(1_000_000)
    }

    func run() async throws -> [Measurement] {
        let data = setting.folder.file("ingest")
        let bodies = try SimulatedBodies.make(count: eventCount, batch: Self.batch)
        let (load, usage) = try await ServedFolder.serve(setting, data: data) { server in
            try await EventLoad.bellwether(server.address).send(bodies)
        }
        guard load.accepted == eventCount else {
            throw SystemProblem(
                sentence: "\(load.accepted) of \(eventCount) events were accepted")
        }
        let yardstick = try await measureYardstick(bodies)
        var ingest = Measurement(
            what: "ingest, NDJSON of 1,000, 4 connections",
            value: Double(eventCount) / load.seconds, unit: "events/s",
            limit: .atLeastOrTimes(100_000, yardsticks: 12))
        ingest.yardstick = yardstick
        ingest.yardstickNote = "FastAPI, psycopg2 executemany, PostgreSQL 15; the client included"
        let perEvent = usage.cpuSeconds / Double(eventCount) * 1e6
        return [
            ingest,
            Measurement(
                what: "  answer to a batch, p99", value: load.latencies.percentile(99), unit: "ms"),
            Measurement(what: "  CPU of the server an event", value: perEvent, unit: "µs"),
        ] + (try await measureStart(data))
    }

    private func measureYardstick(_ bodies: [[UInt8]]) async throws -> Double? {
        guard let yardstick = try IngestYardstick(setting) else { return nil }
        defer { yardstick.stop() }
        let arrays = bodies.prefix(400).map(SimulatedBodies.array)
        let load = EventLoad(
            address: yardstick.address, path: "/events/batch", contentType: "application/json",
            acceptedMember: "ingested", connections: 4)
        let result = try await load.send(arrays, atMost: .seconds(8))
        return Double(result.accepted) / result.seconds
    }

    /// Starts the server on the folder of the ingest, five times.
    private func measureStart(_ data: String) async throws -> [Measurement] {
        var times: [Duration] = []
        var resident = 0
        for _ in 0..<5 {
            let (started, _) = try await ServedFolder.serve(setting, data: data) { server in
                try await Task.sleep(for: .seconds(2))
                return (time: server.startTime, resident: server.process.residentBytes ?? 0)
            }
            times.append(started.time)
            resident = max(resident, started.resident)
        }
        let count = ResultTable.number(Double(eventCount))
        return [
            Measurement(
                what: "start of serve on \(count) events, median",
                value: Latencies(times).percentile(50), unit: "ms", limit: .atMost(300)),
            Measurement(
                what: "idle memory after it", value: Double(resident) / 1e6, unit: "MB",
                limit: .atMost(120)),
        ]
    }
}

/// Simulated journeys as request bodies.
enum SimulatedBodies {
    /// `count` events in batches, oldest first; they fill `seconds` that end a minute ago.
    static func make(count: Int, batch: Int, seconds: Int64 = 3_000) throws -> [[UInt8]] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = UTCTimestamp(microseconds: Int64(time.tv_sec) * 1_000_000)
        // A journey has 1.05 events on average: some are left over at the end.
        let plan = try JourneyPlan(
            from: now.adding(seconds: -seconds - 60), to: nil,
            journeysPerSecond: Double(count) / 1.05 / Double(seconds), seed: UInt64(time.tv_nsec))
        var simulation = JourneySimulation(plan)
        var bodies: [[UInt8]] = []
        var rest = count
        while rest > 0, let chunk = simulation.next(maximumEvents: min(batch, rest)) {
            bodies.append(chunk.bytes)
            rest -= chunk.events
        }
        return bodies
    }

    /// Lines as a JSON array.
    static func array(_ lines: [UInt8]) -> [UInt8] {
        var array = lines
        for index in array.indices where array[index] == 0x0A { array[index] = 0x2C }
        if !array.isEmpty { array[array.count - 1] = 0x5D }
        return [0x5B] + array
    }
}
