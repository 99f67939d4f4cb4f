import CDuckDB
import ExactValues
import SQLAccess

/// The owner of one prepared statement with its values bound.
struct PreparedStatement: ~Copyable {
    private var handle: duckdb_prepared_statement?
    let sql: String

    init(_ statement: SQLStatement, on connection: duckdb_connection) throws(SQLError) {
        let (sql, parameters) = statement.rendered { "$\($0)" }
        self.sql = sql
        handle = try PreparedStatement.prepare(sql, on: connection)
        for (index, value) in parameters.enumerated() {
            guard bind(value, at: idx_t(index + 1)) == DuckDBSuccess else {
                let text = duckdb_prepare_error(handle).map { String(cString: $0) }
                throw SQLError(
                    kind: .misuse, engine: .duckDB,
                    message: text ?? "parameter \(index + 1) cannot be bound", sql: sql)
            }
        }
    }

    deinit {
        var handle = handle
        duckdb_destroy_prepare(&handle)
    }

    private static func prepare(
        _ sql: String, on connection: duckdb_connection
    ) throws(SQLError) -> duckdb_prepared_statement? {
        var prepared: duckdb_prepared_statement?
        guard duckdb_prepare(connection, sql, &prepared) == DuckDBSuccess else {
            let text = duckdb_prepare_error(prepared).map { String(cString: $0) }
            duckdb_destroy_prepare(&prepared)
            throw SQLError(
                duckDBMessage: text ?? "the statement cannot be prepared", sql: sql)
        }
        return prepared
    }

    /// A streaming result is read while the statement still runs, and ends when the connection
    /// runs another one.
    borrowing func run(isStreaming: Bool) throws(SQLError) -> QueryResult {
        var raw = duckdb_result()
        let state =
            isStreaming
            ? duckdb_execute_prepared_streaming(handle, &raw)
            : duckdb_execute_prepared(handle, &raw)
        guard state == DuckDBSuccess else {
            let error = SQLError(result: &raw, sql: sql)
            duckdb_destroy_result(&raw)
            throw error
        }
        return QueryResult(owning: raw, sql: sql)
    }

    private func bind(_ value: SQLValue, at index: idx_t) -> duckdb_state {
        switch value {
        case .null: return duckdb_bind_null(handle, index)
        case .boolean(let flag): return duckdb_bind_boolean(handle, index, flag)
        case .integer(let number): return duckdb_bind_int64(handle, index, number)
        case .double(let number): return duckdb_bind_double(handle, index, number)
        case .decimal(let number):
            let wide = duckdb_hugeint(
                lower: UInt64(truncatingIfNeeded: number.units),
                upper: Int64(truncatingIfNeeded: number.units >> 64))
            let decimal = duckdb_decimal(
                width: 38, scale: UInt8(number.scale), value: wide)
            return duckdb_bind_decimal(handle, index, decimal)
        case .text(let text):
            var text = text
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    duckdb_bind_varchar_length(handle, index, $0.baseAddress, idx_t($0.count))
                }
            }
        case .date(let date):
            return duckdb_bind_date(handle, index, duckdb_date(days: date.daysSinceEpoch))
        case .timestamp(let instant):
            return duckdb_bind_timestamp(
                handle, index, duckdb_timestamp(micros: instant.microseconds))
        case .blob(let bytes):
            return bytes.withUnsafeBytes {
                duckdb_bind_blob(handle, index, $0.baseAddress, idx_t($0.count))
            }
        }
    }
}
