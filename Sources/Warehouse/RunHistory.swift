import ExactValues
package import SQLAccess

/// Reads what runs did.
package struct RunHistory {
    private let session: any SQLSession

    package init(session: any SQLSession) {
        self.session = session
    }

    /// The newest runs first.
    package func runs(limit: Int) throws -> [RunRecord] {
        try records("ORDER BY started_at DESC NULLS LAST, run_id DESC NULLS LAST LIMIT \(limit)")
    }

    package func run(_ runID: String) throws -> RunRecord? {
        try records("WHERE run_id = \(runID)").first
    }

    /// The run from which the published tables come; nil before the first.
    package func lastPublished() throws -> RunRecord? {
        try records(
            """
            WHERE status = 'succeeded' AND table_set IS NULL
            ORDER BY finished_at DESC NULLS LAST, run_id DESC NULLS LAST LIMIT 1
            """
        ).first
    }

    /// What a run did with each model, in the order of building.
    package func models(of runID: String) throws -> [ModelRunRecord] {
        let table = try session.query(
            """
            SELECT model, status, reason, started_at, duration_ms, rows, intervals, error
            FROM meta.model_runs WHERE run_id = \(runID) ORDER BY position NULLS LAST
            """)
        return try table.rows.map { row in
            ModelRunRecord(
                model: try row.decode("model"),
                status: ModelRunRecord.Status(rawValue: try row.decode("status")) ?? .failed,
                reason: try row.decode("reason"), startedAt: try row.decode("started_at"),
                durationMilliseconds: try row.decode("duration_ms"),
                rows: try row.decode("rows"), intervals: try row.decode("intervals"),
                error: try row.decodeIfPresent("error"))
        }
    }

    package func checks(of runID: String) throws -> [CheckResult] {
        let table = try session.query(
            """
            SELECT model, check_name, severity, status, observed, threshold, detail, checked_at
            FROM meta.data_quality_results WHERE run_id = \(runID) ORDER BY position NULLS LAST
            """)
        return try table.rows.map { row in
            CheckResult(
                model: try row.decode("model"), check: try row.decode("check_name"),
                severity: ModelTest.Severity(rawValue: try row.decode("severity")) ?? .block,
                status: CheckResult.Status(rawValue: try row.decode("status")) ?? .failed,
                observed: try row.decodeIfPresent("observed"),
                threshold: try row.decode("threshold"), detail: try row.decode("detail"),
                checkedAt: try row.decode("checked_at"))
        }
    }

    private func records(_ condition: SQLStatement) throws -> [RunRecord] {
        let table = try session.query(
            """
            SELECT run_id, trigger, selection, status, started_at, finished_at, run_date,
                as_of_date, table_set, models, rows, error
            FROM meta.pipeline_runs \(statement: condition)
            """)
        return try table.rows.map { row in
            RunRecord(
                runID: try row.decode("run_id"), trigger: try row.decode("trigger"),
                selection: try row.decode("selection"),
                status: RunRecord.Status(rawValue: try row.decode("status")) ?? .failed,
                startedAt: try row.decode("started_at"),
                finishedAt: try row.decodeIfPresent("finished_at"),
                runDate: try row.decode("run_date"), asOf: try row.decodeIfPresent("as_of_date"),
                into: try row.decodeIfPresent("table_set"),
                models: try row.decodeIfPresent("models"), rows: try row.decodeIfPresent("rows"),
                error: try row.decodeIfPresent("error"))
        }
    }
}
