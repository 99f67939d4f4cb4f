/// SQL lives in model files, repositories, migrations, the metric compiler and the drivers, where
/// it is found, reviewed and tested: not in handlers.
enum SQLPlacementGuard {
    /// Targets whose business is SQL.
    private static let targets: Set<String> = [
        "DuckDBDriver", "SQLiteDriver", "PostgresDriver", "SemanticLayer", "Warehouse",
        "WorkspaceStore",
    ]

    /// Single files elsewhere, each a place where its capability asks its own question.
    static let files: Set<String> = [
        "Sources/Importing/Orders/OrderImporter.swift",
        "Sources/Importing/Orders/OrderTimes.swift",
        "Sources/Ingestion/LandingMemory.swift",
        "Sources/Ingestion/RecentMinuteCounts.swift",
        "Sources/Ingestion/StoredEventLookup.swift",
        "Sources/Reporting/CohortReport.swift",
        "Sources/Reporting/DataCoverage.swift",
        "Sources/Reporting/DimensionValues.swift",
        "Sources/Reporting/MetricReporter.swift",
        "Sources/Reporting/SQLExplorer.swift",
        // Examples of what their users write.
        "Sources/Application/Commands/QueryCommand.swift",
        "Sources/WebAPI/SQLRoutes.swift",
    ]

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.flatMap { file -> [Violation] in
            guard let target = file.sourceTarget, let swift = file.swift, !targets.contains(target),
                !self.files.contains(file.path)
            else { return [] }
            return swift.literals.compactMap { literal in
                isStatement(literal.text)
                    ? Violation(
                        file, line: literal.line,
                        "SQL outside its places: put it into a repository or a model") : nil
            }
        }
    }

    /// A heuristic on words in capitals, which is how SQL is written here.
    static func isStatement(_ text: String) -> Bool {
        let words = text.split { !$0.isLetter && $0 != "_" }
        func follows(_ first: Substring, _ second: Substring) -> Bool {
            guard let start = words.firstIndex(of: first) else { return false }
            return words[(start + 1)...].contains(second)
        }
        func adjoins(_ first: Substring, _ second: Substring) -> Bool {
            zip(words, words.dropFirst()).contains { $0 == first && $1 == second }
        }
        return follows("SELECT", "FROM") || adjoins("INSERT", "INTO") || adjoins("DELETE", "FROM")
            || follows("UPDATE", "SET") || adjoins("CREATE", "TABLE") || adjoins("DROP", "TABLE")
    }
}
