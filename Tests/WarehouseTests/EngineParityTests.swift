import DuckDBDriver
import ExactValues
import SQLAccess
import TestSupport
import Testing

@testable import Warehouse

/// The shipped models through the runner, on both engines.
@Suite struct EngineParityTests {
    @Test("DuckDB and PostgreSQL publish the same rows, whole, late, and built again")
    func shippedModels() throws {
        let files = try ModelFolder.files(in: ModelFolder.shipped())
        let duckDB = try PipelineFixture(
            session: DuckDBDatabase(path: nil, options: .init(threads: 1)).connect(),
            timeZone: "Europe/Berlin", files: files)
        let database = try PostgresServer.shared().makeDatabase()
        let postgreSQL = try PipelineFixture(
            session: database.connect(), timeZone: "Europe/Berlin", files: files)
        let both = [duckDB, postgreSQL]
        for fixture in both {
            fixture.settings.baseCurrencyCode = "EUR"
            try Self.landHistory(fixture)
            try fixture.run()
        }
        try Self.expectEqual(duckDB, postgreSQL)
        for fixture in both {
            try fixture.land(
                "2026-11-02 22:59:59 c1 click 0.4", "2026-11-02 23:00:00 c2 conversion",
                "2026-11-20 10:00:00 c3 impression", "2026-11-20 10:00:00 c3 impression 0 e5")
            let report = try fixture.run(.events)
            #expect(
                report.models.first { $0.model == "warehouse.fact_events_hourly" }?.intervals == 3)
        }
        try Self.expectEqual(duckDB, postgreSQL)
        for fixture in both {
            try fixture.landOrder("o900", "2026-11-19", "33.333333")
            try fixture.run(runDate: "2026-11-21")
        }
        try Self.expectEqual(duckDB, postgreSQL)
        let incremental = try Self.tables(duckDB)
        for fixture in both { try fixture.run(mode: .rebuild, runDate: "2026-11-21") }
        try Self.expectEqual(duckDB, postgreSQL)
        #expect(try Self.tables(duckDB) == incremental)
    }

    private static func landHistory(_ fixture: PipelineFixture) throws {
        let types = ["impression", "impression", "click", "email_sent", "signup", "activation"]
        for number in 0..<120 {
            let day = 1 + number % 19
            let hour = (number * 7) % 24
            let time = "2026-11-\(day < 10 ? "0" : "")\(day) \(hour < 10 ? "0" : "")\(hour):30:00"
            try fixture.land(
                "\(time) c\(number % 4) \(types[number % 6]) 0.\(number + 1)")
        }
        for number in 0..<60 {
            let month = 1 + number % 11
            try fixture.landOrder(
                "o\(number)", "2026-\(month < 10 ? "0" : "")\(month)-15", "\(10 + number).25",
                by: "u\(number % 37)")
        }
    }

    /// The rows of every model, by name.
    private static func tables(_ fixture: PipelineFixture) throws -> [String: [String]] {
        var tables: [String: [String]] = [:]
        for model in try fixture.runner().graph.models {
            tables[model.name.description] = try fixture.rows(
                "SELECT \(model.columnNames.joined(separator: ", ")) FROM \(model.name)")
        }
        return tables
    }

    private static func expectEqual(
        _ duckDB: PipelineFixture, _ postgreSQL: PipelineFixture
    ) throws {
        let one = try tables(duckDB)
        let other = try tables(postgreSQL)
        #expect(one.count >= 15)
        for (name, rows) in one {
            #expect(other[name] == rows, "\(name)")
        }
    }
}
