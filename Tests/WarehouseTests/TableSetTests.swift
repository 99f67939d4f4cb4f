import DuckDBDriver
import ExactValues
import SQLAccess
import TestSupport
import Testing

@testable import Warehouse

@Suite struct TableSetTests {
    /// The rows of all shipped models as a set of tables keeps them.
    private static func tables(
        _ fixture: PipelineFixture, prefix: String?
    ) throws -> [String: [String]] {
        var tables: [String: [String]] = [:]
        for model in try fixture.runner().graph.models {
            let place = TableNaming(prefix: prefix).place(of: model.name)
            tables[model.name.description] = try fixture.rows(
                "SELECT \(model.columnNames.joined(separator: ", ")) FROM \(place)")
        }
        return tables
    }

    private static func fixture() throws -> PipelineFixture {
        try PipelineFixture(
            session: DuckDBDatabase(path: nil, options: .init(threads: 1)).connect(),
            timeZone: "Europe/Berlin",
            files: ModelFolder.files(in: ModelFolder.shipped()))
    }

    @Test("A run as of a day equals a fresh database with the rows up to that day")
    func asOf() throws {
        let served = try Self.fixture()
        let fresh = try Self.fixture()
        let days = ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04"]
        for (index, day) in days.enumerated() {
            for fixture in index < 2 ? [served, fresh] : [served] {
                // 21:59 UTC is the last minute of the day in Berlin, 22:00 the next day's first.
                try fixture.land("\(day) 09:30:00 c\(index) click 0.5", "\(day) 21:59:00 c1 signup")
                try fixture.landOrder("o\(index)", day, "\(index + 10).5", by: "u1")
            }
        }
        try served.land("2026-10-02 22:00:00 c1 click 0.5")
        try fresh.run()
        try served.run()
        let published = try Self.tables(served, prefix: nil)
        var request = served.request()
        request.asOf = CalendarDate(iso: "2026-10-02")
        request.into = "october"
        _ = try served.runner().run(request, on: served.session)
        #expect(try Self.tables(served, prefix: "october") == Self.tables(fresh, prefix: nil))
        #expect(try Self.tables(served, prefix: nil) == published)
        #expect(try served.rows("SELECT as_of_date FROM meta.run_parameters") == ["null"])
        #expect(try RunHistory(session: served.session).lastPublished()?.runID == "run-1")
        #expect(
            try served.rows("SELECT run_id, as_of_date, table_set FROM meta.pipeline_runs")
                == ["run-1|null|null", "run-2|2026-10-02|october"])
        // Both sets keep up by themselves.
        try served.land("2026-10-02 10:30:00 c9 click")
        #expect(try served.run(.events).hasWorked)
        request.runID = "run-again"
        let again = try served.runner().run(request, on: served.session)
        #expect(again.models.contains { $0.model == "warehouse.fact_events_hourly" })
    }

    @Test("A run as of a day never touches the published tables")
    func asOfNeedsInto() throws {
        let fixture = try PipelineFixture.duckDB()
        var request = fixture.request()
        request.asOf = CalendarDate(iso: "2026-10-02")
        #expect(throws: PipelineError.self) {
            try fixture.runner().run(request, on: fixture.session)
        }
        request.into = "Bad name"
        #expect(throws: PipelineError.self) {
            try fixture.runner().run(request, on: fixture.session)
        }
        #expect(try fixture.rows("SELECT run_id FROM meta.pipeline_runs") == [])
    }

    /// Twice the clicks, or the error that it is told to throw.
    private struct DoubledClicks: ComputedModel {
        struct Failure: Error, CustomStringConvertible {
            let description: String
        }

        var version = "1"
        var factor: Int64? = 2
        var name: TableName { TableName(schema: "scoring", name: "doubled") }
        var columns: [TableDefinition.Column] {
            [.init("campaign_id", "STRING"), .init("clicks", "BIGINT")]
        }

        func compute(_ inputs: SQLTable) throws -> SQLTable {
            guard let factor else { throw Failure(description: "it does not converge") }
            let clicks = try inputs.rows.map { try $0.decode("clicks", as: Int64.self) * factor }
            return SQLTable(columns: [
                try inputs.column("campaign_id"),
                SQLColumn(name: "clicks", values: .integers(clicks)),
            ])
        }
    }

    private static let scoring = ModelText.make(
        "scoring.doubled", depends: "warehouse.campaigns", materialize: "computed",
        columns: ["campaign_id", "clicks"],
        sql: "SELECT c.campaign_id, c.clicks FROM warehouse.campaigns AS c")

    @Test("A computed model's rows are what the program makes of its SELECT")
    func computed() throws {
        let fixture = try PipelineFixture.duckDB()
        fixture.files.append(Self.scoring)
        try fixture.land("2026-11-20 09:10:00 c1 click", "2026-11-20 09:20:00 c1 click")
        func run(_ model: DoubledClicks?) throws -> RunReport {
            try ModelRunner(
                library: ModelLibrary(files: fixture.files),
                computedModels: model.map { [$0] } ?? [], now: TickingClock().now
            ).run(fixture.request(), on: fixture.session)
        }
        #expect(throws: PipelineError.self) { try run(nil) }
        do {
            _ = try run(DoubledClicks(factor: nil))
            Issue.record("a failed computation was published")
        } catch let error as PipelineError {
            #expect("\(error)" == "scoring.doubled: it does not converge")
        }
        _ = try run(DoubledClicks())
        #expect(try fixture.rows("SELECT campaign_id, clicks FROM scoring.doubled") == ["c1|4"])
        let again = try run(DoubledClicks(version: "2", factor: 3))
        #expect(again.models.map(\.model) == ["scoring.doubled"])
        #expect(try fixture.rows("SELECT campaign_id, clicks FROM scoring.doubled") == ["c1|6"])
        #expect(
            try fixture.rows(
                """
                SELECT comment FROM duckdb_columns()
                WHERE schema_name = 'scoring' AND column_name = 'clicks'
                """) == ["A column of a test."])
    }
}
