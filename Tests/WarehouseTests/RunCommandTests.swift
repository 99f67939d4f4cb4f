import DuckDBDriver
import ExactValues
import SQLAccess
import TestSupport
import Testing

@testable import Warehouse

@Suite struct RunCommandTests {
    @Test("A plan says what would be built and why, and does nothing")
    func plan() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-19 09:10:00 c1 click", "2026-11-20 09:10:00 c1 click")
        let first = try fixture.runner().plan(fixture.request(), on: fixture.session)
        #expect(first.work.count == 7)
        #expect(first.work.allSatisfy { $0.reason == "it was never built" })
        #expect(try fixture.rows("SELECT run_id FROM meta.pipeline_runs") == [])
        try fixture.run()
        try fixture.land("2026-11-19 09:20:00 c1 click", "2026-11-19 11:20:00 c1 click")
        let runner = try fixture.runner()
        let plan = try runner.plan(fixture.request(), on: fixture.session)
        let costs = try runner.cost(of: plan, on: fixture.session)
        #expect(
            costs.map { "\($0.model): \($0.action), \($0.rows ?? -1) rows" } == [
                "staging.events: add events 3 to 4, 2 rows",
                "warehouse.hours: reopen 2 hours, 1 rows",
                "warehouse.campaigns: build, 1 rows",
                "business.days: reopen 1 day, 1 rows",
                "business.latest: build, 0 rows",
                "business.totals: build, 1 rows",
            ])
    }

    @Test("A selection is a layer, or models with what they read or what reads them")
    func selection() throws {
        let fixture = try PipelineFixture.duckDB()
        let graph = try fixture.runner().graph
        func names(_ text: String) throws -> [String] {
            try graph.models(in: ModelSelection(text: text)).map(\.name.description)
        }
        #expect(try names("all").count == 7)
        #expect(
            try names("events") == [
                "staging.events", "warehouse.hours", "warehouse.campaigns", "business.days",
                "business.latest",
            ])
        #expect(try names("staging") == ["staging.events", "staging.orders"])
        #expect(try names("business.days") == ["business.days"])
        #expect(
            try names("+business.days") == ["staging.events", "warehouse.hours", "business.days"])
        #expect(
            try names("business.days+, staging.orders")
                == ["staging.orders", "business.days", "business.latest", "business.totals"])
        #expect(throws: PipelineError.self) { try names("business.none") }
        #expect(throws: PipelineError.self) { try names("none") }
    }

    @Test("A model cannot be built before what it reads")
    func missingUpstream() throws {
        let fixture = try PipelineFixture.duckDB()
        #expect(throws: PipelineError.self) {
            try fixture.run(ModelSelection(text: "business.days"))
        }
        let report = try fixture.run(ModelSelection(text: "+business.days"))
        #expect(report.models.count == 3)
    }

    @Test("A model that was left out catches up with the events it missed")
    func watermarks() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-19 09:10:00 c1 click")
        try fixture.run()
        try fixture.land("2026-11-18 09:10:00 c1 click")
        try fixture.run(ModelSelection(text: "staging.events"))
        try fixture.land("2026-11-20 09:10:00 c1 click")
        // The hours know of two events only through staging, which knows of two.
        try fixture.run(ModelSelection(text: "warehouse.hours"))
        #expect(try fixture.rows("SELECT clicks FROM warehouse.hours") == ["1", "1"])
        try fixture.run(.events)
        #expect(
            try fixture.rows("SELECT activity_date, clicks FROM business.days")
                == ["2026-11-18|1", "2026-11-19|1", "2026-11-20|1"])
    }

    @Test("A backfill builds the days that it names, from landing, and nothing else")
    func backfill() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land(
            "2026-11-18 09:10:00 c1 click 1", "2026-11-19 00:00:00 c1 click 2",
            "2026-11-19 23:59:59 c1 click 3", "2026-11-20 00:00:00 c1 click 4")
        try fixture.run()
        try fixture.session.execute("UPDATE landing.events SET cost_amount = 9")
        try fixture.land("2026-11-19 12:00:00 c1 click 7")
        let day = try #require(CalendarDate(iso: "2026-11-19"))
        try fixture.run(mode: .backfill(from: day, to: day))
        #expect(
            try fixture.rows("SELECT hour_at, cost_amount FROM warehouse.hours") == [
                "2026-11-18T09:00:00Z|1", "2026-11-19T00:00:00Z|9", "2026-11-19T12:00:00Z|7",
                "2026-11-19T23:00:00Z|9", "2026-11-20T00:00:00Z|4",
            ])
        #expect(try fixture.rows("SELECT clicks FROM warehouse.campaigns") == ["5"])
        try fixture.run()
        #expect(try fixture.rows("SELECT clicks FROM business.totals") == ["5"])
        let later = try #require(CalendarDate(iso: "2026-11-20"))
        #expect(throws: PipelineError.self) {
            try fixture.run(mode: .backfill(from: later, to: day))
        }
    }

    @Test("The checks of the published tables can be run by themselves")
    func checksOfPublished() throws {
        let fixture = try PipelineFixture.duckDB()
        #expect(try fixture.runner().test(on: fixture.session) == [])
        try fixture.land("2026-11-20 09:10:00 c1 click")
        try fixture.run()
        try fixture.session.execute("DELETE FROM staging.events")
        let results = try fixture.runner().test(
            ModelSelection(text: "warehouse"), on: fixture.session)
        #expect(results.count == 8)
        #expect(
            results.filter { $0.status == .failed }.map(\.detail)
                == ["1 against 0 in reconciles: sum(clicks) = count(staging.events)"])
    }

    @Test("History tells runs, models and checks")
    func history() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.run()
        try fixture.land("2026-11-20 09:10:00 c1 click")
        let report = try fixture.run(.events)
        let history = RunHistory(session: fixture.session)
        #expect(try history.runs(limit: 1).map(\.runID) == ["run-2"])
        #expect(try history.runs(limit: 9).map(\.selection) == ["events", "all"])
        #expect(try history.lastPublished()?.runID == "run-2")
        #expect(try history.models(of: "run-2") == report.models)
        #expect(try history.checks(of: "run-2") == report.checks)
        #expect(try history.run("none") == nil)
        let run = try #require(try history.run("run-2"))
        #expect(run.status == .succeeded)
        #expect(run.models == 4)
        #expect((run.finishedAt ?? run.startedAt) > run.startedAt)
    }

    @Test("Old runs are forgotten with what they observed")
    func pruning() throws {
        let fixture = try PipelineFixture.duckDB()
        fixture.settings.runsKept = 10
        for minute in 10..<22 {
            try fixture.land("2026-11-20 09:\(minute):00 c1 click")
            try fixture.run(.events)
        }
        #expect(try fixture.rows("SELECT COUNT(*) FROM meta.pipeline_runs") == ["10"])
        #expect(
            try fixture.rows("SELECT COUNT(DISTINCT run_id) FROM meta.data_quality_results")
                == ["10"])
        #expect(
            try fixture.rows("SELECT run_id FROM meta.model_runs WHERE run_id = 'run-2'") == [])
    }

    @Test("Lineage is told from the sources to the readers")
    func lineage() throws {
        let fixture = try PipelineFixture.duckDB()
        let lineage = try fixture.runner().lineage(of: "business.days")
        #expect(
            lineage.upstream.map(\.description)
                == ["landing.events", "staging.events", "warehouse.hours"])
        #expect(
            lineage.downstream.map(\.description) == ["business.latest", "business.totals"])
        #expect(
            lineage.text == """
                business.days  (incremental by activity_date)
                  Rows of a test.
                reads
                  warehouse.hours
                    staging.events
                      landing.events
                is read by
                  business.latest
                  business.totals
                """)
        #expect(throws: PipelineError.self) { try fixture.runner().lineage(of: "business.none") }
    }

    @Test("A first build in pieces gives the same rows as one in a piece")
    func pieces() throws {
        let fixture = try PipelineFixture.duckDB()
        fixture.settings.limits.arrivalsMax = 2
        try fixture.land(
            "2026-11-18 09:10:00 c1 click", "2026-11-19 09:10:00 c1 click",
            "2026-11-20 09:10:00 c1 click 1 e1", "2026-11-20 09:20:00 c1 click",
            "2026-11-20 09:30:00 c1 click")
        try fixture.run()
        #expect(
            try fixture.rows("SELECT landing_sequence, event_id FROM staging.events")
                == ["1|e1", "2|e2", "4|e4", "5|e5"])
    }

    @Test("A table that becomes a view, and back, keeps its readers", arguments: [true, false])
    func changedKind(onPostgreSQL: Bool) throws {
        let database = try onPostgreSQL ? PostgresServer.shared().makeDatabase() : nil
        let fixture =
            try database.map { try PipelineFixture(session: $0.connect()) }
            ?? PipelineFixture.duckDB()
        try fixture.landOrder("o1", "2026-11-19", "5")
        try fixture.land("2026-11-20 09:10:00 c1 click")
        try fixture.run()
        let tables = fixture.files
        fixture.files = tables.map { path, text in
            let pieces = text.split(separator: "materialize: incremental by activity_date")
            return (
                path,
                path == "business/days.sql" ? pieces.joined(separator: "materialize: view") : text
            )
        }
        try fixture.run(ModelSelection(text: "business.days"))
        #expect(try fixture.rows("SELECT campaign_id FROM business.latest") == ["c1"])
        fixture.files = tables
        let report = try fixture.run(ModelSelection(text: "business.days"))
        #expect(report.models.map(\.model) == ["business.days", "business.latest"])
        #expect(try fixture.rows("SELECT campaign_id FROM business.latest") == ["c1"])
    }
}
