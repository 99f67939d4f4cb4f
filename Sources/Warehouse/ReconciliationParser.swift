import SQLAccess

/// Reads `sum(a) - sum(b) = count(schema.table where c = 'd')`.
///
/// A name of three parts takes the whole aggregate to that table, `count(schema.table)` counts its
/// rows, and names of one part are the model's own columns (in a condition: the table's).
struct ReconciliationParser {
    typealias Failure = ModelTestParser.Failure

    private let test: ModelTestParser
    private let text: String
    private let tokens: [SQLToken]
    private var index = 0

    static func parse(
        _ text: String, for test: ModelTestParser
    ) throws(Failure) -> Reconciliation {
        var parser = ReconciliationParser(
            test: test, text: text, tokens: try test.outlined(text))
        let left = try parser.side()
        guard parser.take("=") else { throw test.malformed("reconciles") }
        let right = try parser.side()
        guard parser.index == parser.tokens.count else { throw test.malformed("reconciles") }
        return Reconciliation(left: left, right: right, text: text)
    }

    private init(test: ModelTestParser, text: String, tokens: [SQLToken]) {
        self.test = test
        self.text = text
        self.tokens = tokens
    }

    private mutating func side() throws(Failure) -> [Reconciliation.Term] {
        var terms = [try term(isSubtracted: false)]
        while true {
            if take("+") {
                terms.append(try term(isSubtracted: false))
            } else if take("-") {
                terms.append(try term(isSubtracted: true))
            } else {
                return terms
            }
        }
    }

    private mutating func term(isSubtracted: Bool) throws(Failure) -> Reconciliation.Term {
        guard index < tokens.count,
            ["SUM", "COUNT", "MIN", "MAX"].contains(tokens[index].upper)
        else { throw test.malformed("reconciles") }
        let function = tokens[index].upper
        index += 1
        guard take("(") else { throw test.malformed("reconciles") }
        let isDistinct = index < tokens.count && tokens[index].isWord("DISTINCT")
        if isDistinct { index += 1 }
        var (expression, condition): ([SQLToken], [SQLToken]?) = ([], nil)
        var depth = 0
        while index < tokens.count {
            let token = tokens[index]
            index += 1
            if token.isSymbol(")") {
                if depth == 0 { break }
                depth -= 1
            }
            if token.isSymbol("(") { depth += 1 }
            if depth == 0, token.isWord("WHERE"), condition == nil {
                condition = []
            } else if condition == nil {
                expression.append(token)
            } else {
                condition?.append(token)
            }
        }
        let (table, columns) = try qualified(expression)
        if table == nil { try checkOwnColumns(expression + (condition ?? [])) }
        return Reconciliation.Term(
            isSubtracted: isSubtracted, function: function, isDistinct: isDistinct,
            expression: columns, table: table,
            condition: condition.map { $0.map(\.text).joined(separator: " ") })
    }

    /// Takes `schema.table` off the names in an expression.
    private func qualified(
        _ expression: [SQLToken]
    ) throws(Failure) -> (table: TableName?, columns: String) {
        var table: TableName?
        var columns: [String] = []
        var index = 0
        while index < expression.count {
            guard index + 2 < expression.count, expression[index].isName,
                expression[index + 1].isSymbol("."), expression[index + 2].isName
            else {
                columns.append(expression[index].text)
                index += 1
                continue
            }
            let named = TableName(
                schema: expression[index].text, name: expression[index + 2].text)
            guard table == nil || table == named else {
                throw Failure(
                    message: "one aggregate reads both \(table ?? named) and \(named)",
                    remedy: "write one aggregate for each table")
            }
            table = named
            index += 3
            if index + 1 < expression.count, expression[index].isSymbol(".") {
                columns.append(expression[index + 1].text)
                index += 2
            } else {
                columns.append("*")
            }
        }
        guard !columns.isEmpty else { throw test.malformed("reconciles") }
        return (table, columns.joined(separator: " "))
    }

    private func checkOwnColumns(_ tokens: [SQLToken]) throws(Failure) {
        _ = try test.checkedTokens(tokens.map(\.text).joined(separator: " "))
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard index < tokens.count, tokens[index].isSymbol(symbol) else { return false }
        index += 1
        return true
    }
}
