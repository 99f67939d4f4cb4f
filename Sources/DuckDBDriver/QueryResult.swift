import CDuckDB
import ExactValues
import SQLAccess

/// The owner of one result, read chunk by chunk as columns.
struct QueryResult: ~Copyable {
    private var raw: duckdb_result
    private let sql: String
    private let types: [ColumnType]

    init(owning raw: duckdb_result, sql: String) {
        var raw = raw
        self.sql = sql
        types = (0..<duckdb_column_count(&raw)).map { index in
            var type = duckdb_column_logical_type(&raw, index)
            defer { duckdb_destroy_logical_type(&type) }
            return ColumnType(
                name: duckdb_column_name(&raw, index).map { String(cString: $0) } ?? "",
                reading: type)
        }
        self.raw = raw
    }

    deinit {
        var raw = raw
        duckdb_destroy_result(&raw)
    }

    var changedRowCount: Int {
        var raw = raw
        return Int(duckdb_rows_changed(&raw))
    }

    borrowing func emptyTable() throws(SQLError) -> SQLTable {
        var columns: [SQLColumn] = []
        for type in types {
            columns.append(SQLColumn(name: type.name, values: try type.noValues(sql: sql)))
        }
        return SQLTable(columns: columns)
    }

    /// The next rows (up to 2,048), nil after the last.
    borrowing func nextChunk() throws(SQLError) -> SQLTable? {
        var chunk = duckdb_fetch_chunk(raw)
        guard chunk != nil else {
            // A stream that fails in the middle ends like one that is done, but has an error.
            var raw = raw
            if duckdb_result_error(&raw) != nil { throw SQLError(result: &raw, sql: sql) }
            return nil
        }
        defer { duckdb_destroy_data_chunk(&chunk) }
        let count = Int(duckdb_data_chunk_get_size(chunk))
        guard count > 0 else { return nil }
        var columns: [SQLColumn] = []
        columns.reserveCapacity(types.count)
        for (index, type) in types.enumerated() {
            let vector = duckdb_data_chunk_get_vector(chunk, idx_t(index))
            columns.append(try type.read(vector, count: count, sql: sql))
        }
        return SQLTable(columns: columns)
    }
}
