import CLibPQ
package import SQLAccess

/// One connection to a PostgreSQL server.
///
/// Values travel in binary form both ways, so that numbers, days and instants arrive to the last
/// bit. Results are read as booleans, integers, doubles, decimals (exact, 38 digits), texts, days,
/// instants and blobs; a column of another type is an error that asks for a cast. Sessions run in
/// UTC.
///
/// A connection that died while idle is replaced before the next statement. One that dies during
/// a statement makes that statement throw `.connectionLost`, because nobody can know whether it
/// was carried out; the one after it reconnects. Inside a transaction everything is refused until
/// the transaction is rolled back.
package final class PostgresSession: SQLSession {
    private let connection: ConnectionHandle
    private var transaction = TransactionState.none
    /// A chunked query is handing rows over; the connection can do nothing else meanwhile.
    private var isReading = false

    package let dialect = SQLDialect.postgreSQL

    /// Rows of one chunk of `query(_:eachChunk:)`.
    package static let chunkRows = 2048

    /// Connects.
    ///
    /// - Parameter connectionString: a URI (`postgresql://…`) or `key=value` pairs, as libpq takes
    ///   them. `connect_timeout` is 10 s where it says none.
    package static func connect(_ connectionString: String) throws(SQLError) -> PostgresSession {
        PostgresSession(try ConnectionHandle(connectionString))
    }

    private init(_ connection: ConnectionHandle) {
        self.connection = connection
    }

    package var isInTransaction: Bool { transaction != .none }

    package var interrupter: SQLInterrupter {
        let target = connection.cancelTarget
        return SQLInterrupter { target.interrupt() }
    }

    @discardableResult
    package func execute(_ statement: SQLStatement) throws(SQLError) -> Int {
        let (sql, values) = statement.rendered { "$\($0)" }
        guard let open = try admit(sql) else { return 0 }
        defer { noteTransaction() }
        let result = try run(sql, try ParameterList(values, sql: sql), on: open)
        try refuseSilentRollback(result, sql: sql)
        return result.changedRowCount
    }

    /// The statements form one transaction, unless they say otherwise.
    package func executeScript(_ sql: String) throws(SQLError) {
        guard let open = try admit(sql) else { return }
        defer { noteTransaction() }
        let result = try ResultHandle(PQexec(open, sql), on: open, sql: sql)
        try refuseCopy(result, sql: sql)
        try refuseSilentRollback(result, sql: sql)
    }

    package func query(_ statement: SQLStatement) throws(SQLError) -> SQLTable {
        let (sql, values) = statement.rendered { "$\($0)" }
        guard let open = try admit(sql) else { return SQLTable(columns: []) }
        defer { noteTransaction() }
        let result = try run(sql, try ParameterList(values, sql: sql), on: open)
        var reader = TableReader(try result.columns())
        for row in 0..<result.rowCount { try result.appendRow(row, to: &reader) }
        return reader.takeTable()
    }

    /// Rows come by `COPY` where the statement has no values, else one by one from the socket;
    /// neither way holds more than a chunk in memory.
    ///
    /// A body that throws stops the query: outside a transaction at once; inside one by reading
    /// the rest, because cancelling would spoil the transaction.
    package func query(
        _ statement: SQLStatement, eachChunk: (SQLTable) throws -> Void
    ) throws {
        let (sql, values) = statement.rendered { "$\($0)" }
        guard let open = try admit(sql) else { return }
        isReading = true
        defer {
            isReading = false
            noteTransaction()
        }
        if values.isEmpty, CopyOut.canRead(sql) {
            try CopyOut(sql, on: open).read(
                chunkRows: PostgresSession.chunkRows, eachChunk, stop: stop)
        } else {
            try RowStream(sql, try ParameterList(values, sql: sql), on: open).read(
                chunkRows: PostgresSession.chunkRows, eachChunk, stop: stop)
        }
    }

    package func append(_ rows: SQLTable, to table: TableName) throws(SQLError) {
        guard !rows.isEmpty else { return }
        let names: SQLStatement = "\(identifiers: rows.columnNames)"
        let sample: SQLStatement = "SELECT \(statement: names) FROM \(table: table)"
        let copy: SQLStatement =
            "COPY \(table: table) (\(statement: names)) FROM STDIN (FORMAT binary)"
        guard let open = try admit(copy.description) else { return }
        defer { noteTransaction() }
        let targets = try describe(sample.description, on: open)
        try CopyIn(copy.description, targets, on: open).send(rows)
    }

    package func close() {
        connection.close()
        transaction = .none
    }
}

extension PostgresSession {
    /// The connection for the next statement; nil where there is nothing to do any more.
    private func admit(_ sql: String) throws(SQLError) -> OpaquePointer? {
        let open = try connection.borrowed()
        guard !isReading else {
            throw .postgresMisuse("another query's rows are being read", sql: sql)
        }
        let isRollback = sql.prefix { $0.isLetter }.uppercased() == "ROLLBACK"
        switch transaction.admit(isConnected: connection.isConnected, isRollback: isRollback) {
        case .run: break
        case .runOnLiveConnection: try connection.reconnectIfDead()
        case .nothingToDo: return nil
        case .refuse:
            throw SQLError(
                kind: .connectionLost, engine: .postgreSQL,
                message: "the connection was lost inside the transaction", sql: sql)
        }
        return open
    }

    private func noteTransaction() {
        transaction.finished(
            isConnected: connection.isConnected, isInTransaction: connection.isInTransaction)
    }

    private func run(
        _ sql: String, _ parameters: ParameterList, on open: OpaquePointer
    ) throws(SQLError) -> ResultHandle {
        let result = try ResultHandle(
            parameters.withPointers { PQexecParams(open, sql, $0, $1, $2, $3, $4, 1) },
            on: open, sql: sql)
        try refuseCopy(result, sql: sql)
        return result
    }

    /// The next statement ends the copy that was begun.
    private func refuseCopy(_ result: borrowing ResultHandle, sql: String) throws(SQLError) {
        if result.status == PGRES_COPY_IN || result.status == PGRES_COPY_OUT {
            throw .postgresMisuse("COPY is what append and chunked queries do", sql: sql)
        }
    }

    /// `COMMIT` of a failed transaction rolls back and calls that a success.
    private func refuseSilentRollback(
        _ result: borrowing ResultHandle, sql: String
    ) throws(SQLError) {
        let word = sql.prefix { $0.isLetter }.uppercased()
        if result.commandTag == "ROLLBACK", word == "COMMIT" || word == "END" {
            throw .postgresMisuse(
                "a statement of the transaction had failed: all of it was rolled back", sql: sql)
        }
    }

    private func describe(
        _ sql: String, on open: OpaquePointer
    ) throws(SQLError) -> [ColumnDescription] {
        _ = try ResultHandle(PQprepare(open, "", sql, 0, nil), on: open, sql: sql)
        return try ResultHandle(PQdescribePrepared(open, ""), on: open, sql: sql).columns()
    }

    private func stop() {
        if transaction == .none { connection.cancelTarget.interrupt() }
    }
}
