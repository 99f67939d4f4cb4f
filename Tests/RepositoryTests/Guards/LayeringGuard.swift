/// Modules import lower layers only; siblings never import each other, and a C library is imported
/// by the targets that own it alone.
enum LayeringGuard {
    /// The layers of docs/ARCHITECTURE.md, the lowest first. A row is one level: its modules do
    /// not see each other. `ExactValues` lies beneath its layer, and `Importing` reads what
    /// `Ingestion` does not, so that neither needs the other.
    static let levels: [[String]] = [
        ["ExactValues"],
        ["MarketingDomain", "SQLAccess", "JSONCoding", "Observability"],
        [
            "DuckDBDriver", "SQLiteDriver", "PostgresDriver", "HTTPServer", "HTTPClient",
            "SemanticLayer",
        ],
        ["Warehouse", "WorkspaceStore"],
        ["Ingestion", "Importing", "Reporting", "Simulation"],
        ["WebAPI", "WebInterface"],
        ["Application"],
        ["bellwether"],
    ]

    /// Who may import which C library.
    static let owners: [String: Set<String>] = [
        "CDuckDB": ["DuckDBDriver"],
        "CSQLite": ["SQLiteDriver"],
        "CLibPQ": ["PostgresDriver"],
        "CMicrohttpd": ["HTTPServer"],
        "CCurl": ["HTTPClient"],
        "CZlib": ["HTTPServer", "Importing", "WebInterface"],
        "CSodium": ["Importing"],
        "CYAML": ["Application"],
    ]

    /// Parts of the toolchain; never full Foundation, which is dozens of megabytes.
    static let toolchain: Set<String> = [
        "Dispatch", "FoundationEssentials", "Glibc", "Synchronization",
    ]

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.flatMap { file -> [Violation] in
            guard let target = file.sourceTarget else { return [] }
            if owners[target] != nil { return violations(inSystemLibrary: file) }
            guard let level = levels.firstIndex(where: { $0.contains(target) }) else {
                return [Violation(file, "target \(target) has no layer: give it one")]
            }
            guard file.fileExtension == "swift" else { return [] }
            return file.imports.compactMap { line, module in
                objection(to: module, from: target, level: level).map {
                    Violation(file, line: line, $0)
                }
            }
        }
    }

    private static func objection(
        to module: String, from target: String, level: Int
    ) -> String? {
        if toolchain.contains(module) { return nil }
        if let owners = owners[module] {
            return owners.contains(target)
                ? nil : "\(module) belongs to \(owners.sorted().joined(separator: ", ")) alone"
        }
        guard let other = levels.firstIndex(where: { $0.contains(module) }) else {
            return "\(module) is no module that sources may import"
        }
        if other < level { return nil }
        return other == level
            ? "\(target) and \(module) are of one layer and do not see each other"
            : "\(module) is of a higher layer than \(target)"
    }

    private static func violations(inSystemLibrary file: RepositoryFile) -> [Violation] {
        ["shim.h", "module.modulemap"].contains(file.components.last)
            ? [] : [Violation(file, "a C library's target is a module map and a shim header")]
    }
}

extension RepositoryFile {
    /// The modules that a Swift file imports, with their lines.
    var imports: [(line: Int, module: String)] {
        var imports: [(line: Int, module: String)] = []
        for (index, line) in (swift?.code.lines ?? []).enumerated() where line.contains("import") {
            var words = line.split(separator: " ")
            while let first = words.first, first.hasPrefix("@") || accessWords.contains(first) {
                words.removeFirst()
            }
            guard words.count >= 2, words[0] == "import" else { continue }
            // `import struct Module.Name` names a kind first.
            let path = words.count > 2 ? words[2] : words[1]
            let module = path.split(separator: ".").first.map { String($0) } ?? ""
            imports.append((index + 1, module))
        }
        return imports
    }
}

private let accessWords: Set<Substring> = [
    "public", "package", "internal", "fileprivate", "private",
]
