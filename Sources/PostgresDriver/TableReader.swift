import SQLAccess

/// Gathers rows of binary fields into columns.
struct TableReader {
    private var columns: [ColumnReader]
    private(set) var rowCount = 0

    init(_ descriptions: [ColumnDescription]) {
        columns = descriptions.map { ColumnReader($0) }
    }

    var columnCount: Int { columns.count }

    /// Asks for the fields from left to right; nil is a null.
    mutating func appendRow(
        _ field: (Int) throws(SQLError) -> UnsafeRawBufferPointer?
    ) throws(SQLError) {
        for index in columns.indices { try columns[index].append(try field(index)) }
        rowCount += 1
    }

    /// The rows since the last call.
    mutating func takeTable() -> SQLTable {
        let table = SQLTable(columns: columns.indices.map { columns[$0].take() })
        rowCount = 0
        return table
    }
}
