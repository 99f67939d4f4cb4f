package import ExactValues
package import SQLAccess

/// The workspace's book of imports. Every call is one statement.
package struct ImportRepository {
    private let session: any SQLSession

    package init(_ session: any SQLSession) {
        self.session = session
    }

    package func find(importID: String) throws -> ImportRecord? {
        try session.query(
            """
            SELECT \(statement: ImportRepository.columns) FROM workspace.imports
            WHERE import_id = \(importID)
            """
        ).rows.first.map { try ImportRepository.read($0) }
    }

    /// Writes a begun import; one of the same id that never ended, or failed, begins anew.
    package func begin(_ record: ImportRecord) throws(SQLError) {
        try session.execute(
            """
            INSERT INTO workspace.imports (\(statement: ImportRepository.columns))
            VALUES (
                \(record.importID), \(record.kind), \(record.fileName), \(record.contentSHA256),
                \(record.status.rawValue), \(record.rows), \(record.acceptedRows),
                \(record.rejectedRows), \(record.startedAt), \(record.importedAt)
            )
            ON CONFLICT (import_id) DO UPDATE SET
                file_name = excluded.file_name, status = excluded.status,
                row_count = excluded.row_count, accepted_row_count = excluded.accepted_row_count,
                rejected_row_count = excluded.rejected_row_count,
                started_at = excluded.started_at, imported_at = excluded.imported_at
            """)
    }

    /// Writes how an import ended. Its time of import is `instant` where it is `imported`.
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

    /// The latest first, at most `limit`.
    package func list(limit: Int) throws -> [ImportRecord] {
        try session.query(
            """
            SELECT \(statement: ImportRepository.columns) FROM workspace.imports
            ORDER BY started_at DESC, import_id LIMIT \(limit)
            """
        ).rows.map { try ImportRepository.read($0) }
    }

    private static let columns: SQLStatement = """
        import_id, kind, file_name, content_sha256, status, row_count, accepted_row_count,
        rejected_row_count, started_at, imported_at
        """

    private static func read(_ row: SQLRow) throws -> ImportRecord {
        let word: String = try row.decode("status")
        guard let status = ImportStatus(rawValue: word) else {
            throw WorkspaceContentError.unknownWord(word, column: "imports.status")
        }
        return ImportRecord(
            importID: try row.decode("import_id"), kind: try row.decode("kind"),
            fileName: try row.decode("file_name"),
            contentSHA256: try row.decode("content_sha256"), status: status,
            rows: try row.decode("row_count"), acceptedRows: try row.decode("accepted_row_count"),
            rejectedRows: try row.decode("rejected_row_count"),
            startedAt: try row.decode("started_at"),
            importedAt: try row.decodeIfPresent("imported_at"))
    }
}
