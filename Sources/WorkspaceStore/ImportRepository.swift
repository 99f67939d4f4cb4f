package import ExactValues
package import SQLAccess

/// The workspace's imports.
package struct ImportRepository {
    private let session: any SQLSession

    package init(_ session: any SQLSession) {
        self.session = session
    }

    package func find(importID: String) throws -> ImportRecord? {
        try records("WHERE import_id = \(importID)").first
    }

    /// The latest first, at most `limit`.
    package func list(limit: Int) throws -> [ImportRecord] {
        try records("ORDER BY started_at DESC, import_id LIMIT \(limit)")
    }

    /// Writes down that an import has begun; one that began before and did not end begins again.
    package func begin(_ record: ImportRecord) throws(SQLError) {
        try session.execute(
            """
            INSERT INTO workspace.imports (
                import_id, kind, file_name, content_sha256, status, row_count,
                accepted_row_count, rejected_row_count, started_at, imported_at
            )
            VALUES (
                \(record.importID), \(record.kind), \(record.fileName), \(record.contentSHA256),
                \(record.status.rawValue), \(record.rows), \(record.acceptedRows),
                \(record.rejectedRows), \(record.startedAt), \(record.importedAt)
            )
            ON CONFLICT (import_id) DO UPDATE SET
                file_name = excluded.file_name, status = excluded.status,
                started_at = excluded.started_at, imported_at = excluded.imported_at
            """)
    }

    /// Writes down how an import ended; `imported_at` only where it was imported.
    package func finish(
        importID: String, status: ImportStatus, at instant: UTCTimestamp
    ) throws(SQLError) {
        let importedAt = status == .imported ? instant : nil
        try session.execute(
            """
            UPDATE workspace.imports
            SET status = \(status.rawValue), imported_at = \(importedAt)
            WHERE import_id = \(importID)
            """)
    }

    private func records(_ condition: SQLStatement) throws -> [ImportRecord] {
        let table = try session.query(
            """
            SELECT import_id, kind, file_name, content_sha256, status, row_count,
                accepted_row_count, rejected_row_count, started_at, imported_at
            FROM workspace.imports \(statement: condition)
            """)
        return try table.rows.map { row in
            let status: String = try row.decode("status")
            return ImportRecord(
                importID: try row.decode("import_id"), kind: try row.decode("kind"),
                fileName: try row.decode("file_name"),
                contentSHA256: try row.decode("content_sha256"),
                status: ImportStatus(rawValue: status) ?? .failed,
                rows: try row.decode("row_count"),
                acceptedRows: try row.decode("accepted_row_count"),
                rejectedRows: try row.decode("rejected_row_count"),
                startedAt: try row.decode("started_at"),
                importedAt: try row.decodeIfPresent("imported_at"))
        }
    }
}
