import SQLAccess

/// Reads one `-- test` line: `test kind [severity] [<= tolerance]: argument`.
struct ModelTestParser {
    struct Failure: Error, Hashable {
        let message: String
        let remedy: String
    }

    let entry: ModelHeaderText.Entry
    /// The model's own columns.
    let columns: Set<String>

    private static let forms = [
        "not_null": "COLUMN, COLUMN", "unique": "COLUMN, COLUMN",
        "accepted_range": "COLUMN >= NUMBER", "accepted_values": "COLUMN in ('a', 'b')",
        "relationships": "COLUMN references SCHEMA.TABLE.COLUMN",
        "reconciles": "sum(COLUMN) = sum(SCHEMA.TABLE.COLUMN)", "expression": "CONDITION",
    ]

    func parse() throws(Failure) -> [ModelTest] {
        let (name, severity, tolerance) = try parseHead()
        guard !entry.value.isEmpty else { throw malformed(name) }
        return try kinds(name).map {
            ModelTest(
                kind: $0, severity: severity, tolerance: tolerance,
                text: "\(name): \(entry.value)", line: entry.line)
        }
    }

    private func parseHead() throws(Failure) -> (String, ModelTest.Severity, ModelTest.Tolerance) {
        var words = entry.argument.split(separator: " ").map(String.init)[...]
        guard let name = words.popFirst(), ModelTestParser.forms[name] != nil else {
            throw Failure(
                message: "\"\(entry.argument)\" is no kind of test",
                remedy: "write one of "
                    + ModelTestParser.forms.keys.sorted().joined(separator: ", "))
        }
        var severity = ModelTest.Severity.block
        if let word = words.first, let read = ModelTest.Severity(rawValue: word) {
            severity = read
            words.removeFirst()
        }
        if words.isEmpty { return (name, severity, .none) }
        guard words.count == 2, words.first == "<=", let bound = words.last,
            let tolerance = ModelTest.Tolerance(text: bound)
        else {
            throw Failure(
                message: "\"\(words.joined(separator: " "))\" is neither severity nor tolerance",
                remedy: "write: test \(name) [block|warn|info] [<= NUMBER or <= PERCENT%]: …")
        }
        return (name, severity, tolerance)
    }

    private func kinds(_ name: String) throws(Failure) -> [ModelTest.Kind] {
        switch name {
        case "not_null":
            return try names().map { .notNull(column: $0) }
        case "unique":
            return [.unique(columns: try names())]
        case "accepted_range":
            let tokens = try checkedTokens(entry.value)
            guard tokens.count >= 3, columns.contains(tokens[0].text) else { throw malformed(name) }
            return [.acceptedRange(expression: entry.value)]
        case "accepted_values":
            let tokens = try checkedTokens(entry.value)
            guard tokens.count >= 5, columns.contains(tokens[0].text), tokens[1].isWord("IN"),
                tokens[2].isSymbol("(")
            else { throw malformed(name) }
            return [.acceptedValues(expression: entry.value)]
        case "relationships":
            return [try relationship()]
        case "reconciles":
            return [.reconciles(try ReconciliationParser.parse(entry.value, for: self))]
        default:
            _ = try checkedTokens(entry.value)
            return [.expression(entry.value)]
        }
    }

    private func names() throws(Failure) -> [String] {
        let names = ModelHeaderText.list(entry.value)
        for name in names { try checkColumn(name) }
        return names
    }

    private func relationship() throws(Failure) -> ModelTest.Kind {
        let words = entry.value.split(separator: " ").map(String.init)
        guard words.count == 3, words[1] == "references" else { throw malformed("relationships") }
        try checkColumn(words[0])
        let parts = words[2].split(separator: ".").map(String.init)
        guard parts.count == 3, let table = TableName(model: "\(parts[0]).\(parts[1])"),
            ModelName.isPlain(parts[2])
        else { throw malformed("relationships") }
        return .relationship(column: words[0], table: table, otherColumn: parts[2])
    }

    func malformed(_ name: String) -> Failure {
        Failure(
            message: "\"\(entry.value)\" is not what \(name) tests",
            remedy: "write: test \(name): \(ModelTestParser.forms[name] ?? "")")
    }

    /// The tokens of an expression over the model's own columns.
    func checkedTokens(_ expression: String) throws(Failure) -> [SQLToken] {
        let tokens = try outlined(expression)
        for (index, token) in tokens.enumerated() where token.isName {
            let isFunction = index + 1 < tokens.count && tokens[index + 1].isSymbol("(")
            let isType = index > 0 && tokens[index - 1].isWord("AS")
            let isLiteral = index + 1 < tokens.count && tokens[index + 1].kind == .text
            if !isFunction, !isType, !isLiteral { try checkColumn(token.text) }
        }
        return tokens
    }

    /// The tokens of an expression that obeys the rules of portable SQL.
    func outlined(_ expression: String) throws(Failure) -> [SQLToken] {
        do {
            let tokens = try SQLTokenizer.tokens(of: expression, firstLine: entry.line)
            let linter = ModelLinter(
                file: "", outline: try SQLOutline(tokens), scope: .expression)
            if let problem = linter.problems().first {
                throw Failure(message: problem.message, remedy: problem.remedy)
            }
            return tokens
        } catch let error as SQLTokenizingError {
            throw Failure(message: error.message, remedy: "close what is open")
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(message: "\(error)", remedy: "write an expression")
        }
    }

    func checkColumn(_ name: String) throws(Failure) {
        guard columns.contains(name) else {
            throw Failure(
                message: "\(name) is no column of the model",
                remedy: "name one of \(columns.sorted().joined(separator: ", "))")
        }
    }
}

extension ModelTest.Tolerance {
    /// Reads `3`, `0.01` or `5%`.
    init?(text: String) {
        if text.hasSuffix("%") {
            guard let percent = Double(text.dropLast()), (0...100).contains(percent) else {
                return nil
            }
            self = .fraction(percent / 100)
        } else {
            guard let number = Double(text), number >= 0, number.isFinite else { return nil }
            self = .number(number)
        }
    }
}
