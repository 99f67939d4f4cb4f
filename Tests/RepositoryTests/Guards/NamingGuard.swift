/// Names that say nothing, and so attract everything, in paths and in declared types.
enum NamingGuard {
    static let bannedWords: Set<String> = [
        "util", "utils", "utilities", "helper", "helpers", "manager", "managers", "common", "misc",
    ]

    /// Spares the closer look at nearly all lines.
    private static let bannedStarts = ["Util", "Helper", "Manager", "Common", "Misc"]

    private static let declarations: Set<Substring> = [
        "struct", "class", "enum", "actor", "protocol", "typealias", "extension",
    ]

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.flatMap { file in
            violations(inPath: file)
                + (file.fileExtension == "swift" ? violations(inTypes: file) : [])
        }
    }

    private static func violations(inPath file: RepositoryFile) -> [Violation] {
        file.components.compactMap { component in
            words(of: component).first(where: bannedWords.contains).map {
                Violation(file, "\"\($0)\" names nothing: say what the file is about")
            }
        }
    }

    private static func violations(inTypes file: RepositoryFile) -> [Violation] {
        var violations: [Violation] = []
        for (index, line) in (file.swift?.code.lines ?? []).enumerated()
        where bannedStarts.contains(where: line.contains) {
            let tokens = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            for (keyword, name) in zip(tokens, tokens.dropFirst())
            where declarations.contains(keyword) {
                if let word = words(of: name).first(where: bannedWords.contains) {
                    violations.append(
                        Violation(
                            file, line: index + 1,
                            "\"\(word)\" in \(name) names nothing: use a noun of the field"))
                }
            }
        }
        return violations
    }

    /// `HTTPFileHelper+Reading.swift` is http, file, helper, reading, swift.
    static func words(of name: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character?
        for (character, next) in zip(name, Array(name.dropFirst()).map(Optional.some) + [nil]) {
            let startsWord =
                character.isUppercase
                && (previous?.isLowercase == true || next?.isLowercase == true)
            if !character.isLetter || startsWord, !word.isEmpty {
                words.append(word)
                word = ""
            }
            if character.isLetter { word += character.lowercased() }
            previous = character
        }
        return word.isEmpty ? words : words + [word]
    }
}
