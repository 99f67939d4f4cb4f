/// Cuts a model file into the lines of its contract and the SQL below.
enum ModelHeaderText {
    /// One statement of the contract: `-- keyword argument: value`.
    struct Entry: Hashable {
        /// `model`, `column`, `test`, …; empty where the line has no colon.
        let keyword: String
        /// What stands between the keyword and the colon: a column's name, a test's kind.
        let argument: String
        var value: String
        let line: Int
    }

    /// The contract is the comment lines that the file begins with. A comment line indented by
    /// three blanks or more continues the statement above it.
    static func split(_ text: String) -> (entries: [Entry], body: String, firstLine: Int) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var entries: [Entry] = []
        var index = 0
        while index < lines.count, lines[index].hasPrefix("--") {
            let content = lines[index].dropFirst(2)
            let value = trimmed(content)
            if !value.isEmpty {
                if content.hasPrefix("   "), !entries.isEmpty {
                    entries[entries.count - 1].value += " " + value
                } else {
                    entries.append(entry(value, line: index + 1))
                }
            }
            index += 1
        }
        let body = lines[index...].joined(separator: "\n")
        return (entries, body, index + 1)
    }

    private static func entry(_ text: String, line: Int) -> Entry {
        guard let colon = text.firstIndex(of: ":") else {
            return Entry(keyword: "", argument: "", value: text, line: line)
        }
        let head = trimmed(text[..<colon])
        let value = trimmed(text[text.index(after: colon)...])
        guard let blank = head.firstIndex(of: " ") else {
            return Entry(keyword: head, argument: "", value: value, line: line)
        }
        return Entry(
            keyword: String(head[..<blank]), argument: trimmed(head[blank...]), value: value,
            line: line)
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
        guard let first = text.firstIndex(where: { !isBlank($0) }),
            let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[first...last])
    }

    /// Names between commas; `(none)` is no name.
    static func list(_ value: String) -> [String] {
        if value == "(none)" { return [] }
        return value.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    }
}
