/// Rows in columns, for a terminal; numbers stand to the right.
struct TextTable {
    let header: [String]
    let rows: [[String]]

    var text: String {
        let widths = header.indices.map { column in
            ([header[column]] + rows.map { $0[column] }).map(\.count).max() ?? 0
        }
        let isNumeric = header.indices.map { column in
            !rows.isEmpty
                && rows.allSatisfy { row in
                    row[column].isEmpty || Double(row[column]) != nil
                }
        }
        let lines = ([header, widths.map { String(repeating: "─", count: $0) }] + rows).map { row in
            zip(row.indices, row).map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return isNumeric[column] ? padding + cell : cell + padding
            }
            .joined(separator: "  ")
        }
        return lines.joined(separator: "\n")
    }
}
