/// What others wrote is installed by hash, never committed; what we wrote is readable.
enum ThirdPartyGuard {
    private static let folders: Set<Substring> = ["vendor", "node_modules", "third_party"]
    private static let names: Set<Substring> = ["package.json", "package-lock.json", "yarn.lock"]
    private static let kinds: Set<Substring> = ["js", "mjs", "css"]
    /// Longer lines are written by machines.
    static let lineLengthMax = 400

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.compactMap { file in
            guard let name = file.components.last else { return nil }
            if file.components.contains(where: folders.contains) {
                return Violation(file, "third-party files are installed by scripts, not committed")
            }
            if names.contains(name) || name.contains(".min.") {
                return Violation(file, "no packages of other ecosystems and no minified files")
            }
            guard kinds.contains(file.fileExtension),
                let index = file.lines.firstIndex(where: {
                    $0.count > lineLengthMax || $0.contains("source" + "MappingURL")
                })
            else { return nil }
            return Violation(file, line: index + 1, "written by a machine: commit its source")
        }
    }
}
