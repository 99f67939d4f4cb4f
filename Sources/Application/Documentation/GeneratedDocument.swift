/// A page of `docs/` that is written from the program itself, so that it cannot go stale unseen.
struct GeneratedDocument: Sendable, Hashable {
    /// `METRICS.md`
    let fileName: String
    let text: String

    static let notice =
        "<!-- Written by `bellwether documentation`. Change the source that it names, not this. -->"

    /// A Markdown table; bars in cells are escaped.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        var lines = ["| " + header.joined(separator: " | ") + " |"]
        lines.append("|" + String(repeating: " --- |", count: header.count))
        for row in rows {
            lines.append("| " + row.map(cell).joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        String(text.flatMap { $0 == "|" ? ["\\", "|"] : $0 == "\n" ? [" "] : [$0] })
    }
}
