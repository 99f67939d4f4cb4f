import DuckDBDriver
import SQLAccess
import TestSupport
import Testing

@testable import Warehouse

/// The shipped models kept up to date, batch by batch, against one build of everything.
@Suite struct ShippedModelUpdateTests {
    @Test("Updating after each batch gives the tables that one build of everything gives")
    func duckDB() throws {
        let updated = try ShippedPipeline(
            on: try DuckDBDatabase(path: nil, options: .init(threads: 1)).connect(),
            timeZone: "Asia/Kolkata")
        let built = try ShippedPipeline(
            on: try DuckDBDatabase(path: nil, options: .init(threads: 1)).connect(),
            timeZone: "Asia/Kolkata")
        try check(updated, against: built)
    }

    @Test("Updating on PostgreSQL gives the tables that one build on DuckDB gives")
    func postgreSQL() throws {
        let database = try PostgresServer.shared().makeDatabase()
        let updated = try ShippedPipeline(on: try database.connect(), timeZone: "Asia/Kolkata")
        let built = try ShippedPipeline(
            on: try DuckDBDatabase(path: nil, options: .init(threads: 1)).connect(),
            timeZone: "Asia/Kolkata")
        try check(updated, against: built)
        withExtendedLifetime(database) {}
    }

    @Test("Orders that come after the events find their last clicks among them")
    func lateOrders() throws {
        let pipeline = try ShippedPipeline(
            on: try DuckDBDatabase(path: nil, options: .init(threads: 1)).connect())
        var landing = LandingGenerator()
        try pipeline.session.execute(
            landing.event("click", id: "e1", at: "2026-11-10 10:00:00", user: "c1"))
        try pipeline.run()
        #expect(
            try pipeline.rows("SELECT customer_id FROM warehouse.fact_touchpoints")
                == ["(unknown)"])
        try pipeline.session.execute(landing.order("o1", on: "2026-11-12", by: "c1", "10"))
        try pipeline.run()
        #expect(
            try pipeline.rows("SELECT customer_id FROM warehouse.fact_touchpoints") == ["c1"])
        #expect(
            try pipeline.rows("SELECT campaign_id, channel FROM business.orders")
                == ["spring|google"])
    }

    /// Both pipelines end with the same landing rows; one of them saw them come.
    private func check(_ updated: ShippedPipeline, against built: ShippedPipeline) throws {
        var landing = LandingGenerator()
        for batch in 0..<6 {
            for _ in 0..<40 {
                try updated.session.execute(landing.randomEvent())
            }
            if batch == 1 || batch == 3 {
                for _ in 0..<8 { try updated.session.execute(landing.randomOrder()) }
                landing.beginImport()
            }
            try updated.run(batch == 0 || batch % 2 == 1 ? .all : .events)
        }
        try updated.run()
        try updated.copyLanding(to: built)
        try built.run()
        for table in ShippedPipeline.comparedTables + Self.eventTables {
            let rows = try updated.sortedRows(of: table)
            #expect(!rows.isEmpty, "\(table) is empty")
            #expect(try rows == built.sortedRows(of: table), "\(table) differs")
        }
        let landed = try updated.rows("SELECT COUNT(DISTINCT event_id) FROM landing.events")
        #expect(try updated.rows("SELECT COUNT(*) FROM staging.events") == landed)
    }

    private static let eventTables = [
        "staging.as_of_dates", "staging.events", "staging.orders", "staging.order_origins",
        "warehouse.dim_campaigns",
        "warehouse.dim_channels", "warehouse.fact_events_hourly", "warehouse.fact_sales",
        "warehouse.fact_touchpoints", "business.active_users_daily", "business.orders",
        "business.campaign_metrics_daily", "business.campaign_metrics_hourly",
    ]
}

/// Events out of order, some under the id of another, and orders of the same few people.
private struct LandingGenerator {
    private var state: UInt64 = 20_261_120
    private var sequence = 0
    private var lineNumber = 0
    private var importSequence = 1

    /// The high bits of a linear congruence: enough for test data.
    private mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func beginImport() { importSequence += 1 }

    mutating func randomEvent() -> SQLStatement {
        let types = EventTypeNames.all
        return event(
            types[next(below: types.count)], id: "e\(next(below: 200))",
            at: "2026-11-\(10 + next(below: 5)) \(10 + next(below: 14)):\(10 + next(below: 50)):00",
            user: next(below: 5) == 0 ? nil : "c\(next(below: 6))",
            campaign: ["spring", "summer", "(none)"][next(below: 3)],
            channel: ["google", "email"][next(below: 2)],
            cost: next(below: 3) == 0 ? "0.\(10 + next(below: 90))" : "NULL")
    }

    mutating func event(
        _ type: String, id: String, at time: String, user: String?,
        campaign: String = "spring", channel: String = "google", cost: String = "NULL"
    ) -> SQLStatement {
        sequence += 1
        return """
            INSERT INTO landing.events (landing_sequence, event_id, occurred_at, event_type,
                user_id, campaign_id, channel, cost_amount, received_at, batch_id)
            VALUES (\(sequence), \(id), CAST(\(statement: quoted(time)) AS TIMESTAMP), \(type),
                \(user.sqlValue), \(campaign), \(channel),
                CAST(\(statement: SQLStatement(trusted: cost)) AS DECIMAL(18, 6)),
                TIMESTAMP '2026-11-20 00:00:00', 'b')
            """
    }

    mutating func randomOrder() -> SQLStatement {
        order(
            "o\(next(below: 12))", on: "2026-11-\(10 + next(below: 6))",
            by: "c\(next(below: 6))", "\(1 + next(below: 99)).5")
    }

    mutating func order(
        _ id: String, on day: String, by customer: String, _ amount: String
    ) -> SQLStatement {
        lineNumber += 1
        return """
            INSERT INTO landing.order_lines (import_id, import_sequence, line_number, order_id,
                customer_id, order_date, sales_amount, verdict, is_repeated_line, received_at)
            VALUES (\("import-\(importSequence)"), \(importSequence), \(lineNumber), \(id),
                \(customer), CAST(\(statement: quoted(day)) AS DATE),
                CAST(\(statement: quoted(amount)) AS DECIMAL(18, 6)), 'valid', FALSE,
                TIMESTAMP '2026-11-20 00:00:00')
            """
    }

    private func quoted(_ text: String) -> SQLStatement { SQLStatement(trusted: "'\(text)'") }
}

private enum EventTypeNames {
    static let all = [
        "impression", "click", "click", "email_sent", "email_opened", "signup", "activation",
        "conversion", "unsubscribe",
    ]
}
