/// Words that code must not contain: forced unwrapping of errors and types, wider access than
/// `package`, and notes to oneself.
enum ForbiddenWordGuard {
    private static let unchecked = "@unchecked Sendable"

    private static let words: [(word: String, reason: String)] = [
        ("try!", "handle the error, or let it be thrown"),
        ("as!", "cast with as? and say what happens otherwise"),
        ("public ", "package is the widest access between targets"),
        ("open class", "package is the widest access between targets"),
        (unchecked, "say in a comment beside it why that is true"),
    ]

    /// Notes for later belong where work is planned.
    private static let notes = ["FIX" + "ME", "XX" + "X:", "HA" + "CK:"]

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.flatMap { wordViolations(in: $0) + noteViolations(in: $0) }
    }

    private static func wordViolations(in file: RepositoryFile) -> [Violation] {
        guard let code = file.swift?.code else { return [] }
        return words.flatMap { word, reason in
            code.lineNumbers(of: word, atWordStart: true)
                .filter { word != unchecked || !isExplained(file.lines, $0) }
                .map { Violation(file, line: $0, "no \"\(word)\" here: \(reason)") }
        }
    }

    private static func noteViolations(in file: RepositoryFile) -> [Violation] {
        notes.flatMap { note in
            file.text.lineNumbers(of: note).map {
                Violation(file, line: $0, "no \(note): mend it, or plan it elsewhere")
            }
        }
    }

    /// An unchecked promise is made with a comment that names it.
    private static func isExplained(_ lines: [Substring], _ number: Int) -> Bool {
        lines[max(0, number - 13)..<min(lines.count, number + 2)].contains {
            $0.contains("//") && $0.contains("@unchecked")
        }
    }
}
