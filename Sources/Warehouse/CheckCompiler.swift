import SQLAccess

/// The SQL of a model's checks.
struct CheckCompiler {
    let model: Model
    let graph: ModelGraph
    let naming: TableNaming
    /// The rows to check; nil for all.
    let filter: IntervalFilter?

    private var place: TableName { naming.place(of: model.name) }

    /// A condition that is true for a failing row; nil where one row cannot tell.
    func failingRow(_ test: ModelTest) -> SQLStatement? {
        switch test.kind {
        case .notNull(let column): "\(identifier: column) IS NULL"
        case .acceptedRange(let expression), .acceptedValues(let expression),
            .expression(let expression):
            "NOT (\(statement: SQLStatement(trusted: expression)))"
        default: nil
        }
    }

    /// One row: `checked`, `failing_0`, `failing_1`, ….
    func failingCounts(_ tests: [ModelTest]) -> SQLStatement {
        var query: SQLStatement = "SELECT COUNT(*) AS checked"
        for (index, test) in tests.enumerated() {
            guard let failing = failingRow(test) else { continue }
            let name = "failing_\(index)"
            query +=
                ", COUNT(CASE WHEN \(statement: failing) THEN 1 END) AS \(identifier: name)"
        }
        return query + " FROM \(table: place) WHERE \(statement: written())"
    }

    /// One value: how many rows (or keys) fail a check that one row cannot tell.
    func failingCount(_ test: ModelTest) -> SQLStatement {
        switch test.kind {
        case .unique(let columns):
            "SELECT COUNT(*) AS failing FROM (\(statement: repeated(columns))) AS repeated"
        case .relationship(let column, let table, let otherColumn):
            """
            SELECT COUNT(*) AS failing FROM \(table: place) AS model_rows
            WHERE \(statement: orphaned(column, table, otherColumn))
            """
        case .oneRow:
            """
            SELECT CAST(ABS(COUNT(*) - 1) AS BIGINT) AS failing FROM \(table: place)
            """
        default:
            "SELECT CAST(0 AS BIGINT) AS failing"
        }
    }

    /// Rows that fail, by the columns that tell which they are and why.
    func samples(_ test: ModelTest, limit: Int) -> SQLStatement? {
        let limit = SQLStatement(trusted: String(limit))
        switch test.kind {
        case .unique(let columns):
            return "\(statement: repeated(columns)) LIMIT \(statement: limit)"
        case .relationship(let column, let table, let otherColumn):
            return """
                SELECT \(identifiers: shown(and: [column])) FROM \(table: place) AS model_rows
                WHERE \(statement: orphaned(column, table, otherColumn))
                LIMIT \(statement: limit)
                """
        default:
            guard let failing = failingRow(test) else { return nil }
            return """
                SELECT \(identifiers: shown(and: columns(of: test))) FROM \(table: place)
                WHERE \(statement: written()) AND \(statement: failing)
                LIMIT \(statement: limit)
                """
        }
    }

    /// One row of two values. Where both sides know the interval, only what was written is added.
    func reconciliation(_ sums: Reconciliation) -> SQLStatement {
        let terms = sums.left + sums.right
        let isPartial = filter != nil && terms.allSatisfy { knowsInterval($0.table) }
        return """
            SELECT \(statement: side(sums.left, isPartial: isPartial)) AS left_value,
                \(statement: side(sums.right, isPartial: isPartial)) AS right_value
            """
    }
}

extension CheckCompiler {
    private func written() -> SQLStatement {
        SQLStatement(trusted: filter?.condition ?? "1 = 1")
    }

    /// Keys that more than one row has. Rows that were not written can repeat only a key that was.
    private func repeated(_ columns: [String]) -> SQLStatement {
        let interval = model.header.materialization.interval?.column
        let grouped: SQLStatement = """
            SELECT \(identifiers: columns), COUNT(*) AS repetitions FROM \(table: place)
            """
        let having: SQLStatement = " GROUP BY \(identifiers: columns) HAVING COUNT(*) > 1"
        if filter == nil { return grouped + having }
        if let interval, columns.contains(interval) {
            return grouped + " WHERE \(statement: written())" + having
        }
        let keys: SQLStatement =
            columns.count == 1
            ? "\(identifiers: columns)" : "(\(identifiers: columns))"
        return grouped
            + """
             WHERE \(statement: keys) IN (
                SELECT \(identifiers: columns) FROM \(table: place) WHERE \(statement: written())
            )
            """ + having
    }

    private func orphaned(
        _ column: String, _ table: TableName, _ otherColumn: String
    ) -> SQLStatement {
        """
        \(statement: written()) AND model_rows.\(identifier: column) IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM \(table: naming.place(of: table)) AS other_rows
            WHERE other_rows.\(identifier: otherColumn) = model_rows.\(identifier: column)
        )
        """
    }

    private func shown(and columns: [String]) -> [String] {
        model.header.key + columns.filter { !model.header.key.contains($0) }
    }

    private func columns(of test: ModelTest) -> [String] {
        switch test.kind {
        case .notNull(let column): return [column]
        case .acceptedRange(let text), .acceptedValues(let text), .expression(let text):
            let words = Set(
                text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
            return model.columnNames.filter(words.contains)
        default: return []
        }
    }

    private func knowsInterval(_ table: TableName?) -> Bool {
        guard let column = model.header.materialization.interval?.column else { return false }
        guard let table else { return true }
        return graph.model(table)?.header.hasColumn(column) == true
    }

    private func side(_ terms: [Reconciliation.Term], isPartial: Bool) -> SQLStatement {
        var side: SQLStatement = ""
        for (index, term) in terms.enumerated() {
            if index > 0 { side += SQLStatement(trusted: term.isSubtracted ? " - " : " + ") }
            side += value(term, isPartial: isPartial)
        }
        return side
    }

    private func value(_ term: Reconciliation.Term, isPartial: Bool) -> SQLStatement {
        let distinct = term.isDistinct ? "DISTINCT " : ""
        let call = "\(term.function)(\(distinct)\(term.expression))"
        // Nothing adds up to zero; the smallest of nothing stays unknown.
        let value = term.function == "SUM" ? "COALESCE(\(call), 0)" : call
        let table = naming.place(of: term.table ?? model.name)
        var query: SQLStatement = """
            (SELECT \(statement: SQLStatement(trusted: value)) FROM \(table: table) WHERE
            """
        query += isPartial ? " \(statement: written())" : " 1 = 1"
        if let condition = term.condition {
            query += " AND (\(statement: SQLStatement(trusted: condition)))"
        }
        return query + ")"
    }
}
