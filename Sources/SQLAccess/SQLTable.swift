/// Rows held as columns: what a query answers, and what an append takes.
package struct SQLTable: Sendable, Hashable {
    package var columns: [SQLColumn]

    /// - Precondition: all columns are equally long.
    package init(columns: [SQLColumn]) {
        precondition(
            columns.allSatisfy { $0.count == columns[0].count }, "columns are equally long")
        self.columns = columns
    }

    package var rowCount: Int { columns.first?.count ?? 0 }

    package var isEmpty: Bool { rowCount == 0 }

    package var columnNames: [String] { columns.map(\.name) }

    package func column(_ name: String) throws(SQLDecodingError) -> SQLColumn {
        guard let column = columns.first(where: { $0.name == name }) else {
            throw .noSuchColumn(name, available: columnNames)
        }
        return column
    }

    /// The rows one after another, for small results; large ones are read by column.
    package var rows: LazyMapCollection<Range<Int>, SQLRow> {
        (0..<rowCount).lazy.map { SQLRow(table: self, index: $0) }
    }

    /// The only value of a result of one row and one column.
    package func scalar<Value: SQLDecodable>(
        as type: Value.Type = Value.self
    ) throws(SQLDecodingError) -> Value {
        guard columns.count == 1, rowCount == 1 else {
            throw .notOneValue(rows: rowCount, columns: columns.count)
        }
        return try SQLRow(table: self, index: 0).decode(columns[0].name)
    }

    /// Puts another chunk of the same columns below these rows.
    package mutating func append(contentsOf other: SQLTable) {
        precondition(columnNames == other.columnNames, "chunks have the same columns")
        for index in columns.indices {
            let rows = columns[index].count
            let chunk = other.columns[index]
            if !columns[index].nulls.isEmpty || !chunk.nulls.isEmpty {
                var nulls = columns[index].nulls
                if nulls.isEmpty { nulls = Array(repeating: false, count: rows) }
                nulls +=
                    chunk.nulls.isEmpty
                    ? Array(repeating: false, count: chunk.count) : chunk.nulls
                columns[index].nulls = nulls
            }
            columns[index].values.append(contentsOf: chunk.values)
        }
    }
}

/// One row of a table.
package struct SQLRow: Sendable {
    let table: SQLTable
    let index: Int

    /// The value of a column that must not be null.
    package func decode<Value: SQLDecodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(SQLDecodingError) -> Value {
        guard let value: Value = try decodeIfPresent(column) else {
            throw .unexpectedNull(column: column)
        }
        return value
    }

    /// The value of a column, nil where it is null.
    package func decodeIfPresent<Value: SQLDecodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(SQLDecodingError) -> Value? {
        let value = try table.column(column)[index]
        if value == .null { return nil }
        guard let decoded = Value.decode(value) else {
            throw .wrongType(column: column, wanted: "\(Value.self)", found: value.typeName)
        }
        return decoded
    }

    package var values: [SQLValue] { table.columns.map { $0[index] } }
}

/// A result that is not what the reader expects: a fault of the program, not of its user.
package enum SQLDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
    case noSuchColumn(String, available: [String])
    case unexpectedNull(column: String)
    case wrongType(column: String, wanted: String, found: String)
    case notOneValue(rows: Int, columns: Int)

    package var description: String {
        switch self {
        case .noSuchColumn(let name, let available):
            "the result has no column \(name); it has \(available.joined(separator: ", "))"
        case .unexpectedNull(let column):
            "column \(column) is null where a value is expected"
        case .wrongType(let column, let wanted, let found):
            "column \(column) holds a \(found), not a \(wanted)"
        case .notOneValue(let rows, let columns):
            "expected one value, found \(rows) rows of \(columns) columns"
        }
    }
}

extension SQLValue {
    package var typeName: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .integer: "integer"
        case .double: "double"
        case .decimal: "decimal"
        case .text: "text"
        case .date: "date"
        case .timestamp: "timestamp"
        case .blob: "blob"
        }
    }
}
