/// One connection to one engine. Blocking; used by one thread at a time: an `SQLWorker` owns it.
package protocol SQLSession: AnyObject {
    var dialect: SQLDialect { get }

    /// Runs a statement whose rows nobody wants; answers the number of rows it changed.
    @discardableResult
    func execute(_ statement: SQLStatement) throws(SQLError) -> Int

    /// Runs several statements, separated by semicolons, without values: migrations, set-up.
    func executeScript(_ sql: String) throws(SQLError)

    /// Runs a query and hands its rows over in chunks as they come. Memory: one chunk.
    func query(
        _ statement: SQLStatement, eachChunk: (SQLTable) throws -> Void
    ) throws

    /// The whole result.
    func query(_ statement: SQLStatement) throws(SQLError) -> SQLTable

    /// Adds rows in bulk, columns matched by name; columns of the table that `rows` lacks get
    /// their defaults. All rows are in when it returns, none when it throws (inside a
    /// transaction: when that is committed).
    func append(_ rows: SQLTable, to table: TableName) throws(SQLError)

    var isInTransaction: Bool { get }

    /// Stops what runs on the connection now; the statement then throws `.interrupted`.
    var interrupter: SQLInterrupter { get }

    /// Releases the connection; everything after throws.
    func close()
}

/// Stops a running statement, from any thread.
package struct SQLInterrupter: Sendable {
    package let interrupt: @Sendable () -> Void

    package init(interrupt: @escaping @Sendable () -> Void) {
        self.interrupt = interrupt
    }
}

/// What differs between engines where no portable SQL exists.
package enum SQLDialect: String, Sendable, Hashable, CaseIterable {
    case duckDB
    case sqlite
    case postgreSQL
}

extension SQLSession {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// `body` is synchronous, so that nothing can suspend inside a transaction.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        precondition(!isInTransaction, "transactions do not nest")
        try execute(dialect == .sqlite ? "BEGIN IMMEDIATE" : "BEGIN TRANSACTION")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            if isInTransaction {
                // The body's error is the one to report; a failed rollback leaves nothing behind
                // either, because the engine drops the transaction with its connection.
                _ = try? execute("ROLLBACK")
            }
            throw error
        }
    }
}
