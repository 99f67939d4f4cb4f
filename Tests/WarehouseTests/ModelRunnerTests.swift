import DuckDBDriver
import ExactValues
import SQLAccess
import Testing

@testable import Warehouse

@Suite struct ModelRunnerTests {
    @Test("The first run builds every model, tests it and publishes it")
    func firstRun() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land(
            "2026-11-19 23:59:59 c1 click 0.5", "2026-11-20 00:00:00 c1 click 0.25",
            "2026-11-20 09:10:00 c2 click")
        try fixture.landOrder("o1", "2026-11-19", "12.50")
        let report = try fixture.run()
        #expect(
            report.models.map(\.model) == [
                "staging.events", "staging.orders", "warehouse.hours", "warehouse.campaigns",
                "business.days", "business.latest", "business.totals",
            ])
        #expect(report.models.allSatisfy { $0.status == .built })
        #expect(report.checks.count == 20)
        #expect(report.checks.allSatisfy { $0.status == .passed })
        #expect(
            try fixture.rows("SELECT campaign_id, activity_date, clicks FROM business.days")
                == ["c1|2026-11-19|1", "c1|2026-11-20|1", "c2|2026-11-20|1"])
        #expect(
            try fixture.rows("SELECT * FROM business.totals") == ["2026-11-20|3|12.5"])
        #expect(
            try fixture.rows("SELECT * FROM business.latest") == ["c1|2026-11-20", "c2|2026-11-20"])
        #expect(
            try fixture.rows("SELECT run_id, status, models, error FROM meta.pipeline_runs")
                == ["run-1|succeeded|7|null"])
    }

    @Test("A run with nothing to do builds nothing and leaves no trace")
    func idleRun() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-20 09:10:00 c1 click")
        try fixture.run()
        let report = try fixture.run()
        #expect(!report.hasWorked)
        #expect(try fixture.rows("SELECT run_id FROM meta.pipeline_runs") == ["run-1"])
        var request = fixture.request()
        request.recordsIdleRun = true
        _ = try fixture.runner().run(request, on: fixture.session)
        #expect(
            try fixture.rows("SELECT run_id, status, models FROM meta.pipeline_runs")
                == ["run-1|succeeded|7", "run-3|succeeded|0"])
    }

    @Test("A late event reopens the hour and the day that it touches, and no other")
    func lateEvent() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land(
            "2026-11-18 08:30:00 c1 click", "2026-11-18 09:30:00 c1 click",
            "2026-11-18 10:30:00 c1 click", "2026-11-19 09:30:00 c1 click",
            "2026-11-20 09:30:00 c1 click")
        try fixture.run()
        // Rows of the same content but another history: building an interval again clears the mark.
        try fixture.session.execute("UPDATE warehouse.hours SET cost_amount = 77")
        try fixture.land("2026-11-18 09:59:59 c1 click 0.5")
        let report = try fixture.run(.events)
        let plan = Dictionary(uniqueKeysWithValues: report.models.map { ($0.model, $0.reason) })
        #expect(plan["staging.events"] == "add events 6 to 6: events 6 to 6 arrived")
        #expect(plan["warehouse.hours"] == "reopen 1 hour: events 6 to 6 arrived")
        #expect(plan["business.days"] == "reopen 1 day: events 6 to 6 arrived")
        #expect(
            try fixture.rows("SELECT hour_at, clicks, cost_amount FROM warehouse.hours") == [
                "2026-11-18T08:00:00Z|1|77", "2026-11-18T09:00:00Z|2|0.5",
                "2026-11-18T10:00:00Z|1|77", "2026-11-19T09:00:00Z|1|77",
                "2026-11-20T09:00:00Z|1|77",
            ])
        #expect(
            try fixture.rows(
                """
                SELECT interval_start, rows, run_id FROM meta.intervals
                WHERE model = 'warehouse.hours' AND run_id = 'run-2'
                """) == ["2026-11-18T09:00:00Z|1|run-2"])
        #expect(
            try fixture.rows(
                """
                SELECT interval_unit, interval_start, run_id FROM meta.intervals
                WHERE model = 'business.days'
                """) == [
                    "day|2026-11-18T00:00:00Z|run-2", "day|2026-11-19T00:00:00Z|run-1",
                    "day|2026-11-20T00:00:00Z|run-1",
                ])
    }

    @Test("Days are those of the workspace's zone, hours those of UTC")
    func zone() throws {
        let fixture = try PipelineFixture.duckDB(timeZone: "Asia/Kolkata")
        try fixture.land("2026-11-18 18:29:59 c1 click", "2026-11-18 18:30:00 c1 click")
        try fixture.run()
        #expect(
            try fixture.rows("SELECT hour_at, activity_date, clicks FROM warehouse.hours")
                == ["2026-11-18T18:00:00Z|2026-11-18|1", "2026-11-18T18:00:00Z|2026-11-19|1"])
        try fixture.land("2026-11-18 18:31:00 c1 click")
        let report = try fixture.run(.events)
        #expect(report.models.first { $0.model == "business.days" }?.intervals == 1)
        #expect(
            try fixture.rows("SELECT activity_date, clicks FROM business.days")
                == ["2026-11-18|1", "2026-11-19|2"])
    }

    @Test("An event that came twice is counted once, in whichever hour it came first")
    func conflictingEvent() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-18 08:30:00 c1 click 1 same")
        try fixture.run()
        try fixture.land("2026-11-18 12:30:00 c1 click 5 same")
        try fixture.run(.events)
        #expect(
            try fixture.rows("SELECT hour_at, clicks, cost_amount FROM warehouse.hours")
                == ["2026-11-18T08:00:00Z|1|1"])
    }

    @Test("A run of events leaves tables of other sources, a run of all brings them up")
    func selections() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-20 09:10:00 c1 click")
        try fixture.run()
        try fixture.land("2026-11-20 09:11:00 c1 click")
        try fixture.landOrder("o1", "2026-11-19", "3")
        let events = try fixture.run(.events)
        #expect(
            events.models.map(\.model) == [
                "staging.events", "warehouse.hours", "warehouse.campaigns", "business.days",
            ])
        #expect(try fixture.rows("SELECT clicks FROM business.totals") == ["1"])
        let all = try fixture.run()
        // The view's rows changed with the run before, which left its checks to this one.
        #expect(
            all.models.map(\.model) == ["staging.orders", "business.latest", "business.totals"])
        #expect(try fixture.rows("SELECT clicks, sales_amount FROM business.totals") == ["2|3"])
    }

    @Test("Only what depends on a changed source is built again")
    func changedSources() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-20 09:10:00 c1 click")
        try fixture.run()
        #expect(try fixture.run(runDate: "2026-11-21").models.map(\.model) == ["business.totals"])
        fixture.sources = [
            SourceTable(
                name: TableName(schema: "workspace", name: "campaigns"),
                rows: SQLTable(columns: [
                    SQLColumn(name: "campaign_id", values: .texts(TextColumn(["c1"]))),
                    SQLColumn(name: "name", values: .texts(TextColumn(["Spring"]))),
                    SQLColumn(name: "budget_amount", values: .texts(TextColumn(["10.5"]))),
                    SQLColumn(name: "start_date", values: .texts(TextColumn(["2026-01-31"]))),
                ]))
        ]
        #expect(
            try fixture.run(.events, runDate: "2026-11-21").models.map(\.model)
                == ["warehouse.campaigns"])
        #expect(
            try fixture.rows("SELECT campaign_id, name, clicks FROM warehouse.campaigns")
                == ["c1|Spring|1"])
        #expect(
            try fixture.rows("SELECT budget_amount, start_date, status FROM workspace.campaigns")
                == ["10.5|2026-01-31|null"])
        #expect(try !fixture.run(.events, runDate: "2026-11-21").hasWorked)
    }

    @Test("A changed text builds the model and what reads it, whole")
    func changedText() throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-11-19 09:10:00 c1 click", "2026-11-20 09:10:00 c1 click")
        try fixture.run()
        fixture.files = fixture.files.map { path, text in
            path == "warehouse/hours.sql"
                ? (path, text + "\nHAVING COUNT(*) > 0") : (path, text)
        }
        let report = try fixture.run(.events)
        #expect(
            report.models.map { "\($0.model) \($0.intervals)" } == [
                "warehouse.hours 0", "warehouse.campaigns 0", "business.days 0",
                "business.latest 0",
            ])
    }

    @Test("A rebuild from landing gives identical tables")
    func rebuild() throws {
        let fixture = try PipelineFixture.duckDB()
        for hour in 0..<30 {
            let clock = "\(hour % 24 < 10 ? "0" : "")\(hour % 24):15:00"
            try fixture.land("2026-11-\(10 + hour / 24) \(clock) c\(hour % 3) click 0.\(hour + 1)")
            if hour % 7 == 0 { try fixture.run(.events) }
        }
        try fixture.run()
        let queries = [
            "SELECT event_id, landing_sequence, hour_at FROM staging.events",
            "SELECT campaign_id, hour_at, clicks, cost_amount FROM warehouse.hours",
            "SELECT campaign_id, activity_date, clicks FROM business.days",
            "SELECT model, interval_start, rows FROM meta.intervals",
        ]
        let before = try queries.map { try fixture.rows($0) }
        let report = try fixture.run(mode: .rebuild)
        #expect(report.models.count == 7)
        #expect(try queries.map { try fixture.rows($0) } == before)
        #expect(before[1].count == 30)
    }
}
