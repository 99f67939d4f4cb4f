/// A file that one can read whole: at most 400 lines.
enum FileLengthGuard {
    static let lineCountMax = 400

    private static let kinds: Set<Substring> = ["swift", "js", "css", "py", "sql", "h"]

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.filter { kinds.contains($0.fileExtension) }.compactMap { file in
            // A final line break starts no line.
            let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
            return count <= lineCountMax
                ? nil : Violation(file, "\(count) lines: split it by what its parts are about")
        }
    }
}
