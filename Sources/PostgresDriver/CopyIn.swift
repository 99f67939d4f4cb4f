import CLibPQ
import SQLAccess

/// Rows into a table by `COPY … FROM STDIN (FORMAT binary)`: all of them or none.
struct CopyIn {
    private let sql: String
    private let targets: [ColumnDescription]
    private let connection: OpaquePointer

    /// Bytes that are gathered before they are handed to libpq.
    private static let bufferBytes = 1 << 16

    /// - Parameter targets: the table's columns, in the order of the statement's.
    init(_ sql: String, _ targets: [ColumnDescription], on connection: OpaquePointer) {
        self.sql = sql
        self.targets = targets
        self.connection = connection
    }

    func send(_ rows: SQLTable) throws(SQLError) {
        var writers: [ColumnWriter] = []
        for (column, target) in zip(rows.columns, targets) {
            writers.append(try ColumnWriter(column, target))
        }
        _ = try ResultHandle(PQexec(connection, sql), on: connection, sql: sql)
        do throws(SQLError) {
            try sendRows(rows.rowCount, writers)
        } catch {
            // The server drops what it has; the error that led here is the one to report, unless
            // the server ended the copy first: then it says why.
            _ = PQputCopyEnd(connection, error.message)
            let refusal = finish()
            throw error.kind == .conversion ? error : refusal ?? error
        }
        guard PQputCopyEnd(connection, nil) == 1 else {
            throw finish() ?? .last(on: connection, sql: sql)
        }
        if let refusal = finish() { throw refusal }
    }

    private func sendRows(_ rowCount: Int, _ writers: [ColumnWriter]) throws(SQLError) {
        var bytes = CopySignature.bytes + Array(repeating: 0, count: 8)
        bytes.reserveCapacity(CopyIn.bufferBytes + 4096)
        for row in 0..<rowCount {
            bytes.appendBigEndian(Int16(writers.count))
            for writer in writers { try writer.append(row: row, to: &bytes) }
            if bytes.count >= CopyIn.bufferBytes {
                try put(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        bytes.appendBigEndian(Int16(-1))
        try put(bytes)
    }

    private func put(_ bytes: [UInt8]) throws(SQLError) {
        let isTaken = bytes.withUnsafeBytes {
            PQputCopyData(
                connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
        }
        guard isTaken == 1 else { throw .last(on: connection, sql: sql) }
    }

    /// What the server says at the end: nil when the rows are in.
    private func finish() -> SQLError? {
        defer { drain(connection) }
        do throws(SQLError) {
            _ = try ResultHandle(PQgetResult(connection), on: connection, sql: sql)
            return nil
        } catch {
            return error
        }
    }
}
