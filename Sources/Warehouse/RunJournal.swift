import ExactValues
import SQLAccess

/// Writes what runs do into `meta`.
struct RunJournal {
    let session: any SQLSession

    /// Runs that an ended process left behind. One process at a time runs the pipeline on a
    /// database, so that a run which still says `running` when another starts is dead.
    func markInterrupted(at now: UTCTimestamp) throws -> Int {
        try session.execute(
            """
            UPDATE meta.pipeline_runs
            SET status = 'interrupted', finished_at = \(now),
                error = 'the process ended before the run did; nothing of it was published'
            WHERE status = 'running'
            """)
    }

    func begin(_ request: RunRequest, at now: UTCTimestamp) throws {
        try session.execute(
            """
            INSERT INTO meta.pipeline_runs
                (run_id, trigger, selection, status, started_at, run_date, as_of_date, table_set)
            VALUES (\(request.runID), \(request.trigger), \(request.selection.description),
                'running', \(now), \(request.runDate), \(request.asOf.sqlValue),
                \(request.into.sqlValue))
            """)
    }

    func finish(
        _ runID: String, status: RunRecord.Status, at now: UTCTimestamp, models: Int, rows: Int64,
        error: String?
    ) throws {
        try session.execute(
            """
            UPDATE meta.pipeline_runs
            SET status = \(status.rawValue), finished_at = \(now), models = \(models),
                rows = \(rows), error = \(error.sqlValue)
            WHERE run_id = \(runID)
            """)
    }

    func record(_ models: [ModelRunRecord], of runID: String) throws {
        for (position, record) in models.enumerated() {
            try session.execute(
                """
                INSERT INTO meta.model_runs
                    (run_id, position, model, status, reason, started_at, duration_ms, rows,
                    intervals, error)
                VALUES (\(runID), \(position), \(record.model), \(record.status.rawValue),
                    \(record.reason), \(record.startedAt), \(record.durationMilliseconds),
                    \(record.rows), \(record.intervals), \(record.error.sqlValue))
                """)
        }
    }

    /// In one append: a run has a hundred checks and more.
    func record(_ checks: [CheckResult], of runID: String) throws {
        guard !checks.isEmpty else { return }
        let texts: [(String, (CheckResult) -> String)] = [
            ("run_id", { _ in runID }), ("model", { $0.model }), ("check_name", { $0.check }),
            ("severity", { $0.severity.rawValue }), ("status", { $0.status.rawValue }),
            ("detail", { $0.detail }),
        ]
        var columns = texts.map { name, value in
            SQLColumn(name: name, values: .texts(TextColumn(checks.map(value))))
        }
        columns += [
            SQLColumn(name: "position", values: .integers(checks.indices.map { Int64($0) })),
            SQLColumn(
                name: "observed", values: .doubles(checks.map { $0.observed ?? 0 }),
                nulls: checks.map { $0.observed == nil }),
            SQLColumn(name: "threshold", values: .doubles(checks.map(\.threshold))),
            SQLColumn(
                name: "checked_at", values: .timestamps(checks.map(\.checkedAt.microseconds))),
        ]
        try session.append(SQLTable(columns: columns), to: MetaTables.dataQualityResults)
    }

    /// Forgets all but the newest `kept` runs, once a tenth more has gathered.
    func prune(keeping kept: Int) throws {
        let count: Int = try session.query(
            "SELECT COUNT(*) AS runs FROM meta.pipeline_runs"
        ).scalar()
        guard count > kept + kept / 10 else { return }
        let old: SQLStatement = """
            SELECT run_id FROM meta.pipeline_runs
            ORDER BY started_at DESC NULLS LAST, run_id DESC NULLS LAST OFFSET \(kept)
            """
        try session.execute("DELETE FROM meta.model_runs WHERE run_id IN (\(statement: old))")
        try session.execute(
            "DELETE FROM meta.data_quality_results WHERE run_id IN (\(statement: old))")
        try session.execute("DELETE FROM meta.pipeline_runs WHERE run_id IN (\(statement: old))")
    }
}
