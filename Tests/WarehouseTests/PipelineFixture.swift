import DuckDBDriver
import ExactValues
import SQLAccess
import Synchronization

@testable import Warehouse

/// A clock on which a millisecond passes at each look.
final class TickingClock: Sendable {
    private let ticks = Mutex(Int64(0))

    var now: @Sendable () -> UTCTimestamp {
        { [self] in
            ticks.withLock { ticks in
                ticks += 1
                return UTCTimestamp(microseconds: 1_795_000_000_000_000 + ticks * 1_000)
            }
        }
    }
}

/// A small pipeline with a model of each kind, on an engine of the test's choice.
final class PipelineFixture {
    let session: any SQLSession
    var files: [(path: String, text: String)]
    var settings: ModelRunner.Settings
    var sources: [SourceTable] = []
    private let clock = TickingClock()
    private var runCount = 0
    private var sequence: Int64 = 0
    private var lineNumber = 0

    init(
        session: any SQLSession, timeZone: String = "UTC",
        files: [(path: String, text: String)] = PipelineFixture.models
    ) throws {
        self.session = session
        self.files = files
        settings = ModelRunner.Settings(timeZone: timeZone)
        try runner().prepare(session)
    }

    static func duckDB(timeZone: String = "UTC") throws -> PipelineFixture {
        try PipelineFixture(
            session: DuckDBDatabase(path: nil, options: .init(threads: 1)).connect(),
            timeZone: timeZone)
    }

    func runner() throws -> ModelRunner {
        try ModelRunner(
            library: try ModelLibrary(files: files), settings: settings, now: clock.now)
    }

    /// `run-1`, `run-2`, …
    func request(
        _ selection: ModelSelection = .all, mode: RunRequest.Mode = .update,
        runDate: String = "2026-11-20"
    ) -> RunRequest {
        runCount += 1
        return RunRequest(
            runID: "run-\(runCount)", trigger: "test", selection: selection, mode: mode,
            runDate: CalendarDate(iso: runDate) ?? CalendarDate(daysSinceEpoch: 0))
    }

    @discardableResult
    func run(
        _ selection: ModelSelection = .all, mode: RunRequest.Mode = .update,
        runDate: String = "2026-11-20"
    ) throws -> RunReport {
        try runner().run(
            request(selection, mode: mode, runDate: runDate), sources: sources, on: session)
    }

    /// Lands one event for each text `2026-11-20 09:30:00 c1 click 0.5`, the cost left out at will.
    func land(_ events: String...) throws {
        for event in events {
            sequence += 1
            let words = event.split(separator: " ").map(String.init)
            let cost = words.count > 4 ? words[4] : "NULL"
            let id = words.count > 5 ? words[5] : "e\(sequence)"
            try session.execute(
                """
                INSERT INTO landing.events (landing_sequence, event_id, occurred_at, event_type,
                    user_id, campaign_id, channel, cost_amount, received_at, batch_id)
                VALUES (\(sequence), \(id),
                    CAST(\(statement: quoted("\(words[0]) \(words[1])")) AS TIMESTAMP),
                    \(words[3]), \("u\(sequence)"), \(words[2]), 'google',
                    CAST(\(statement: SQLStatement(trusted: cost)) AS DECIMAL(18, 6)),
                    TIMESTAMP '2026-11-21 00:00:00', 'b')
                """)
        }
    }

    func landOrder(_ id: String, _ date: String, _ amount: String, by customer: String? = nil)
        throws
    {
        lineNumber += 1
        try session.execute(
            """
            INSERT INTO landing.order_lines (import_id, import_sequence, line_number, order_id,
                customer_id, order_date, sales_amount, verdict, is_repeated_line, received_at)
            VALUES ('i', 1, \(lineNumber), \(id), \(customer.sqlValue),
                CAST(\(statement: quoted(date)) AS DATE),
                CAST(\(statement: quoted(amount)) AS DECIMAL(18, 6)), 'valid', FALSE,
                TIMESTAMP '2026-11-21 00:00:00')
            """)
    }

    private func quoted(_ text: String) -> SQLStatement { SQLStatement(trusted: "'\(text)'") }

    /// The rows as text, sorted: `c1|2026-11-20|3`.
    func rows(_ query: String) throws -> [String] {
        try session.query(SQLStatement(trusted: query)).rows.map { row in
            row.values.map(PipelineFixture.text).joined(separator: "|")
        }.sorted()
    }

    static func text(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): String(number)
        case .decimal(let number): number.normalized.description
        case .text(let text): text
        case .date(let date): date.description
        case .timestamp(let instant): instant.description
        case .boolean(let flag): String(flag)
        case .double(let number): "\(number)"
        case .blob(let bytes): "\(bytes)"
        }
    }
}

extension PipelineFixture {
    /// staging.events (by arrival), staging.orders (table), warehouse.hours (by hour),
    /// business.days (by day), warehouse.campaigns (table of events), business.totals (table of
    /// both), business.latest (view).
    static let models = [
        ModelText.make(
            "staging.events", depends: "landing.events",
            materialize: "incremental by landing_sequence",
            columns: [
                "event_id", "landing_sequence", "activity_date", "hour_at", "campaign_id",
                "cost_amount",
            ],
            sql: """
                SELECT e.event_id, e.landing_sequence, CAST(local_date(e.occurred_at) AS DATE)
                    AS activity_date,
                    CAST(DATE_TRUNC('hour', e.occurred_at) AS TIMESTAMP) AS hour_at,
                    e.campaign_id, e.cost_amount
                FROM landing.events AS e
                WHERE NOT EXISTS (
                    SELECT 1 FROM landing.events AS earlier WHERE earlier.event_id = e.event_id
                        AND earlier.landing_sequence < e.landing_sequence)
                """),
        ModelText.make(
            "staging.orders", depends: "landing.order_lines",
            columns: ["order_id", "order_date", "sales_amount"],
            tests: ["accepted_range: sales_amount >= 0"],
            sql: """
                SELECT o.order_id, o.order_date, o.sales_amount FROM landing.order_lines AS o
                """),
        ModelText.make(
            "warehouse.hours", depends: "staging.events", materialize: "incremental by hour_at",
            columns: ["campaign_id", "hour_at", "activity_date", "clicks", "cost_amount"],
            key: "campaign_id, hour_at, activity_date",
            tests: [
                "reconciles: sum(clicks) = count(staging.events)",
                "accepted_range: cost_amount >= 0",
            ],
            sql: """
                SELECT e.campaign_id, e.hour_at, e.activity_date,
                    CAST(COUNT(*) AS BIGINT) AS clicks,
                    CAST(SUM(e.cost_amount) AS DECIMAL(18, 6)) AS cost_amount
                FROM staging.events AS e GROUP BY e.campaign_id, e.hour_at, e.activity_date
                """),
        ModelText.make(
            "business.days", depends: "warehouse.hours",
            materialize: "incremental by activity_date",
            columns: ["campaign_id", "activity_date", "clicks"],
            key: "campaign_id, activity_date",
            tests: ["reconciles: sum(clicks) = sum(warehouse.hours.clicks)"],
            sql: """
                SELECT h.campaign_id, h.activity_date, CAST(SUM(h.clicks) AS BIGINT) AS clicks
                FROM warehouse.hours AS h GROUP BY h.campaign_id, h.activity_date
                """),
        ModelText.make(
            "warehouse.campaigns", depends: "warehouse.hours, workspace.campaigns",
            columns: ["campaign_id", "name", "clicks"],
            sql: """
                SELECT h.campaign_id, CAST(MAX(c.name) AS STRING) AS name,
                    CAST(SUM(h.clicks) AS BIGINT) AS clicks
                FROM warehouse.hours AS h
                LEFT JOIN workspace.campaigns AS c ON c.campaign_id = h.campaign_id
                GROUP BY h.campaign_id
                """),
        ModelText.make(
            "business.totals", depends: "business.days, staging.orders, meta.run_parameters",
            columns: ["run_date", "clicks", "sales_amount"], key: "(none)",
            sql: """
                SELECT p.run_date,
                    CAST((SELECT SUM(d.clicks) FROM business.days AS d) AS BIGINT) AS clicks,
                    CAST((SELECT SUM(o.sales_amount) FROM staging.orders AS o) AS DECIMAL(18, 6))
                        AS sales_amount
                FROM meta.run_parameters AS p
                """),
        ModelText.make(
            "business.latest", depends: "business.days", materialize: "view",
            columns: ["campaign_id", "activity_date"],
            sql: """
                SELECT d.campaign_id, CAST(MAX(d.activity_date) AS DATE) AS activity_date
                FROM business.days AS d GROUP BY d.campaign_id
                """),
    ]
}
