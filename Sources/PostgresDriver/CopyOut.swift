import CLibPQ
import SQLAccess

/// A query's rows by `COPY … TO STDOUT (FORMAT binary)`: several times cheaper than rows one by
/// one, but it takes no values.
struct CopyOut {
    private let sql: String
    private let connection: OpaquePointer

    init(_ sql: String, on connection: OpaquePointer) {
        self.sql = sql
        self.connection = connection
    }

    /// Only queries that read: `COPY` of a query that changes rows has rules of its own.
    static func canRead(_ sql: String) -> Bool {
        let text = sql.uppercased()
        switch text.drop(while: \.isWhitespace).prefix(while: \.isLetter) {
        case "SELECT": return !text.contains(" INTO ")
        case "WITH":
            return !["INSERT", "UPDATE", "DELETE", "MERGE"].contains { text.contains($0) }
        default: return false
        }
    }

    func read(
        chunkRows: Int, _ eachChunk: (SQLTable) throws -> Void, stop: () -> Void
    ) throws {
        var reader = TableReader(try describe())
        let copy = "COPY (\(withoutSemicolon)\n) TO STDOUT (FORMAT binary)"
        _ = try ResultHandle(PQexec(connection, copy), on: connection, sql: sql)
        do {
            while let message = try nextMessage() {
                defer { PQfreemem(message.baseAddress) }
                if try appendRow(of: UnsafeRawBufferPointer(message), to: &reader),
                    reader.rowCount == chunkRows
                {
                    try eachChunk(reader.takeTable())
                }
            }
        } catch {
            stop()
            // The rest is of no interest; the error that led here is the one to report.
            while let message = try? nextMessage() { PQfreemem(message.baseAddress) }
            drain(connection)
            throw error
        }
        try finish()
        if reader.rowCount > 0 { try eachChunk(reader.takeTable()) }
    }

    private var withoutSemicolon: Substring {
        var text = Substring(sql)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        return text
    }

    private func describe() throws(SQLError) -> [ColumnDescription] {
        _ = try ResultHandle(
            PQprepare(connection, "", sql, 0, nil), on: connection, sql: sql)
        return try ResultHandle(PQdescribePrepared(connection, ""), on: connection, sql: sql)
            .columns()
    }

    /// Nil at the end of the copy; the caller frees it.
    private func nextMessage() throws(SQLError) -> UnsafeMutableBufferPointer<CChar>? {
        var start: UnsafeMutablePointer<CChar>?
        let count = PQgetCopyData(connection, &start, 0)
        if count == -2 { throw .last(on: connection, sql: sql) }
        return count > 0 ? UnsafeMutableBufferPointer(start: start, count: Int(count)) : nil
    }

    /// False for the trailer. The first message begins with the signature, flags and the length
    /// of an extension that is skipped.
    private func appendRow(
        of message: UnsafeRawBufferPointer, to reader: inout TableReader
    ) throws(SQLError) -> Bool {
        var offset = 0
        if message.count >= 19, message.starts(with: CopySignature.bytes) {
            offset = 19 + Int(message.bigEndian(at: 15, as: UInt32.self))
        }
        guard offset + 2 <= message.count else { return false }
        let fieldCount = Int(message.bigEndian(at: offset, as: Int16.self))
        offset += 2
        if fieldCount == -1 { return false }
        guard fieldCount == reader.columnCount else {
            throw .postgresMisuse("a copied row has \(fieldCount) fields", sql: sql)
        }
        try reader.appendRow { _ throws(SQLError) in
            let length = Int(message.bigEndian(at: offset, as: Int32.self))
            offset += 4
            guard length >= 0 else { return nil }
            defer { offset += length }
            return UnsafeRawBufferPointer(rebasing: message[offset..<(offset + length)])
        }
        return true
    }

    private func finish() throws(SQLError) {
        do throws(SQLError) {
            _ = try ResultHandle(PQgetResult(connection), on: connection, sql: sql)
        } catch {
            drain(connection)
            throw error
        }
        drain(connection)
    }
}

enum CopySignature {
    /// `PGCOPY\n\377\r\n\0`.
    static let bytes: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00,
    ]
}

/// Reads what is left of a statement's results, so that the connection is ready for the next.
func drain(_ connection: OpaquePointer) {
    while let result = PQgetResult(connection) { PQclear(result) }
}
