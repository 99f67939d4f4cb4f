package import ExactValues

/// How far an import is.
package enum ImportStatus: String, Sendable, Hashable {
    /// Begun; after a crash also one that never ended: importing the file again mends it.
    case running
    case imported
    case failed
}

/// One import of a file, as the workspace remembers it.
package struct ImportRecord: Sendable, Hashable {
    package let importID: String
    /// `orders`, later `results`, `customers`.
    package let kind: String
    package let fileName: String
    /// SHA-256 of the unpacked content, 64 hexadecimal digits.
    package let contentSHA256: String
    package let status: ImportStatus
    package let rows: Int
    /// Lines that count; the rest is kept in landing with its verdict.
    package let acceptedRows: Int
    package let rejectedRows: Int
    package let startedAt: UTCTimestamp
    /// Nil while it runs.
    package let importedAt: UTCTimestamp?

    package init(
        importID: String, kind: String, fileName: String, contentSHA256: String,
        status: ImportStatus, rows: Int, acceptedRows: Int, rejectedRows: Int,
        startedAt: UTCTimestamp, importedAt: UTCTimestamp? = nil
    ) {
        self.importID = importID
        self.kind = kind
        self.fileName = fileName
        self.contentSHA256 = contentSHA256
        self.status = status
        self.rows = rows
        self.acceptedRows = acceptedRows
        self.rejectedRows = rejectedRows
        self.startedAt = startedAt
        self.importedAt = importedAt
    }
}
