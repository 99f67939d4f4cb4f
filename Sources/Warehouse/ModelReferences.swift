import SQLAccess

/// Which tables a SELECT really reads, found behind FROM and JOIN.
struct ModelReferences {
    /// A table, or a name without a schema that no common table expression carries.
    struct Reference: Hashable {
        let table: TableName
        let line: Int
        /// Where its schema and name stand in the model's SQL.
        let range: Range<Int>
    }

    let references: [Reference]

    init(_ outline: SQLOutline) {
        let commonTables = outline.commonTableNames
        var references: [Reference] = []
        for index in outline.tokens.indices where ModelReferences.isTable(at: index, in: outline) {
            let tokens = outline.tokens
            let first = tokens[index]
            if index + 2 < tokens.count, tokens[index + 1].isSymbol("."), tokens[index + 2].isName {
                references.append(
                    Reference(
                        table: TableName(schema: first.text, name: tokens[index + 2].text),
                        line: first.line,
                        range: first.range.lowerBound..<tokens[index + 2].range.upperBound))
            } else if !commonTables.contains(first.text.lowercased()) {
                references.append(
                    Reference(
                        table: TableName(name: first.text), line: first.line, range: first.range))
            }
        }
        self.references = references
    }

    var tables: Set<TableName> { Set(references.map(\.table)) }

    private static func isTable(at index: Int, in outline: SQLOutline) -> Bool {
        guard outline.tokens[index].isName, index > 0 else { return false }
        let previous = outline.tokens[index - 1]
        if previous.isWord("JOIN") { return true }
        guard outline.clauseOfToken[index - 1] == "FROM" else { return false }
        if previous.isWord("FROM") { return true }
        return previous.isSymbol(",") && outline.frames[outline.frameOfToken[index]].isQuery
            && !isInsideCondition(at: index, in: outline)
    }

    /// Behind ON, a comma of the same frame cannot stand in a list of tables.
    private static func isInsideCondition(at index: Int, in outline: SQLOutline) -> Bool {
        let frame = outline.frameOfToken[index]
        var position = index - 1
        while position >= 0 {
            if outline.frameOfToken[position] == frame {
                if outline.tokens[position].isWord("FROM") { return false }
                if outline.tokens[position].isWord("ON") { return false }
            }
            position -= 1
        }
        return true
    }
}
