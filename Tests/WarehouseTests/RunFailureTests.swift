import DuckDBDriver
import ExactValues
import SQLAccess
import Synchronization
import TestSupport
import Testing

@testable import Warehouse

@Suite struct RunFailureTests {
    @Test("A planted fault blocks the publish, names the rows and leaves the published tables")
    func blockingCheck() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-20 09:10:00 c1 click 1", "2026-11-20 09:20:00 c1 click 1")
        try fixture.landOrder("o1", "2026-11-19", "5")
        try fixture.run()
        try fixture.land("2026-11-20 09:30:00 c2 click")
        try fixture.landOrder("o2", "2026-11-19", "-7.25")
        do {
            try fixture.run()
            Issue.record("the fault was published")
        } catch let PipelineError.checksFailed(results) {
            #expect(results.map(\.check) == ["accepted_range(sales_amount >= 0)"])
            #expect(
                results.map(\.detail) == [
                    "1 of 2 rows fail accepted_range: sales_amount >= 0, for example "
                        + "order_id=o2, sales_amount=-7.25"
                ])
        }
        #expect(
            try fixture.rows("SELECT clicks, sales_amount FROM business.totals") == ["2|5"])
        #expect(try fixture.rows("SELECT event_id FROM staging.events") == ["e1", "e2"])
        #expect(
            try fixture.rows("SELECT run_id, status, models, rows FROM meta.pipeline_runs")
                == ["run-1|succeeded|7|7", "run-2|failed|0|0"])
        #expect(
            try fixture.rows(
                "SELECT model, status FROM meta.model_runs WHERE run_id = 'run-2'")
                == ["staging.events|discarded", "staging.orders|failed"])
        #expect(
            try fixture.rows(
                """
                SELECT check_name, severity, status, observed, threshold
                FROM meta.data_quality_results WHERE run_id = 'run-2' AND status = 'failed'
                """) == ["accepted_range(sales_amount >= 0)|block|failed|1.0|0.0"])
        // The fault mended, everything that waited comes in.
        try fixture.session.execute("DELETE FROM landing.order_lines WHERE order_id = 'o2'")
        try fixture.run()
        #expect(try fixture.rows("SELECT clicks, sales_amount FROM business.totals") == ["3|5"])
    }

    @Test("Configuration makes a check a warning, or tolerates rows up to a bound")
    func overrides() throws {
        let check = "staging.orders accepted_range(sales_amount >= 0)"
        for (text, isPublished) in [
            ("warn", true), ("info", true), ("<= 1", true), ("<= 0.99", false), ("<= 50%", true),
            ("<= 49%", false), ("block", false),
        ] {
            let fixture = try PipelineFixture.duckDB()
            try fixture.landOrder("o1", "2026-11-19", "5")
            try fixture.landOrder("o2", "2026-11-19", "-5")
            fixture.settings.checkOverrides = [check: try #require(CheckOverride(text: text))]
            if isPublished {
                let report = try fixture.run()
                #expect(report.warnings.count == (text == "warn" ? 1 : 0))
            } else {
                #expect(throws: PipelineError.self, "\(text)") { try fixture.run() }
            }
        }
        let fixture = try PipelineFixture.duckDB()
        fixture.settings.checkOverrides = ["staging.orders no_such": CheckOverride()]
        #expect(throws: PipelineError.self) { try fixture.run() }
    }

    @Test("Rows that a run did not write can still repeat a key that it wrote")
    func duplicateKeyAcrossIntervals() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-19 09:10:00 c1 click", "2026-11-20 09:10:00 c1 click")
        try fixture.run()
        // An old row with the key that the next event will have.
        try fixture.session.execute(
            "UPDATE staging.events SET event_id = 'e3' WHERE event_id = 'e1'")
        try fixture.land("2026-11-20 09:11:00 c1 click")
        do {
            try fixture.run(.events)
            Issue.record("a repeated key was published")
        } catch let PipelineError.checksFailed(results) {
            #expect(
                results.map(\.detail) == [
                    "1 of 1 rows fail key: event_id, for example event_id=e3, repetitions=2"
                ])
        }
    }

    @Test("A reconciliation tells both sums")
    func reconciliation() throws {
        let fixture = try PipelineFixture.duckDB()
        fixture.files = fixture.files.map { path, text in
            let pieces = text.split(separator: "COUNT(*) AS BIGINT")
            return (
                path, path == "warehouse/hours.sql" ? pieces.joined(separator: "2 AS BIGINT") : text
            )
        }
        try fixture.land("2026-11-19 09:10:00 c1 click", "2026-11-20 09:10:00 c1 click")
        do {
            try fixture.run()
            Issue.record("sums that differ were published")
        } catch let PipelineError.checksFailed(results) {
            #expect(
                results.map(\.detail)
                    == ["4 against 2 in reconciles: sum(clicks) = count(staging.events)"])
            #expect(results.first?.observed == 2)
        }
    }

    @Test("A model that the engine refuses fails the run with the engine's words")
    func brokenModel() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.run()
        fixture.files = fixture.files.map { path, text in
            (path, path == "staging/orders.sql" ? text + " WHERE o.no_such_column = 1" : text)
        }
        do {
            try fixture.run()
            Issue.record("a broken model was published")
        } catch let error as PipelineError {
            #expect("\(error)".hasPrefix("staging.orders: duckDB: Binder Error"))
            #expect("\(error)".contains("no_such_column"))
        }
        #expect(
            try fixture.rows("SELECT status FROM meta.model_runs WHERE run_id = 'run-2'")
                == ["failed"])
        #expect(try fixture.rows("SELECT COUNT(*) FROM staging.orders") == ["0"])
    }

    @Test("A run that a crash cut off is marked when the next one starts")
    func crash() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("crash.duckdb")
        do {
            let session = try DuckDBDatabase(path: path, options: .init(threads: 1)).connect()
            let fixture = try PipelineFixture(session: session)
            try fixture.land("2026-11-20 09:10:00 c1 click")
            try fixture.run()
            try fixture.land("2026-11-20 09:11:00 c1 click")
            // What a process leaves that dies in the transaction: its run, and no table.
            try RunJournal(session: session).begin(
                fixture.request(), at: UTCTimestamp(microseconds: 0))
            try session.execute("BEGIN TRANSACTION")
            try session.execute("DROP TABLE warehouse.hours")
            session.close()
        }
        let session = try DuckDBDatabase(path: path, options: .init(threads: 1)).connect()
        let fixture = try PipelineFixture(session: session)
        #expect(try fixture.rows("SELECT clicks FROM warehouse.hours") == ["1"])
        var request = fixture.request(.events)
        request.runID = "run-after"
        let report = try fixture.runner().run(request, on: session)
        #expect(report.interruptedRuns == 1)
        #expect(try fixture.rows("SELECT clicks FROM warehouse.hours") == ["2"])
        #expect(
            try fixture.rows("SELECT run_id, status, error FROM meta.pipeline_runs") == [
                "run-1|succeeded|null",
                "run-2|interrupted|the process ended before the run did; "
                    + "nothing of it was published",
                "run-after|succeeded|null",
            ])
    }

    @Test("A cancelled run publishes nothing and says so")
    func cancellation() async throws {
        let database = try DuckDBDatabase(path: nil, options: .init(threads: 1))
        let worker = SQLWorker(name: "pipeline") { try database.connect() }
        let files = PipelineFixture.models
        let task = Task {
            try await worker.run { session in
                let fixture = try PipelineFixture(session: session, files: files)
                try fixture.land("2026-11-20 09:10:00 c1 click")
                let request = fixture.request()
                return try fixture.runner().run(request, on: session) { progress in
                    if case .building("warehouse.hours", _, _) = progress {
                        withUnsafeCurrentTask { $0?.cancel() }
                    }
                }
            }
        }
        await #expect(throws: PipelineError.self) { _ = try await task.value }
        let rows = try await worker.run { session in
            try session.query("SELECT status, error FROM meta.pipeline_runs").rows.map(\.values)
        }
        #expect(
            rows == [[.text("cancelled"), .text("the run was cancelled; nothing was published")]])
    }
}
