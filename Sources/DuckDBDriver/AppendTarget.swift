import CDuckDB
import ExactValues
import SQLAccess

/// How values of one of our columns are written into vectors of the table's type.
struct AppendTarget {
    private let type: ColumnType

    init(column: SQLColumn, type logicalType: duckdb_logical_type?) {
        type = ColumnType(name: column.name, reading: logicalType)
    }

    func fill(
        _ vector: duckdb_vector?, from column: SQLColumn, rows: Range<Int>
    ) throws(SQLError) {
        guard let data = duckdb_vector_get_data(vector) else {
            throw mismatch(column, "a type that is not written here")
        }
        if !column.nulls.isEmpty {
            duckdb_vector_ensure_validity_writable(vector)
            let validity = duckdb_vector_get_validity(vector)
            for row in rows where column.nulls[row] {
                duckdb_validity_set_row_invalid(validity, idx_t(row - rows.lowerBound))
            }
        }
        switch (column.values, type.id) {
        case (.booleans(let values), DUCKDB_TYPE_BOOLEAN): copy(values, rows, to: data)
        case (.integers(let values), DUCKDB_TYPE_BIGINT): copy(values, rows, to: data)
        case (.integers(let values), DUCKDB_TYPE_INTEGER):
            try narrow(values, rows, to: Int32.self, data, column)
        case (.integers(let values), DUCKDB_TYPE_SMALLINT):
            try narrow(values, rows, to: Int16.self, data, column)
        case (.doubles(let values), DUCKDB_TYPE_DOUBLE): copy(values, rows, to: data)
        case (.dates(let values), DUCKDB_TYPE_DATE): copy(values, rows, to: data)
        case (.timestamps(let values), DUCKDB_TYPE_TIMESTAMP): copy(values, rows, to: data)
        case (.timestamps(let values), DUCKDB_TYPE_TIMESTAMP_TZ): copy(values, rows, to: data)
        case (.decimals(let values, let scale), DUCKDB_TYPE_DECIMAL):
            try decimals(values, scale, rows, data, column)
        case (.decimals(let values, scale: 0), DUCKDB_TYPE_HUGEINT):
            let target = data.assumingMemoryBound(to: duckdb_hugeint.self)
            for row in rows { target[row - rows.lowerBound] = duckdb_hugeint(values[row]) }
        case (.texts(let values), DUCKDB_TYPE_VARCHAR):
            try texts(values, rows, to: vector, column: column, mustBeUTF8: true)
        case (.blobs(let values), DUCKDB_TYPE_BLOB):
            try texts(values, rows, to: vector, column: column, mustBeUTF8: false)
        default:
            throw mismatch(column, "DuckDB type \(type.id.rawValue)")
        }
    }

    private func copy<Element>(
        _ values: [Element], _ rows: Range<Int>, to data: UnsafeMutableRawPointer
    ) {
        values.withUnsafeBytes { bytes in
            let stride = MemoryLayout<Element>.stride
            let slice = bytes[(rows.lowerBound * stride)..<(rows.upperBound * stride)]
            data.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: slice).baseAddress ?? UnsafeRawPointer(data),
                byteCount: slice.count)
        }
    }

    private func narrow<Integer: FixedWidthInteger>(
        _ values: [Int64], _ rows: Range<Int>, to: Integer.Type,
        _ data: UnsafeMutableRawPointer, _ column: SQLColumn
    ) throws(SQLError) {
        let target = data.assumingMemoryBound(to: Integer.self)
        for row in rows {
            if column.isNull(at: row) { continue }
            guard let value = Integer(exactly: values[row]) else {
                throw mismatch(column, "\(Integer.self), which \(values[row]) does not fit")
            }
            target[row - rows.lowerBound] = value
        }
    }

    /// Brings the units to the table's scale, exactly or not at all.
    private func decimals(
        _ values: [Int128], _ scale: Int, _ rows: Range<Int>,
        _ data: UnsafeMutableRawPointer, _ column: SQLColumn
    ) throws(SQLError) {
        guard scale <= type.decimalScale else {
            throw mismatch(column, "a decimal of only \(type.decimalScale) decimals")
        }
        var factor: Int128 = 1
        for _ in scale..<type.decimalScale { factor *= 10 }
        for row in rows {
            if column.isNull(at: row) { continue }
            let index = row - rows.lowerBound
            let (units, overflow) = values[row].multipliedReportingOverflow(by: factor)
            guard !overflow else { throw mismatch(column, "a decimal too small for it") }
            switch type.decimalStorage {
            case DUCKDB_TYPE_BIGINT:
                guard let narrow = Int64(exactly: units) else {
                    throw mismatch(column, "a decimal too small for it")
                }
                data.assumingMemoryBound(to: Int64.self)[index] = narrow
            case DUCKDB_TYPE_HUGEINT:
                data.assumingMemoryBound(to: duckdb_hugeint.self)[index] = duckdb_hugeint(units)
            case DUCKDB_TYPE_INTEGER:
                guard let narrow = Int32(exactly: units) else {
                    throw mismatch(column, "a decimal too small for it")
                }
                data.assumingMemoryBound(to: Int32.self)[index] = narrow
            default:
                guard let narrow = Int16(exactly: units) else {
                    throw mismatch(column, "a decimal too small for it")
                }
                data.assumingMemoryBound(to: Int16.self)[index] = narrow
            }
        }
    }

    /// The engine would turn a text that is not UTF-8 into null without a word: it is refused here.
    /// A run of texts is valid when the whole run is and each text starts at a character.
    private func texts(
        _ values: TextColumn, _ rows: Range<Int>, to vector: duckdb_vector?,
        column: SQLColumn, mustBeUTF8: Bool
    ) throws(SQLError) {
        let isValid = values.bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters -> Bool in
                let first = values.range(at: rows.lowerBound).lowerBound
                let last = values.range(at: rows.upperBound - 1).upperBound
                if mustBeUTF8, let base = characters.baseAddress {
                    var error = duckdb_valid_utf8_check(base + first, idx_t(last - first))
                    if error != nil {
                        duckdb_destroy_error_data(&error)
                        return false
                    }
                }
                for row in rows where !column.isNull(at: row) {
                    let range = values.range(at: row)
                    if mustBeUTF8, !range.isEmpty, buffer[range.lowerBound] & 0xC0 == 0x80 {
                        return false
                    }
                    let index = idx_t(row - rows.lowerBound)
                    if let base = characters.baseAddress, !range.isEmpty {
                        duckdb_unsafe_vector_assign_string_element_len(
                            vector, index, base + range.lowerBound, idx_t(range.count))
                    } else {
                        duckdb_vector_assign_string_element_len(vector, index, "", 0)
                    }
                }
                return true
            }
        }
        guard isValid else { throw mismatch(column, "text, but holds bytes that are not UTF-8") }
    }

    private func mismatch(_ column: SQLColumn, _ target: String) -> SQLError {
        SQLError(
            kind: .conversion, engine: .duckDB,
            message: "column \(column.name) of the table is \(target)")
    }
}

extension duckdb_hugeint {
    init(_ number: Int128) {
        self.init(
            lower: UInt64(truncatingIfNeeded: number),
            upper: Int64(truncatingIfNeeded: number >> 64))
    }
}
