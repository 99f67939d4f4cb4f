/// A migration's text as SQLite takes it: `STRICT` tables, which know five types only.
///
/// Types are words in capitals of a closed list; names are in lower case, so that no name is taken
/// for a type.
enum SQLiteRendering {
    private static let types = [
        "BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "DATE": "TEXT", "TIMESTAMP": "TEXT",
        "DECIMAL(18, 6)": "TEXT",
    ]

    static func render(_ sql: String) -> String {
        sql.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0 == ");" ? ") STRICT;" : renderTypes(in: $0) }
            .joined(separator: "\n")
    }

    /// The second word of a column's line is its type.
    private static func renderTypes(in line: Substring) -> String {
        for (type, rendered) in types {
            guard let range = line.firstRange(of: " \(type)") else { continue }
            let next = line[range.upperBound...].first
            if next == nil || next == " " || next == "," {
                return line.replacingCharacters(in: range, with: " \(rendered)")
            }
        }
        return String(line)
    }
}

extension Substring {
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }

    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
