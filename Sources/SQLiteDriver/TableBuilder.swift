import CSQLite
import SQLAccess

/// Gathers stepped rows into columns.
struct TableBuilder {
    private var columns: [ColumnBuilder]
    private(set) var rowCount = 0

    init(_ statement: borrowing PreparedStatement) {
        columns = (0..<statement.columnCount).map {
            ColumnBuilder(
                name: statement.columnName($0), declaredType: statement.declaredType($0))
        }
    }

    mutating func appendRow(of statement: borrowing PreparedStatement) throws(SQLError) {
        for index in columns.indices {
            try columns[index].append(statement, index)
        }
        rowCount += 1
    }

    /// The rows since the last call.
    mutating func takeTable() -> SQLTable {
        let table = SQLTable(columns: columns.indices.map { columns[$0].take() })
        rowCount = 0
        return table
    }
}
