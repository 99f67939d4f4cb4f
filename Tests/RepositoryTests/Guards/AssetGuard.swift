/// What pages may not do: reach out to other hosts, make code or style out of text (which the
/// content security policy would block), or round anywhere but in `format.js`.
enum AssetGuard {
    private static let folder = "Sources/WebInterface/Assets/"

    private struct Rule {
        let text: String
        let reason: String
        /// Files, or folders, where the text has its place.
        var places: [String] = []
    }

    private static let rules = [
        Rule(text: "http://", reason: "pages load nothing from other hosts"),
        Rule(text: "https://", reason: "pages load nothing from other hosts"),
        Rule(text: " style=\"", reason: "inline style is blocked: use a class or setProperty"),
        Rule(text: "eval(", reason: "code out of text is blocked"),
        Rule(text: "new Function", reason: "code out of text is blocked"),
        Rule(text: "insertAdjacentHTML", reason: "data goes in as text nodes"),
        Rule(text: ".innerHTML", reason: "data goes in as text nodes", places: ["kit.js"]),
        Rule(
            text: ".toFixed(", reason: "numbers are rounded in format.js",
            places: ["format.js", "charts/"]),
        Rule(
            text: ".toPrecision(", reason: "numbers are rounded in format.js",
            places: ["format.js"]),
    ]

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.flatMap { file -> [Violation] in
            guard file.path.hasPrefix(folder) else { return [] }
            let name = file.path.dropFirst(folder.count)
            // The name of SVG's vocabulary looks like an address and is none.
            let text = file.text.split(separator: "http://www.w3.org/").joined(separator: "")
            return rules.filter { rule in !rule.places.contains { name.hasPrefix($0) } }
                .flatMap { rule in
                    text.lineNumbers(of: rule.text).map {
                        Violation(file, line: $0, "no \(rule.text) here: \(rule.reason)")
                    }
                }
        }
    }
}
