import CDuckDB
import ExactValues
import SQLAccess

/// The owner of one appender: columns go in as data chunks of 2,048 rows.
///
/// Nothing counts until `finish()` returns; an appender that is dropped without it throws its rows
/// away, and the caller's transaction with them.
struct ColumnAppender: ~Copyable {
    private var handle: duckdb_appender?
    private let table: TableName

    init(
        table: TableName, columns: [String], on connection: duckdb_connection
    ) throws(SQLError) {
        var created: duckdb_appender?
        self.table = table
        let state = duckdb_appender_create_ext(
            connection, table.schema == nil ? "temp" : nil, table.schema, table.name, &created)
        handle = created
        guard state == DuckDBSuccess else { throw failure() }
        for column in columns {
            guard duckdb_appender_add_column(handle, column) == DuckDBSuccess else {
                throw failure()
            }
        }
    }

    deinit {
        var handle = handle
        // Clearing first: destroying an appender flushes what it still holds.
        _ = duckdb_appender_clear(handle)
        _ = duckdb_appender_destroy(&handle)
    }

    borrowing func append(_ rows: SQLTable) throws(SQLError) {
        var logicalTypes: [duckdb_logical_type?] = rows.columns.indices.map {
            duckdb_appender_column_type(handle, idx_t($0))
        }
        let targets = zip(rows.columns, logicalTypes).map { column, type in
            AppendTarget(column: column, type: type)
        }
        var chunk = duckdb_create_data_chunk(&logicalTypes, idx_t(logicalTypes.count))
        defer {
            duckdb_destroy_data_chunk(&chunk)
            for index in logicalTypes.indices {
                duckdb_destroy_logical_type(&logicalTypes[index])
            }
        }
        let capacity = Int(duckdb_vector_size())
        var start = 0
        while start < rows.rowCount {
            let count = min(capacity, rows.rowCount - start)
            duckdb_data_chunk_reset(chunk)
            for (index, column) in rows.columns.enumerated() {
                let vector = duckdb_data_chunk_get_vector(chunk, idx_t(index))
                try targets[index].fill(vector, from: column, rows: start..<(start + count))
            }
            duckdb_data_chunk_set_size(chunk, idx_t(count))
            guard duckdb_append_data_chunk(handle, chunk) == DuckDBSuccess else {
                throw failure()
            }
            start += count
        }
    }

    /// Hands the rows to the table. Outside a transaction they are committed when this returns.
    consuming func finish() throws(SQLError) {
        guard duckdb_appender_close(handle) == DuckDBSuccess else { throw failure() }
    }

    private borrowing func failure() -> SQLError {
        var data = duckdb_appender_error_data(handle)
        defer { duckdb_destroy_error_data(&data) }
        let message =
            duckdb_error_data_message(data).map { String(cString: $0) }
            ?? "cannot append to \(table)"
        return SQLError(
            kind: SQLError.kind(duckdb_error_data_error_type(data), message: message),
            engine: .duckDB, message: message, sql: "append to \(table)")
    }
}
