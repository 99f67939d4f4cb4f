import ExactValues
import SQLAccess

/// The sources of a run as they stand when it is planned.
struct SourceState {
    /// By name; a source of equal version has equal rows.
    let versions: [String: String]
    /// The number of the last event that landed; 0 without events.
    let lastSequence: Int64
    /// Copies of the workspace that are to be made anew.
    let changedCopies: [SourceTable]
    /// The run's parameters except its id, as texts.
    let parameters: [String: String]

    /// The values of those parameters that a model's text names, so that a new day does not
    /// rebuild a model that reads only the currency.
    func parameters(readBy model: Model) -> String {
        let words = Set(model.outline.tokens.lazy.filter { $0.kind == .word }.map(\.text))
        return parameters.keys.filter(words.contains).sorted()
            .map { "\($0)=\(parameters[$0] ?? "")" }.joined(separator: ";")
    }
}

/// Looks at landing: what came since, and which intervals it touches.
struct SourceReader {
    let session: any SQLSession

    func state(
        of sources: Set<TableName>, copies: [SourceTable], ledger: [String: ModelVersion],
        request: RunRequest, baseCurrencyCode: String?
    ) throws -> SourceState {
        var versions: [String: String] = [:]
        for source in sources where source.schema == "landing" && source != ModelGraph.events {
            versions[source.description] = try version(of: source)
        }
        var changed: [SourceTable] = []
        for copy in copies where sources.contains(copy.name) {
            let name = copy.name.description
            versions[name] = copy.version
            if ledger[name]?.version != copy.version { changed.append(copy) }
        }
        for source in sources where source.schema == "workspace" {
            let name = source.description
            versions[name] = versions[name] ?? ledger[name]?.version ?? ""
        }
        return SourceState(
            versions: versions,
            lastSequence: sources.contains(ModelGraph.events) ? try lastSequence() : 0,
            changedCopies: changed,
            parameters: [
                "run_date": request.runDate.description,
                "as_of_date": request.asOf?.description ?? "",
                "base_currency_code": baseCurrencyCode ?? "",
            ])
    }

    /// Landing only grows, so that the number of rows and the latest arrival tell a change.
    private func version(of source: TableName) throws -> String {
        let table = try session.query(
            """
            SELECT COUNT(*) AS landed, MAX(received_at) AS last_received_at
            FROM \(table: source)
            """)
        guard let row = table.rows.first else { return "" }
        let landed: Int = try row.decode("landed")
        let last: UTCTimestamp? = try row.decodeIfPresent("last_received_at")
        return "\(landed) rows until \(last?.description ?? "never")"
    }

    private func lastSequence() throws -> Int64 {
        try session.query(
            """
            SELECT CAST(COALESCE(MAX(landing_sequence), 0) AS BIGINT) AS last_sequence
            FROM landing.events
            """
        ).scalar()
    }

    /// Cost: the events between the two numbers are read, no others.
    func intervals(after: Int64, upTo: Int64) throws -> TouchedIntervals {
        try intervals(
            """
            landing_sequence > \(after) AND landing_sequence <= \(upTo)
            """)
    }

    /// Cost: the time of every event is read.
    func intervals(from: CalendarDate, to: CalendarDate) throws -> TouchedIntervals {
        try intervals(
            "local_date(occurred_at) >= \(from) AND local_date(occurred_at) <= \(to)")
    }

    private func intervals(_ condition: SQLStatement) throws -> TouchedIntervals {
        let table = try session.query(
            """
            SELECT local_date(occurred_at) AS activity_date,
                CAST(DATE_TRUNC('hour', occurred_at) AS TIMESTAMP) AS hour_at,
                MIN(landing_sequence) AS first_sequence, MAX(landing_sequence) AS last_sequence
            FROM landing.events
            WHERE \(statement: condition)
            GROUP BY 1, 2
            """)
        let rows = try table.rows.map { row in
            (
                day: try row.decode("activity_date", as: CalendarDate.self),
                hour: try row.decode("hour_at", as: UTCTimestamp.self),
                first: try row.decode("first_sequence", as: Int64.self),
                last: try row.decode("last_sequence", as: Int64.self)
            )
        }
        let first = rows.map(\.first).min()
        let last = rows.map(\.last).max()
        return TouchedIntervals(
            days: IntervalSet(days: rows.map(\.day)), hours: IntervalSet(hours: rows.map(\.hour)),
            sequences: first.flatMap { first in last.map { first...$0 } })
    }
}
