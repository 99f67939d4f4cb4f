import ExactValues
package import SQLAccess

/// A table of the workspace as it stands at the start of a run, which the runner copies to where
/// models can read it.
package struct SourceTable: Sendable {
    package let name: TableName
    /// Changes whenever the rows do; rows are only asked for when it did.
    let version: String
    let rows: @Sendable () throws -> SQLTable

    /// - Parameter rows: Columns by name; dates and decimals may be texts, booleans 0 and 1, as
    ///   SQLite keeps them.
    package init(name: TableName, rows: SQLTable) {
        self.name = name
        version = StableHash.of(rows)
        self.rows = { rows }
    }

    /// For large tables that know their version without being read.
    package init(
        name: TableName, version: String, rows: @escaping @Sendable () throws -> SQLTable
    ) {
        self.name = name
        self.version = version
        self.rows = rows
    }
}

extension TableDefinition {
    /// The rows in the types of the definition; columns that it does not know are left out.
    ///
    /// - Throws: `.conversion`, with the column, where a value is not of the type.
    func conformed(_ rows: SQLTable) throws(SQLError) -> SQLTable {
        var columns: [SQLColumn] = []
        for column in self.columns {
            guard let given = rows.columns.first(where: { $0.name == column.name }) else {
                continue
            }
            columns.append(try conformed(given, to: column))
        }
        return SQLTable(columns: columns)
    }

    private func conformed(_ given: SQLColumn, to column: Column) throws(SQLError) -> SQLColumn {
        var nulls = [Bool](repeating: false, count: given.count)
        var texts = TextColumn()
        var days: [Int32] = []
        var units: [Int128] = []
        var flags: [Bool] = []
        for row in 0..<given.count {
            let value = given[row]
            nulls[row] = value == .null
            let isRead: Bool
            switch column.type {
            case "STRING":
                isRead = String.decode(value).map { texts.append($0) } != nil
                if !isRead { texts.appendEmpty() }
            case "DATE":
                let date = CalendarDate.decode(value)
                isRead = date != nil
                days.append(date?.daysSinceEpoch ?? 0)
            case "BOOLEAN":
                let flag = Bool.decode(value)
                isRead = flag != nil
                flags.append(flag ?? false)
            default:
                let number = TableDefinition.decimal(value)
                isRead = number != nil
                units.append(number?.units ?? 0)
            }
            guard isRead || nulls[row] else {
                throw SQLError(
                    kind: .conversion, engine: .duckDB,
                    message: "\(table).\(column.name) holds a \(value.typeName) in row \(row + 1) "
                        + "that is no \(column.type)")
            }
        }
        let values: SQLColumnValues =
            switch column.type {
            case "STRING": .texts(texts)
            case "DATE": .dates(days)
            case "BOOLEAN": .booleans(flags)
            default: .decimals(units, scale: 6)
            }
        return SQLColumn(name: column.name, values: values, nulls: nulls)
    }

    /// Six decimals, exactly; nil where the value is no number or has more of them.
    private static func decimal(_ value: SQLValue) -> FixedDecimal? {
        if case .text(let text) = value {
            do {
                return try FixedDecimal(text: text, scale: 6)
            } catch {
                return nil
            }
        }
        return FixedDecimal.decode(value)?.rescaled(to: 6)
    }
}
