import ExactValues
import SQLAccess
import Warehouse

/// Asks landing which of a commit's doubtful events are stored. There is no index on events (it
/// would make every append several times dearer): zone maps prune by time, and what is left is
/// compared by hash, eight bytes a row; only what is found is read whole and compared by id.
enum StoredEventLookup {
    private static let questions = TableName(name: "ingestion_questions")
    private static let matches = TableName(name: "ingestion_matches")

    /// Creates the temporary tables of the session.
    static func prepare(_ session: any SQLSession) throws {
        try session.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS \(table: questions) (
                row_number BIGINT NOT NULL,
                event_hash BIGINT NOT NULL,
                occurred_at TIMESTAMP NOT NULL
            )
            """)
        try session.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS \(table: matches) (
                row_number BIGINT NOT NULL,
                landing_sequence BIGINT NOT NULL
            )
            """)
    }

    static func find(
        _ plan: CommitPlan, on session: any SQLSession
    ) throws -> [CommitPlan.StoredEvent] {
        guard !plan.questions.isEmpty else { return [] }
        let matches = try candidates(plan, on: session)
        guard !matches.isEmpty else { return [] }
        try replace(self.matches, with: matches, on: session)
        var stored: [CommitPlan.StoredEvent] = []
        try session.query(
            """
            SELECT
                match.row_number, event.event_id, event.occurred_at, event.event_type,
                event.user_id, event.campaign_id, event.channel, event.cost_amount,
                event.value_amount, event.currency_code, event.order_id, event.properties
            FROM \(table: LandingTables.events) AS event
            JOIN \(table: self.matches) AS match
                ON match.landing_sequence = event.landing_sequence
            WHERE event.landing_sequence >= (
                    SELECT MIN(landing_sequence) FROM \(table: self.matches))
                AND event.landing_sequence <= (
                    SELECT MAX(landing_sequence) FROM \(table: self.matches))
            """
        ) { stored += try StoredRows($0).events(plan.columns) }
        return stored
    }

    /// Row and landing sequence of every stored event with the time and the hash of a question.
    private static func candidates(
        _ plan: CommitPlan, on session: any SQLSession
    ) throws -> SQLTable {
        let hashes = plan.questions.map { Int64(bitPattern: plan.hashes[$0.row]) }
        let times = plan.questions.map(\.time)
        let rows = SQLTable(columns: [
            SQLColumn(
                name: "row_number", values: .integers(plan.questions.map { Int64($0.row) })),
            SQLColumn(name: "event_hash", values: .integers(hashes)),
            SQLColumn(name: "occurred_at", values: .timestamps(times)),
        ])
        try replace(questions, with: rows, on: session)
        let earliest = UTCTimestamp(microseconds: times.min() ?? 0)
        let latest = UTCTimestamp(microseconds: times.max() ?? 0)
        return try session.query(
            """
            SELECT question.row_number, event.landing_sequence
            FROM \(table: LandingTables.events) AS event
            JOIN \(table: questions) AS question
                ON question.event_hash = event.event_hash
                AND question.occurred_at = event.occurred_at
            WHERE event.occurred_at >= \(earliest) AND event.occurred_at <= \(latest)
            """)
    }

    private static func replace(
        _ table: TableName, with rows: SQLTable, on session: any SQLSession
    ) throws {
        try session.execute("DELETE FROM \(table: table)")
        try session.append(rows, to: table)
    }
}

/// Stored events beside the rows that they may be equal to, compared column by column.
private struct StoredRows {
    private let rowNumbers: [Int64]
    private let times: [Int64]
    private let table: SQLTable

    init(_ table: SQLTable) throws {
        guard case .integers(let rowNumbers) = try table.column("row_number").values,
            case .timestamps(let times) = try table.column("occurred_at").values
        else { preconditionFailure("landing.events has the columns of its creation") }
        self.table = table
        self.rowNumbers = rowNumbers
        self.times = times
    }

    /// Leaves out those whose id only has the same hash.
    func events(_ columns: EventColumns) throws -> [CommitPlan.StoredEvent] {
        var isSame = Array(repeating: true, count: table.rowCount)
        func require(_ name: String, _ isEqual: (Int, SQLColumn, Int) -> Bool) throws {
            isSame = zip(isSame, try compared(name, isEqual)).map { $0 && $1 }
        }
        let isSameID = try compared("event_id", columns.eventIDs.isEqual)
        try require("event_type", columns.eventTypes.isEqual)
        try require("user_id", columns.userIDs.isEqual)
        try require("campaign_id", columns.campaignIDs.isEqual)
        try require("channel", columns.channels.isEqual)
        try require("cost_amount", columns.costs.isEqual)
        try require("value_amount", columns.values.isEqual)
        try require("currency_code", columns.currencyCodes.isEqual)
        try require("order_id", columns.orderIDs.isEqual)
        try require("properties", columns.properties.isEqual)
        return (0..<table.rowCount).compactMap { index in
            guard isSameID[index] else { return nil }
            return CommitPlan.StoredEvent(
                row: Int(rowNumbers[index]), time: times[index], hasSameContent: isSame[index])
        }
    }

    /// The answers of `isEqual(row, stored column, stored index)`.
    private func compared(
        _ name: String, _ isEqual: (Int, SQLColumn, Int) -> Bool
    ) throws -> [Bool] {
        let column = try table.column(name)
        return rowNumbers.indices.map { isEqual(Int(rowNumbers[$0]), column, $0) }
    }
}

extension TextColumn {
    fileprivate func isEqual(_ row: Int, _ stored: SQLColumn, _ index: Int) -> Bool {
        guard case .texts(let texts) = stored.values, !stored.isNull(at: index) else {
            return false
        }
        let mine = range(at: row)
        let theirs = texts.range(at: index)
        return mine.count == theirs.count && bytes[mine].elementsEqual(texts.bytes[theirs])
    }
}

extension OptionalTextColumn {
    fileprivate func isEqual(_ row: Int, _ stored: SQLColumn, _ index: Int) -> Bool {
        guard !nulls[row] else { return stored.isNull(at: index) }
        return texts.isEqual(row, stored, index)
    }
}

extension OptionalAmountColumn {
    fileprivate func isEqual(_ row: Int, _ stored: SQLColumn, _ index: Int) -> Bool {
        guard let amount = self[row] else { return stored.isNull(at: index) }
        return stored[index]
            == .decimal(FixedDecimal(units: amount, scale: OptionalAmountColumn.scale))
    }
}
