import CSQLite
import Glibc
package import SQLAccess
import Synchronization

/// One connection to one SQLite file, for the small, transactional tables.
///
/// How values are kept (tables are `STRICT`): booleans as INTEGER 0 and 1, integers as INTEGER,
/// doubles as REAL, texts as TEXT, blobs as BLOB, decimals as TEXT with all their decimals (exact),
/// dates as TEXT `YYYY-MM-DD`, instants as TEXT `YYYY-MM-DDTHH:MM:SS.ffffffZ` (texts sort as
/// instants do). Reading gives integers, doubles, texts and blobs; `SQLDecodable` makes booleans,
/// dates, instants and decimals of them.
///
/// Every commit is on the disk when it returns (WAL with `synchronous=FULL`).
package final class SQLiteSession: SQLSession {
    private var database: OpaquePointer?
    private let interruptTarget: InterruptTarget
    /// SQLite keeps a pointer to its main schema's name for as long as the connection lives.
    private let schemaName: UnsafeMutablePointer<CChar>?
    private var cache = StatementCache()

    package let dialect = SQLDialect.sqlite

    /// Rows of one chunk of `query(_:eachChunk:)`.
    package static let chunkRows = 2048

    /// Opens the file, and makes it where there is none.
    ///
    /// - Parameters:
    ///   - path: the file, or `:memory:`.
    ///   - schema: a name by which statements may call the file's tables, so that one text runs
    ///     on PostgreSQL too: `workspace` for `workspace.campaigns`.
    ///   - busyTimeoutMilliseconds: how long a statement waits for another connection's lock
    ///     before it throws `.busy`.
    package static func open(
        path: String, schema: String? = nil, busyTimeoutMilliseconds: Int32 = 5000
    ) throws(SQLError) -> SQLiteSession {
        var database: OpaquePointer?
        let flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &database, flags, nil)
        guard code == SQLITE_OK, let database else {
            let error = SQLError.last(on: database)
            sqlite3_close_v2(database)
            throw SQLError(
                kind: error.kind, engine: .sqlite, code: error.code,
                message: "\(path): \(error.message)")
        }
        let session = SQLiteSession(database, schema: schema)
        do throws(SQLError) {
            try session.configure(busyTimeoutMilliseconds: busyTimeoutMilliseconds)
        } catch {
            session.close()
            throw SQLError(
                kind: error.kind, engine: .sqlite, code: error.code,
                message: "\(path): \(error.message)")
        }
        return session
    }

    private init(_ database: OpaquePointer, schema: String?) {
        self.database = database
        interruptTarget = InterruptTarget(database)
        schemaName = schema.flatMap { strdup($0) }
    }

    deinit {
        close()
    }

    package var isInTransaction: Bool {
        database.map { sqlite3_get_autocommit($0) == 0 } ?? false
    }

    package var interrupter: SQLInterrupter {
        let target = interruptTarget
        return SQLInterrupter { target.interrupt() }
    }

    @discardableResult
    package func execute(_ statement: SQLStatement) throws(SQLError) -> Int {
        let database = try openDatabase()
        let before = sqlite3_total_changes64(database)
        let entry = try prepared(statement)
        defer { giveBack(entry) }
        while try entry.statement.step() {}
        return Int(sqlite3_total_changes64(database) - before)
    }

    package func executeScript(_ sql: String) throws(SQLError) {
        let database = try openDatabase()
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
            throw SQLError.last(on: database, sql: sql)
        }
    }

    package func query(
        _ statement: SQLStatement, eachChunk: (SQLTable) throws -> Void
    ) throws {
        let entry = try prepared(statement)
        defer { giveBack(entry) }
        // The first step takes note of a table that changed since; only then its columns are known.
        var hasRow = try entry.statement.step()
        var builder = TableBuilder(entry.statement)
        while hasRow {
            try builder.appendRow(of: entry.statement)
            if builder.rowCount == SQLiteSession.chunkRows { try eachChunk(builder.takeTable()) }
            hasRow = try entry.statement.step()
        }
        if builder.rowCount > 0 { try eachChunk(builder.takeTable()) }
    }

    package func query(_ statement: SQLStatement) throws(SQLError) -> SQLTable {
        let entry = try prepared(statement)
        defer { giveBack(entry) }
        var hasRow = try entry.statement.step()
        var builder = TableBuilder(entry.statement)
        while hasRow {
            try builder.appendRow(of: entry.statement)
            hasRow = try entry.statement.step()
        }
        return builder.takeTable()
    }

    /// One prepared insert for all rows, in a savepoint: all or none.
    package func append(_ rows: SQLTable, to table: TableName) throws(SQLError) {
        guard !rows.isEmpty else { return }
        let marks = Array(repeating: "?", count: rows.columns.count).joined(separator: ", ")
        let insert: SQLStatement =
            "INSERT INTO \(table: table) (\(identifiers: rows.columnNames)) VALUES "
        try execute("SAVEPOINT bellwether_append")
        do throws(SQLError) {
            try insertEach(of: rows, insert + SQLStatement(trusted: "(\(marks))"))
            try execute("RELEASE bellwether_append")
        } catch {
            // The first error is the one to report. An engine that rolled the whole transaction
            // back has no savepoint left, and that is as good.
            _ = try? execute("ROLLBACK TO bellwether_append")
            _ = try? execute("RELEASE bellwether_append")
            throw error
        }
    }

    package func close() {
        guard let open = database else { return }
        interruptTarget.release()
        cache.removeAll()
        database = nil
        // Closing waits for statements in use, then frees: `v2` never fails.
        sqlite3_close_v2(open)
        free(schemaName)
    }
}

extension SQLiteSession {
    private func openDatabase() throws(SQLError) -> OpaquePointer {
        guard let database else { throw .closedSQLiteSession }
        return database
    }

    private func configure(busyTimeoutMilliseconds: Int32) throws(SQLError) {
        let database = try openDatabase()
        sqlite3_busy_timeout(database, busyTimeoutMilliseconds)
        if let schemaName { bellwether_sqlite_name_main_schema(database, schemaName) }
        bellwether_sqlite_set_flag(database, SQLITE_DBCONFIG_DEFENSIVE, 1)
        // A name in double quotes that does not exist is an error, not a text.
        bellwether_sqlite_set_flag(database, SQLITE_DBCONFIG_DQS_DML, 0)
        bellwether_sqlite_set_flag(database, SQLITE_DBCONFIG_DQS_DDL, 0)
        try executeScript(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            """)
    }

    /// The statement, bound; whoever takes it gives it back.
    private func prepared(_ statement: SQLStatement) throws(SQLError) -> StatementCache.Entry {
        let database = try openDatabase()
        let (sql, parameters) = statement.rendered { "?\($0)" }
        let entry: StatementCache.Entry
        if let cached = cache.take(sql) {
            entry = cached
        } else {
            entry = StatementCache.Entry(try PreparedStatement(sql, database: database))
        }
        do throws(SQLError) {
            try entry.statement.bind(parameters)
        } catch {
            giveBack(entry)
            throw error
        }
        return entry
    }

    /// Resetting ends the statement's read, which would otherwise hold back checkpoints.
    private func giveBack(_ entry: StatementCache.Entry) {
        entry.statement.reset()
        if database != nil { cache.giveBack(entry) }
    }

    private func insertEach(of rows: SQLTable, _ insert: SQLStatement) throws(SQLError) {
        let entry = try prepared(insert)
        defer { giveBack(entry) }
        for row in 0..<rows.rowCount {
            for (index, column) in rows.columns.enumerated() {
                try entry.statement.bind(column[row], at: index + 1)
            }
            _ = try entry.statement.step()
            entry.statement.reset()
        }
    }
}
