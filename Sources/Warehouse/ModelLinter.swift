/// Refuses what one of the engines lacks or understands otherwise: DuckDB, PostgreSQL 15, Spark 4.
///
/// It reads tokens and parentheses, not types: what it cannot see, the golden tests on two engines
/// catch.
package struct ModelLinter {
    /// How much of a query the tokens are.
    package enum Scope: Sendable {
        case query
        /// A condition or an aggregate of a test line.
        case expression
    }

    let file: String
    let outline: SQLOutline
    let scope: Scope
    /// The columns that the contract promises, in any order; nil to leave them unchecked.
    let columns: [String]?

    init(file: String, outline: SQLOutline, scope: Scope, columns: [String]? = nil) {
        self.file = file
        self.outline = outline
        self.scope = scope
        self.columns = columns
    }

    package init(model: Model) {
        self.init(
            file: model.file, outline: model.outline, scope: .query,
            columns: model.header.columns.map(\.name))
    }

    var tokens: [SQLToken] { outline.tokens }

    /// All findings, in the order of the text.
    package func problems() -> [ModelProblem] {
        var problems = wordProblems() + functionProblems() + typeProblems() + symbolProblems()
        problems += divisionProblems() + orderProblems() + aliasProblems() + castProblems()
        if scope == .query { problems += statementProblems() + outputProblems() }
        return problems.sorted { ($0.line, $0.message) < ($1.line, $1.message) }
    }

    func problem(at index: Int, _ message: String, _ remedy: String) -> ModelProblem {
        ModelProblem(
            file: file, line: index < tokens.count ? tokens[index].line : 0, message: message,
            remedy: remedy)
    }

    func token(_ index: Int) -> SQLToken? {
        tokens.indices.contains(index) ? tokens[index] : nil
    }
}

// MARK: Words, types and symbols

extension ModelLinter {
    private func wordProblems() -> [ModelProblem] {
        tokens.indices.compactMap { index in
            let word = tokens[index]
            guard word.kind == .word, token(index - 1)?.isSymbol(".") != true else { return nil }
            if word.isWord("DISTINCT"), token(index + 1)?.isWord("ON") == true {
                return problem(
                    at: index, "DISTINCT ON is known to PostgreSQL and DuckDB only",
                    "number the rows with ROW_NUMBER and keep the first")
            }
            if word.isWord("GROUP"), token(index + 2)?.isWord("ALL") == true {
                return problem(
                    at: index, "GROUP BY ALL is unknown to PostgreSQL", "name the columns")
            }
            return ForbiddenSQL.words[word.upper].map { problem(at: index, $0.reason, $0.remedy) }
        }
    }

    private func symbolProblems() -> [ModelProblem] {
        tokens.indices.compactMap { index in
            let token = tokens[index]
            switch token.kind {
            case .quotedName:
                return problem(
                    at: index, "\(token.text) is a quoted name, whose quotes differ by engine",
                    "use a name that needs no quotes")
            case .text where token.text.contains("\\"):
                return problem(
                    at: index, "a backslash in a text means itself on one engine only",
                    "write the text without it")
            case .symbol:
                return ForbiddenSQL.symbols[token.text].map {
                    problem(at: index, $0.reason, $0.remedy)
                } ?? dateDifference(at: index)
            default:
                return nil
            }
        }
    }

    /// `a_date - b_date`: an integer, an interval or days, by engine.
    private func dateDifference(at index: Int) -> ModelProblem? {
        guard tokens[index].isSymbol("-"), isDate(endingAt: index - 1),
            isDate(beginningAt: index + 1)
        else { return nil }
        return problem(
            at: index, "date minus date has three types on three engines",
            "write days_between(earlier, later)")
    }

    private func isDate(endingAt index: Int) -> Bool {
        guard let last = token(index) else { return false }
        if last.isName { return last.text.hasSuffix("_date") }
        guard last.isSymbol(")"), let frame = outline.frame(closedAt: index) else { return false }
        return isDateCast(frame)
    }

    private func isDate(beginningAt index: Int) -> Bool {
        guard let first = token(index) else { return false }
        if first.isWord("CAST"), let frame = outline.frame(openedAt: index + 1) {
            return isDateCast(frame)
        }
        var last = index
        while token(last)?.isName == true, token(last + 1)?.isSymbol(".") == true { last += 2 }
        return token(last)?.isName == true && tokens[last].text.hasSuffix("_date")
            && token(last + 1)?.isSymbol("(") != true
    }

    private func isDateCast(_ frame: Int) -> Bool {
        castType(of: frame) == "DATE"
    }

    private func typeProblems() -> [ModelProblem] {
        tokens.indices.compactMap { index in
            guard tokens[index].isWord("CAST"), let frame = outline.frame(openedAt: index + 1),
                let type = castType(of: frame)
            else { return nil }
            if ForbiddenSQL.portableTypes.contains(type) { return nil }
            return problem(
                at: index, "\(type) is not a type that all engines read alike",
                "use DOUBLE, STRING, BIGINT, DECIMAL(18, n), DATE, TIMESTAMP or BOOLEAN")
        }
    }

    /// The type that a CAST names, in upper case.
    func castType(of frame: Int) -> String? {
        let range = outline.frames[frame].tokens
        guard outline.frames[frame].opener == "CAST",
            let asIndex = range.last(where: {
                tokens[$0].isWord("AS") && outline.frameOfToken[$0] == frame
            })
        else { return nil }
        let type = tokens[(asIndex + 1)..<range.upperBound].map(\.upper)
        if type.first == "DECIMAL" || type.first == "NUMERIC" {
            return type.count > 1 ? type[0] : "\(type[0]) without digits"
        }
        return type.joined(separator: " ")
    }
}
