import CDuckDB
import ExactValues
package import SQLAccess

/// One connection to a DuckDB database.
package final class DuckDBSession: SQLSession {
    private let connection: ConnectionHandle
    package private(set) var isInTransaction = false

    package var dialect: SQLDialect { .duckDB }

    init(database: DatabaseHandle) throws(SQLError) {
        connection = try ConnectionHandle(database: database)
    }

    @discardableResult
    package func execute(_ statement: SQLStatement) throws(SQLError) -> Int {
        do throws(SQLError) {
            let prepared = try PreparedStatement(statement, on: connection.borrowed())
            let result = try prepared.run(isStreaming: false)
            noteTransaction(prepared.sql)
            return result.changedRowCount
        } catch {
            noteFailure(statement.description)
            throw error
        }
    }

    package func executeScript(_ sql: String) throws(SQLError) {
        let pointer = try connection.borrowed()
        var raw = duckdb_result()
        defer { duckdb_destroy_result(&raw) }
        guard duckdb_query(pointer, sql, &raw) == DuckDBSuccess else {
            throw SQLError(result: &raw, sql: sql)
        }
        noteTransaction(sql)
    }

    package func query(
        _ statement: SQLStatement, eachChunk: (SQLTable) throws -> Void
    ) throws {
        let prepared = try PreparedStatement(statement, on: connection.borrowed())
        let result = try prepared.run(isStreaming: true)
        while let chunk = try result.nextChunk() { try eachChunk(chunk) }
    }

    package func query(_ statement: SQLStatement) throws(SQLError) -> SQLTable {
        let prepared = try PreparedStatement(statement, on: connection.borrowed())
        let result = try prepared.run(isStreaming: false)
        noteTransaction(prepared.sql)
        var table = try result.emptyTable()
        while let chunk = try result.nextChunk() { table.append(contentsOf: chunk) }
        return table
    }

    package func append(_ rows: SQLTable, to table: TableName) throws(SQLError) {
        guard !rows.isEmpty else { return }
        let appender = try ColumnAppender(
            table: table, columns: rows.columnNames, on: connection.borrowed())
        try appender.append(rows)
        try appender.finish()
    }

    package var interrupter: SQLInterrupter {
        SQLInterrupter { [connection] in connection.interrupt() }
    }

    /// The share of the running statement that is done, 0 to 1, from any thread.
    package var progress: @Sendable () -> Double? {
        { [connection] in connection.progress() }
    }

    package func close() {
        connection.close()
        isInTransaction = false
    }

    /// A failed COMMIT (a full disk, for example) ends the transaction too, and after a failed
    /// ROLLBACK there is none that could go on.
    private func noteFailure(_ sql: String) {
        let wasInTransaction = isInTransaction
        noteTransaction(sql)
        isInTransaction = isInTransaction && wasInTransaction
    }

    /// The C API does not tell whether a transaction is open; the statements that open and close
    /// one do.
    private func noteTransaction(_ sql: String) {
        let word = sql.prefix { $0.isLetter }.uppercased()
        switch word {
        case "BEGIN", "START": isInTransaction = true
        case "COMMIT", "END", "ROLLBACK", "ABORT": isInTransaction = false
        default: break
        }
    }
}
