import JSONCoding
package import SQLAccess

/// Runs a person's own SELECT over the published tables, and nothing else.
///
/// The statement is judged on the engine's own parse tree: one SELECT, tables of the allowed
/// schemas only, table functions of a short list only. A text search would be fooled; the engine's
/// switch against files and network is for the whole process and would stop imports.
package struct SQLExplorer: Sendable {
    package static let schemas: Set<String> = [
        "landing", "staging", "warehouse", "scoring", "business", "meta",
    ]
    package static let rowsMax = 10_000

    private static let tableFunctions: Set<String> = ["range", "generate_series", "unnest"]

    private let readers: SQLWorkerPool

    package init(readers: SQLWorkerPool) {
        self.readers = readers
    }

    package struct Answer: Sendable {
        package let table: SQLTable
        /// True where more rows than `rowsMax` were found.
        package let isTruncated: Bool
    }

    /// Why a statement is not run.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// - Throws: `Refusal`; `SQLError` in the engine's words; `CancellationError` after
    ///   `timeout`.
    package func run(_ sql: String, timeout: Duration = .seconds(30)) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask {
                try await readers.run { session in
                    try SQLExplorer.check(sql, on: session)
                    return try SQLExplorer.read(sql, on: session)
                }
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw Refusal(description: "the query took longer than \(timeout) and was stopped")
            }
            return answer
        }
    }

    private static func read(_ sql: String, on session: any SQLSession) throws -> Answer {
        struct Enough: Error {}
        var rows: SQLTable?
        do {
            try session.query(SQLStatement(trusted: sql)) { chunk in
                if rows == nil { rows = chunk } else { rows?.append(contentsOf: chunk) }
                if rows?.rowCount ?? 0 > rowsMax { throw Enough() }
            }
        } catch is Enough {
            return Answer(table: rows ?? SQLTable(columns: []), isTruncated: true)
        }
        if let rows { return Answer(table: rows, isTruncated: false) }
        return Answer(table: try session.query(SQLStatement(trusted: sql)), isTruncated: false)
    }

    /// Judges the statement on its parse tree.
    static func check(_ sql: String, on session: any SQLSession) throws {
        let text = try session.query(
            "SELECT CAST(json_serialize_sql(CAST(\(sql) AS VARCHAR)) AS VARCHAR) AS tree"
        )
        .scalar(as: String.self)
        let tree = try JSONValue(
            reading: Array(text.utf8), limits: JSONLimits(depth: 512, bytes: 4_194_304))
        if tree["error"]?.boolean == true {
            let message = tree["error_message"]?.string ?? "it cannot be read"
            throw Refusal(
                description: "only one SELECT is run here, and this is not one: \(message)")
        }
        guard let statements = tree["statements"]?.array, statements.count == 1 else {
            throw Refusal(description: "only one SELECT is run here, without a second statement")
        }
        var walk = TreeWalk()
        walk.gatherNames(of: statements[0])
        try walk.check(statements[0])
    }

    /// A walk over the parse tree that knows the names of its common table expressions.
    private struct TreeWalk {
        private var commonTables: Set<String> = []

        mutating func gatherNames(of node: JSONValue) {
            if let map = node["cte_map"]?["map"]?.array {
                for entry in map {
                    if let name = entry["key"]?.string { commonTables.insert(name) }
                }
            }
            for child in children(of: node) { gatherNames(of: child) }
        }

        func check(_ node: JSONValue) throws(Refusal) {
            switch node["type"]?.string {
            case "BASE_TABLE":
                let schema = node["schema_name"]?.string ?? ""
                let table = node["table_name"]?.string ?? ""
                let catalog = node["catalog_name"]?.string ?? ""
                let isCommon = schema.isEmpty && commonTables.contains(table)
                guard isCommon || (catalog.isEmpty && SQLExplorer.schemas.contains(schema)) else {
                    throw Refusal(
                        description:
                            "\(schema.isEmpty ? table : schema + "." + table) cannot be read here; "
                            + "name a table with its schema: "
                            + SQLExplorer.schemas.sorted().joined(separator: ", "))
                }
            case "TABLE_FUNCTION":
                let name = node["function"]?["function_name"]?.string ?? ""
                guard SQLExplorer.tableFunctions.contains(name) else {
                    throw Refusal(description: "the table function \(name) is not allowed here")
                }
            case "SHOW_REF":
                throw Refusal(description: "SHOW and DESCRIBE are not run here")
            default:
                break
            }
            for child in children(of: node) { try check(child) }
        }

        private func children(of node: JSONValue) -> [JSONValue] {
            node.array ?? node.object?.members.map(\.value) ?? []
        }
    }
}
