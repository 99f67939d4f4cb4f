import DuckDBDriver
import ExactValues
import SQLAccess
import TestSupport

@testable import Warehouse

/// The models that the product ships, run over order lines that are already landed.
struct ShippedPipeline {
    let session: any SQLSession
    private let runner: ModelRunner

    init(on session: any SQLSession, timeZone: String = "Europe/Berlin") throws {
        self.session = session
        let clock = TickingClock()
        runner = try ModelRunner(
            library: try ModelLibrary(),
            settings: .init(timeZone: timeZone, baseCurrencyCode: "GBP"), now: clock.now)
        try runner.prepare(session)
    }

    @discardableResult
    func run(
        _ selection: ModelSelection = .all, asOf: String? = nil, into: String? = nil,
        mode: RunRequest.Mode = .update
    ) throws -> RunReport {
        try runner.run(
            RunRequest(
                runID: "run", trigger: "test", selection: selection, mode: mode,
                runDate: CalendarDate(iso: "2026-11-20") ?? CalendarDate(daysSinceEpoch: 0),
                asOf: asOf.flatMap { CalendarDate(iso: $0) }, into: into),
            on: session)
    }

    /// The rows of a query as text, in its order: `2021-01-01|279395.61|1702`.
    func rows(_ query: String) throws -> [String] {
        try session.query(SQLStatement(trusted: query)).rows.map { row in
            row.values.map(PipelineFixture.text).joined(separator: "|")
        }
    }

    /// Copies what landed to another database.
    func copyLanding(to other: ShippedPipeline) throws {
        for table in [LandingTables.orderLines, LandingTables.events] {
            try session.query("SELECT * FROM \(table: table)") { rows in
                try other.session.append(rows, to: table)
            }
        }
    }

    /// Tables in which the engines must agree in every row and digit, doubles included.
    static let comparedTables = [
        "warehouse.dim_customers", "warehouse.dim_orders", "warehouse.dim_dates",
        "business.monthly_metrics", "business.cohort_retention",
    ]

    func sortedRows(of table: String) throws -> [String] {
        try rows("SELECT * FROM \(table)").sorted()
    }
}

extension ShippedPipeline {
    /// Lands a file of `../shared/data` as an import would, and runs the models on it.
    static func duckDB(landing insertion: (_ path: String) -> String, of file: String) throws
        -> ShippedPipeline
    {
        let session = try DuckDBDatabase(path: nil, options: .init(threads: 2)).connect()
        let pipeline = try ShippedPipeline(on: session)
        try session.executeScript(insertion(SharedData.path(file)))
        try pipeline.run()
        return pipeline
    }

    /// The same landed rows and models on PostgreSQL. The database lasts as long as its session.
    func onPostgreSQL() throws -> (pipeline: ShippedPipeline, database: PostgresDatabase) {
        let database = try PostgresServer.shared().makeDatabase()
        let other = try ShippedPipeline(on: try database.connect())
        try copyLanding(to: other)
        try other.run()
        return (other, database)
    }
}
