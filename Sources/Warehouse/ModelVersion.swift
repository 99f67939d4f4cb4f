import ExactValues
import SQLAccess

/// From what a published table was built: a line of `meta.model_versions`.
struct ModelVersion: Hashable, Sendable {
    /// Over the model's text, the prologue, and the versions of everything that it reads but
    /// events.
    let version: String
    /// The last event of which the table knows; nil where it does not come from events.
    let watermark: Int64?
    let runID: String
    let builtAt: UTCTimestamp
    let rows: Int64
}

/// `meta.model_versions` and `meta.intervals`: written in the transaction that publishes.
struct ModelLedger {
    let session: any SQLSession

    /// All lines, by the name of the table as it is kept.
    func versions() throws -> [String: ModelVersion] {
        let table = try session.query(
            """
            SELECT model, version, watermark_sequence, run_id, built_at, rows
            FROM meta.model_versions
            """)
        var versions: [String: ModelVersion] = [:]
        for row in table.rows {
            versions[try row.decode("model")] = ModelVersion(
                version: try row.decode("version"),
                watermark: try row.decodeIfPresent("watermark_sequence"),
                runID: try row.decode("run_id"), builtAt: try row.decode("built_at"),
                rows: try row.decode("rows"))
        }
        return versions
    }

    func record(_ version: ModelVersion, of model: String) throws {
        try session.execute("DELETE FROM meta.model_versions WHERE model = \(model)")
        try session.execute(
            """
            INSERT INTO meta.model_versions
                (model, version, watermark_sequence, run_id, built_at, rows)
            VALUES (\(model), \(version.version), \(version.watermark.sqlValue), \(version.runID),
                \(version.builtAt), \(version.rows))
            """)
    }

    func forget(_ model: String) throws {
        try session.execute("DELETE FROM meta.model_versions WHERE model = \(model)")
        try session.execute("DELETE FROM meta.intervals WHERE model = \(model)")
    }

    /// Writes the intervals that a table holds: all of them, or those that `filter` names, of
    /// which the empty ones vanish.
    func recordIntervals(
        of model: String, in table: TableName, column: String, unit: IntervalUnit,
        filter: IntervalFilter?, run: (id: String, at: UTCTimestamp)
    ) throws {
        let ledgerCondition = filter?.condition(column: "interval_start", as: .hour) ?? "1 = 1"
        let tableCondition = filter?.condition ?? "1 = 1"
        try session.execute(
            """
            DELETE FROM meta.intervals
            WHERE model = \(model) AND \(statement: SQLStatement(trusted: ledgerCondition))
            """)
        try session.execute(
            """
            INSERT INTO meta.intervals
                (model, interval_unit, interval_start, rows, run_id, built_at)
            SELECT \(model), \(unit.rawValue), CAST(\(identifier: column) AS TIMESTAMP), COUNT(*),
                \(run.id), CAST(\(run.at) AS TIMESTAMP)
            FROM \(table: table)
            WHERE \(statement: SQLStatement(trusted: tableCondition))
            GROUP BY \(identifier: column)
            """)
    }

    /// How many rows some intervals of a model hold now.
    func rows(of model: String, in intervals: IntervalSet) throws -> Int64 {
        let filter = IntervalFilter(
            column: "interval_start", unit: intervals.unit, stretches: intervals.stretches)
        return try session.query(
            """
            SELECT CAST(COALESCE(SUM(rows), 0) AS BIGINT) AS rows FROM meta.intervals
            WHERE model = \(model) AND \
            \(statement: SQLStatement(
                trusted: filter.condition(column: "interval_start", as: .hour)))
            """
        ).scalar()
    }
}

extension IntervalFilter {
    /// The same stretches on a column that keeps days as their first instant.
    fileprivate func condition(column: String, as unit: IntervalUnit) -> String {
        guard self.unit == .day else {
            return IntervalFilter(column: column, unit: self.unit, stretches: stretches).condition
        }
        let hours = stretches.map { ($0.lowerBound * 24)...($0.upperBound * 24) }
        return IntervalFilter(column: column, unit: .hour, stretches: hours).condition
    }
}
