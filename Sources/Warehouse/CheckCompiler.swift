import SQLAccess

/// The SQL of a model's checks.
struct CheckCompiler {
    let model: Model
    let graph: ModelGraph
    let naming: TableNaming
    /// The rows to check; nil for all.
    let filter: IntervalFilter?

    private var place: TableName { naming.place(of: model.name) }

    private var written: String { filter?.condition ?? "1 = 1" }

    /// How many rows are looked at.
    var checkedRows: CheckAggregate {
        CheckAggregate(table: place, condition: written, expression: "COUNT(*)")
    }

    /// How many rows fail; nil where one row cannot tell.
    func failingRows(_ test: ModelTest) -> CheckAggregate? {
        if case .oneRow = test.kind {
            return CheckAggregate(
                table: place, condition: "1 = 1", expression: "ABS(COUNT(*) - 1)")
        }
        return failingRow(test).map {
            CheckAggregate(
                table: place, condition: written, expression: "COUNT(CASE WHEN \($0) THEN 1 END)")
        }
    }

    /// A condition that is true for a failing row; nil where one row cannot tell.
    private func failingRow(_ test: ModelTest) -> String? {
        switch test.kind {
        case .notNull(let column): "\(column) IS NULL"
        case .acceptedRange(let expression), .acceptedValues(let expression),
            .expression(let expression):
            "NOT (\(expression))"
        default: nil
        }
    }

    /// One value: how many keys are repeated, or values of a column that the other table lacks.
    func failingCount(_ test: ModelTest) -> SQLStatement? {
        switch test.kind {
        case .unique(let columns):
            "SELECT COUNT(*) AS failing FROM (\(statement: repeated(columns))) AS repeated"
        case .relationship(let column, let table, let otherColumn):
            """
            SELECT COUNT(*) AS failing FROM \(table: place) AS model_rows
            WHERE \(statement: orphaned(column, table, otherColumn))
            """
        default: nil
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
                WHERE \(statement: SQLStatement(trusted: "\(written) AND \(failing)"))
                LIMIT \(statement: limit)
                """
        }
    }

    /// The two sides of a reconciliation. Where both know the interval, only what was written is
    /// added up.
    func sides(
        of sums: Reconciliation
    ) -> (left: [CheckAggregate], right: [CheckAggregate]) {
        let isPartial = (sums.left + sums.right).allSatisfy { knowsInterval($0.table) }
        let condition = isPartial ? written : "1 = 1"
        func aggregate(_ term: Reconciliation.Term) -> CheckAggregate {
            let distinct = term.isDistinct ? "DISTINCT " : ""
            var call = "\(term.function)(\(distinct)\(term.expression))"
            if let rows = term.condition { call += " FILTER (WHERE \(rows))" }
            return CheckAggregate(
                table: naming.place(of: term.table ?? model.name), condition: condition,
                // Nothing adds up to zero; the smallest of nothing stays unknown.
                expression: term.function == "SUM" ? "COALESCE(\(call), 0)" : call)
        }
        return (sums.left.map(aggregate), sums.right.map(aggregate))
    }
}

extension CheckCompiler {
    /// Keys that more than one row has. Rows that were not written can repeat only a key that was.
    private func repeated(_ columns: [String]) -> SQLStatement {
        let grouped: SQLStatement = """
            SELECT \(identifiers: columns), COUNT(*) AS repetitions FROM \(table: place)
            """
        let having: SQLStatement = " GROUP BY \(identifiers: columns) HAVING COUNT(*) > 1"
        guard let filter else { return grouped + having }
        let rows = SQLStatement(trusted: filter.condition)
        if columns.contains(filter.column) {
            return grouped + " WHERE \(statement: rows)" + having
        }
        let keys: SQLStatement =
            columns.count == 1 ? "\(identifiers: columns)" : "(\(identifiers: columns))"
        return grouped
            + """
             WHERE \(statement: keys) IN (
                SELECT \(identifiers: columns) FROM \(table: place) WHERE \(statement: rows)
            )
            """ + having
    }

    private func orphaned(
        _ column: String, _ table: TableName, _ otherColumn: String
    ) -> SQLStatement {
        """
        \(statement: SQLStatement(trusted: written))
        AND model_rows.\(identifier: column) IS NOT NULL AND NOT EXISTS (
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
}
