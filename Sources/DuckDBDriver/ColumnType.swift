import CDuckDB
import ExactValues
import SQLAccess

/// A column's type as DuckDB has it, taken out of its handle at once.
struct ColumnType {
    let name: String
    let id: duckdb_type
    let decimalScale: Int
    let decimalStorage: duckdb_type

    /// Reads what the handle says; the handle stays with the caller.
    init(name: String, reading type: duckdb_logical_type?) {
        self.name = name
        id = duckdb_get_type_id(type)
        if id == DUCKDB_TYPE_DECIMAL {
            decimalScale = Int(duckdb_decimal_scale(type))
            decimalStorage = duckdb_decimal_internal_type(type)
        } else {
            decimalScale = 0
            decimalStorage = DUCKDB_TYPE_INVALID
        }
    }

    func unsupported(sql: String) -> SQLError {
        SQLError(
            kind: .conversion, engine: .duckDB,
            message:
                "column \(name) has a type that is not read here (DuckDB type \(id.rawValue)); "
                + "cast it, for example CAST(\(name) AS VARCHAR)",
            sql: sql)
    }

    /// An empty column of this type.
    func noValues(sql: String) throws(SQLError) -> SQLColumnValues {
        switch id {
        case DUCKDB_TYPE_BOOLEAN: .booleans([])
        case DUCKDB_TYPE_TINYINT, DUCKDB_TYPE_SMALLINT, DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_BIGINT,
            DUCKDB_TYPE_UTINYINT, DUCKDB_TYPE_USMALLINT, DUCKDB_TYPE_UINTEGER:
            .integers([])
        case DUCKDB_TYPE_UBIGINT, DUCKDB_TYPE_HUGEINT: .decimals([], scale: 0)
        case DUCKDB_TYPE_FLOAT, DUCKDB_TYPE_DOUBLE: .doubles([])
        case DUCKDB_TYPE_DECIMAL: .decimals([], scale: decimalScale)
        case DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_SQLNULL: .texts(TextColumn())
        case DUCKDB_TYPE_BLOB: .blobs(TextColumn())
        case DUCKDB_TYPE_DATE: .dates([])
        case DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_TIMESTAMP_TZ, DUCKDB_TYPE_TIMESTAMP_S,
            DUCKDB_TYPE_TIMESTAMP_MS:
            .timestamps([])
        default: throw unsupported(sql: sql)
        }
    }

    func read(
        _ vector: duckdb_vector?, count: Int, sql: String
    ) throws(SQLError) -> SQLColumn {
        let nulls = ColumnType.nulls(of: vector, count: count)
        guard id != DUCKDB_TYPE_SQLNULL else {
            var texts = TextColumn()
            for _ in 0..<count { texts.appendEmpty() }
            return SQLColumn(
                name: name, values: .texts(texts), nulls: Array(repeating: true, count: count))
        }
        guard let data = duckdb_vector_get_data(vector) else { throw unsupported(sql: sql) }
        return SQLColumn(
            name: name, values: try values(data, count: count, nulls: nulls, sql: sql),
            nulls: nulls)
    }

    private func values(
        _ data: UnsafeMutableRawPointer, count: Int, nulls: [Bool], sql: String
    ) throws(SQLError) -> SQLColumnValues {
        func array<Element>(_ type: Element.Type) -> UnsafeBufferPointer<Element> {
            UnsafeBufferPointer(start: data.assumingMemoryBound(to: type), count: count)
        }
        switch id {
        case DUCKDB_TYPE_BOOLEAN: return .booleans(Array(array(Bool.self)))
        case DUCKDB_TYPE_TINYINT: return .integers(array(Int8.self).map { Int64($0) })
        case DUCKDB_TYPE_SMALLINT: return .integers(array(Int16.self).map { Int64($0) })
        case DUCKDB_TYPE_INTEGER: return .integers(array(Int32.self).map { Int64($0) })
        case DUCKDB_TYPE_BIGINT: return .integers(Array(array(Int64.self)))
        case DUCKDB_TYPE_UTINYINT: return .integers(array(UInt8.self).map { Int64($0) })
        case DUCKDB_TYPE_USMALLINT: return .integers(array(UInt16.self).map { Int64($0) })
        case DUCKDB_TYPE_UINTEGER: return .integers(array(UInt32.self).map { Int64($0) })
        case DUCKDB_TYPE_UBIGINT:
            return .decimals(array(UInt64.self).map { Int128($0) }, scale: 0)
        case DUCKDB_TYPE_HUGEINT:
            return .decimals(array(duckdb_hugeint.self).map(\.number), scale: 0)
        case DUCKDB_TYPE_FLOAT: return .doubles(array(Float.self).map { Double($0) })
        case DUCKDB_TYPE_DOUBLE: return .doubles(Array(array(Double.self)))
        case DUCKDB_TYPE_DECIMAL:
            switch decimalStorage {
            case DUCKDB_TYPE_SMALLINT:
                return .decimals(array(Int16.self).map { Int128($0) }, scale: decimalScale)
            case DUCKDB_TYPE_INTEGER:
                return .decimals(array(Int32.self).map { Int128($0) }, scale: decimalScale)
            case DUCKDB_TYPE_BIGINT:
                return .decimals(array(Int64.self).map { Int128($0) }, scale: decimalScale)
            default:
                return .decimals(array(duckdb_hugeint.self).map(\.number), scale: decimalScale)
            }
        case DUCKDB_TYPE_VARCHAR:
            return .texts(ColumnType.texts(array(duckdb_string_t.self), nulls: nulls))
        case DUCKDB_TYPE_BLOB:
            return .blobs(ColumnType.texts(array(duckdb_string_t.self), nulls: nulls))
        case DUCKDB_TYPE_DATE: return .dates(Array(array(Int32.self)))
        case DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_TIMESTAMP_TZ:
            return .timestamps(Array(array(Int64.self)))
        case DUCKDB_TYPE_TIMESTAMP_S:
            return .timestamps(array(Int64.self).map { $0 * 1_000_000 })
        case DUCKDB_TYPE_TIMESTAMP_MS:
            return .timestamps(array(Int64.self).map { $0 * 1000 })
        default: throw unsupported(sql: sql)
        }
    }

    /// Texts of up to 12 bytes stand in the vector itself, longer ones behind a pointer.
    private static func texts(
        _ strings: UnsafeBufferPointer<duckdb_string_t>, nulls: [Bool]
    ) -> TextColumn {
        var column = TextColumn()
        column.reserve(rows: strings.count, bytes: strings.count * 16)
        for (index, string) in strings.enumerated() {
            if !nulls.isEmpty, nulls[index] {
                column.appendEmpty()
                continue
            }
            var string = string
            let length = Int(duckdb_string_t_length(string))
            withUnsafeMutablePointer(to: &string) { pointer in
                duckdb_string_t_data(pointer).withMemoryRebound(to: UInt8.self, capacity: length) {
                    column.append(bytes: UnsafeBufferPointer(start: $0, count: length))
                }
            }
        }
        return column
    }

    private static func nulls(of vector: duckdb_vector?, count: Int) -> [Bool] {
        guard let validity = duckdb_vector_get_validity(vector) else { return [] }
        let words = (count + 63) / 64
        let isComplete = (0..<words).allSatisfy { word in
            let bits = min(64, count - word * 64)
            let mask: UInt64 = bits == 64 ? .max : (1 << UInt64(bits)) - 1
            return validity[word] & mask == mask
        }
        if isComplete { return [] }
        return (0..<count).map { validity[$0 / 64] >> UInt64($0 % 64) & 1 == 0 }
    }
}

extension duckdb_hugeint {
    var number: Int128 { Int128(upper) << 64 | Int128(lower) }
}
