import ExactValues
import SQLAccess
import Warehouse

/// Asks landing which of a commit's doubtful events are stored, in one join that its zone maps prune
/// by time: there is no index on events (it would make every append several times dearer).
enum StoredEventLookup {
    private static let questions = TableName(name: "ingestion_questions")

    /// Creates the temporary table of the session.
    static func prepare(_ session: any SQLSession) throws {
        try session.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS \(table: questions) (
                row_number BIGINT NOT NULL,
                event_id VARCHAR NOT NULL,
                occurred_at TIMESTAMP NOT NULL
            )
            """)
    }

    static func find(
        _ plan: CommitPlan, on session: any SQLSession
    ) throws -> [CommitPlan.StoredEvent] {
        guard let earliest = plan.questions.map(\.time).min(),
            let latest = plan.questions.map(\.time).max()
        else { return [] }
        // A failed commit may have left rows behind.
        try session.execute("DELETE FROM \(table: questions)")
        try session.append(table(of: plan), to: questions)
        var stored: [CommitPlan.StoredEvent] = []
        try session.query(
            """
            SELECT
                question.row_number, event.occurred_at, event.event_type, event.user_id,
                event.campaign_id, event.channel, event.cost_amount, event.value_amount,
                event.currency_code, event.order_id, event.properties
            FROM \(table: LandingTables.events) AS event
            JOIN \(table: questions) AS question
                ON question.event_id = event.event_id
                AND question.occurred_at = event.occurred_at
            WHERE event.occurred_at >= \(UTCTimestamp(microseconds: earliest))
                AND event.occurred_at <= \(UTCTimestamp(microseconds: latest))
            """
        ) { chunk in
            for row in chunk.rows { stored.append(try storedEvent(row, plan)) }
        }
        return stored
    }

    private static func table(of plan: CommitPlan) -> SQLTable {
        let rows = plan.questions.map(\.row)
        return SQLTable(columns: [
            SQLColumn(name: "row_number", values: .integers(rows.map { Int64($0) })),
            SQLColumn(name: "event_id", values: .texts(plan.columns.eventIDs.selecting(rows))),
            SQLColumn(name: "occurred_at", values: .timestamps(plan.questions.map(\.time))),
        ])
    }

    private static func storedEvent(
        _ stored: SQLRow, _ plan: CommitPlan
    ) throws -> CommitPlan.StoredEvent {
        let row: Int = try stored.decode("row_number")
        let columns = plan.columns
        func isEqual(_ name: String, _ text: String?) throws -> Bool {
            try stored.decodeIfPresent(name, as: String.self) == text
        }
        func isEqual(_ name: String, _ millionths: Int128?) throws -> Bool {
            try stored.decodeIfPresent(name, as: FixedDecimal.self)
                == millionths.map { FixedDecimal(units: $0, scale: OptionalAmountColumn.scale) }
        }
        let time: UTCTimestamp = try stored.decode("occurred_at")
        let hasSameContent =
            try isEqual("event_type", columns.eventTypes[row])
            && isEqual("user_id", columns.userIDs[row])
            && isEqual("campaign_id", columns.campaignIDs[row])
            && isEqual("channel", columns.channels[row])
            && isEqual("cost_amount", columns.costs[row])
            && isEqual("value_amount", columns.values[row])
            && isEqual("currency_code", columns.currencyCodes[row])
            && isEqual("order_id", columns.orderIDs[row])
            && isEqual("properties", columns.properties[row])
        return CommitPlan.StoredEvent(
            row: row, time: time.microseconds, hasSameContent: hasSameContent)
    }
}
