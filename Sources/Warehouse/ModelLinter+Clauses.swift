/// Rules on ORDER BY, aliases, and on what the statement is and yields.
extension ModelLinter {
    func orderProblems() -> [ModelProblem] {
        tokens.indices.flatMap { index -> [ModelProblem] in
            guard tokens[index].isWord("ORDER"), token(index + 1)?.isWord("BY") == true else {
                return []
            }
            let frame = outline.frameOfToken[index]
            if outline.frames[frame].opener == "GROUP" { return [] }
            let list = orderList(from: index + 2, in: frame)
            return outline.items(in: list, of: frame).compactMap { item in
                guard let last = item.last else { return nil }
                let isComplete =
                    tokens[last].isWord("FIRST") || tokens[last].isWord("LAST")
                return isComplete && token(last - 1)?.isWord("NULLS") == true
                    ? nil
                    : problem(
                        at: last, "nulls come first or last by engine",
                        "end the item of ORDER BY with NULLS FIRST or NULLS LAST")
            }
        }
    }

    private func orderList(from start: Int, in frame: Int) -> Range<Int> {
        var end = start
        let limit = outline.frames[frame].tokens.upperBound
        while end < limit {
            let token = tokens[end]
            let ends =
                outline.frameOfToken[end] == frame && token.kind == .word
                && ["LIMIT", "ROWS", "RANGE", "UNION", "OFFSET", "WINDOW"].contains(token.upper)
            if ends { break }
            end += 1
        }
        return start..<end
    }

    /// A name right behind a complete operand is an alias without AS.
    func aliasProblems() -> [ModelProblem] {
        var problems = tokens.indices.compactMap { index -> ModelProblem? in
            guard tokens[index].isName, let previous = token(index - 1) else { return nil }
            let isOperand =
                previous.isName || previous.kind == .number || previous.kind == .text
                || previous.isSymbol(")") || previous.isWord("END") || previous.isWord("NULL")
            let isUnit =
                previous.kind == .text && SQLKeywords.intervalUnits.contains(tokens[index].upper)
            let isTypedLiteral = previous.isName && tokens[index].kind == .text
            guard isOperand, !isUnit, !isTypedLiteral else { return nil }
            return problem(
                at: index, "\(tokens[index].text) is an alias without AS",
                "write AS \(tokens[index].text)")
        }
        for (number, frame) in outline.frames.enumerated() where frame.isQuery {
            for list in outline.selectLists(of: number) {
                problems += lateralAliases(in: list, of: number)
            }
        }
        return problems
    }

    /// A bare name that an earlier item of the same list defines: that item, or a column.
    private func lateralAliases(in list: Range<Int>, of frame: Int) -> [ModelProblem] {
        var problems: [ModelProblem] = []
        var aliases: Set<String> = []
        for item in outline.items(in: list, of: frame) {
            for index in item where isBareColumn(at: index) && aliases.contains(tokens[index].text)
            {
                let isInInnerQuery = outline.framesAroundToken(at: index).last != frame
                if isInInnerQuery { continue }
                problems.append(
                    problem(
                        at: index,
                        "\(tokens[index].text) is defined in the same SELECT: some engines read "
                            + "that, others a column of this name",
                        "qualify it with its table, or compute it in a query below"))
            }
            if item.count >= 2, let last = item.last, tokens[last - 1].isWord("AS") {
                aliases.insert(tokens[last].text)
            }
        }
        return problems
    }

    private func isBareColumn(at index: Int) -> Bool {
        tokens[index].isName && token(index - 1)?.isSymbol(".") != true
            && token(index - 1)?.isWord("AS") != true && token(index + 1)?.isSymbol("(") != true
            && token(index + 1)?.isSymbol(".") != true
    }
}

extension ModelLinter {
    func statementProblems() -> [ModelProblem] {
        guard let first = tokens.first else {
            return [
                ModelProblem(
                    file: file, line: 0, message: "there is no SELECT below the contract",
                    remedy: "write one")
            ]
        }
        guard first.isWord("SELECT") || first.isWord("WITH") else {
            return [
                problem(
                    at: 0, "a model is one SELECT, not \(first.text)",
                    "begin with SELECT or WITH")
            ]
        }
        return []
    }

    /// The final SELECT: named columns, each of a stated type, the ones that the contract lists.
    func outputProblems() -> [ModelProblem] {
        let lists = outline.selectLists(of: 0)
        var problems: [ModelProblem] = []
        for list in lists {
            for item in outline.items(in: list, of: 0) { problems += itemProblem(item) }
        }
        guard let columns, let list = lists.first, problems.isEmpty else { return problems }
        let selected = outline.items(in: list, of: 0).compactMap { $0.last.map { tokens[$0].text } }
        for name in selected where !columns.contains(name) {
            problems.append(
                problem(
                    at: list.lowerBound, "column \(name) is not described in the contract",
                    "add -- column \(name): with what it holds, in which unit"))
        }
        for name in columns where !selected.contains(name) {
            problems.append(
                problem(
                    at: list.lowerBound, "the contract describes \(name), which is not selected",
                    "select it, or remove its column line"))
        }
        if Set(selected).count < selected.count {
            problems.append(
                problem(
                    at: list.lowerBound, "a column is selected twice under one name",
                    "keep one of them"))
        }
        return problems
    }

    private func itemProblem(_ item: Range<Int>) -> [ModelProblem] {
        guard let last = item.last else {
            return [problem(at: item.lowerBound, "a column is missing", "remove the comma")]
        }
        if tokens[last].isSymbol("*"), item.count == 1 || token(last - 1)?.isSymbol(".") == true {
            return [
                problem(
                    at: last, "* in the final SELECT follows every change below it",
                    "name the columns")
            ]
        }
        let isColumn = item.allSatisfy { tokens[$0].isName || tokens[$0].isSymbol(".") }
        if isColumn { return [] }
        guard tokens[last].isName, token(last - 1)?.isWord("AS") == true else {
            return [
                problem(at: last, "a computed column has no name", "write AS and its name")
            ]
        }
        return isTyped(item.lowerBound..<(last - 1))
            ? []
            : [
                problem(
                    at: item.lowerBound,
                    "the type of \(tokens[last].text) is left to the engine",
                    "write CAST(… AS TYPE) AS \(tokens[last].text)")
            ]
    }

    /// A column, a CAST, or a quotient of two doubles.
    private func isTyped(_ expression: Range<Int>) -> Bool {
        if expression.allSatisfy({ tokens[$0].isName || tokens[$0].isSymbol(".") }) { return true }
        guard let first = expression.first, tokens[first].isWord("CAST"),
            let frame = outline.frame(openedAt: first + 1)
        else { return false }
        let end = outline.frames[frame].tokens.upperBound
        return end == expression.upperBound - 1
            || (castType(of: frame) == "DOUBLE" && token(end + 1)?.isSymbol("/") == true)
    }
}
