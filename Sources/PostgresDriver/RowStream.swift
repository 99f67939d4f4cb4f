import CLibPQ
import SQLAccess

/// A query's rows one by one from the socket, for statements with values.
struct RowStream {
    private let sql: String
    private let parameters: ParameterList
    private let connection: OpaquePointer

    init(_ sql: String, _ parameters: ParameterList, on connection: OpaquePointer) {
        self.sql = sql
        self.parameters = parameters
        self.connection = connection
    }

    func read(
        chunkRows: Int, _ eachChunk: (SQLTable) throws -> Void, stop: () -> Void
    ) throws {
        let isSent = parameters.withPointers {
            PQsendQueryParams(connection, sql, $0, $1, $2, $3, $4, 1)
        }
        guard isSent == 1, PQsetSingleRowMode(connection) == 1 else {
            throw SQLError.last(on: connection, sql: sql)
        }
        do {
            var reader: TableReader?
            while let next = PQgetResult(connection) {
                let result = try ResultHandle(next, on: connection, sql: sql)
                var rows = try reader ?? TableReader(result.columns())
                reader = nil
                for row in 0..<result.rowCount { try result.appendRow(row, to: &rows) }
                if rows.rowCount >= chunkRows { try eachChunk(rows.takeTable()) }
                reader = rows
            }
            if var rows = reader, rows.rowCount > 0 { try eachChunk(rows.takeTable()) }
        } catch {
            stop()
            drain(connection)
            throw error
        }
    }
}
