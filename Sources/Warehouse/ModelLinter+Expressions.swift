/// Rules on functions, division and CAST.
extension ModelLinter {
    func functionProblems() -> [ModelProblem] {
        tokens.indices.compactMap { index in
            let word = tokens[index]
            guard word.kind == .word, token(index + 1)?.isSymbol("(") == true,
                !SQLKeywords.all.subtracting(["RANGE", "FIRST", "LAST"]).contains(word.upper)
                    || word.isWord("CAST")
            else { return nil }
            if let verdict = ForbiddenSQL.functions[word.upper] {
                return problem(at: index, verdict.reason, verdict.remedy)
            }
            if word.isWord("EXTRACT") { return extractProblem(at: index) }
            if word.isWord("DATE_TRUNC") { return truncationProblem(at: index) }
            if word.isWord("PERCENTILE_CONT") { return percentileProblem(at: index) }
            if ForbiddenSQL.portableFunctions.contains(word.upper) || isTypeOrTable(at: index) {
                return nil
            }
            return problem(
                at: index, "\(word.text) is not among the functions that all engines share",
                "use one of \(ForbiddenSQL.portableFunctions.sorted().joined(separator: ", "))")
        }
    }

    /// `DECIMAL(18, 6)` in a CAST; a named list of columns: `WITH digits (d) AS` or `AS t (d)`.
    private func isTypeOrTable(at index: Int) -> Bool {
        if token(index - 1)?.isWord("AS") == true { return true }
        guard let frame = outline.frame(openedAt: index + 1) else { return false }
        return token(outline.frames[frame].tokens.upperBound + 1)?.isWord("AS") == true
            && token(outline.frames[frame].tokens.upperBound + 2)?.isSymbol("(") == true
    }

    private func extractProblem(at index: Int) -> ModelProblem? {
        guard let part = token(index + 2),
            !ForbiddenSQL.extractableParts.contains(part.upper)
        else { return nil }
        let remedy =
            switch part.upper {
            case "DOW", "ISODOW", "DAYOFWEEK": "write iso_dow(d)"
            case "EPOCH": "compare timestamps, or write days_between(a, b)"
            case "ISOYEAR": "take the YEAR of the Thursday: d + (4 - iso_dow(d))"
            default:
                "extract one of \(ForbiddenSQL.extractableParts.sorted().joined(separator: ", "))"
            }
        return problem(at: index, "EXTRACT(\(part.text) …) differs by engine", remedy)
    }

    private func truncationProblem(at index: Int) -> ModelProblem? {
        let frame = outline.frameOfToken[index]
        let isFirst = outline.frames[frame].tokens.lowerBound == index
        if isFirst, ["DATE", "TIMESTAMP"].contains(castType(of: frame) ?? ""),
            let inner = outline.frame(openedAt: index + 1),
            token(outline.frames[inner].tokens.upperBound + 1)?.isWord("AS") == true
        {
            return nil
        }
        return problem(
            at: index, "DATE_TRUNC has three return types",
            "write CAST(DATE_TRUNC('…', x) AS DATE) or AS TIMESTAMP")
    }

    private func percentileProblem(at index: Int) -> ModelProblem? {
        let range = index..<min(index + 12, tokens.count)
        guard let order = range.first(where: { tokens[$0].isWord("ORDER") }),
            token(order + 2)?.isWord("CAST") == true,
            let frame = outline.frame(openedAt: order + 3), castType(of: frame) == "DOUBLE"
        else {
            return problem(
                at: index, "PERCENTILE_CONT rounds when its argument is a decimal",
                "write PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY CAST(x AS DOUBLE))")
        }
        return nil
    }

    func divisionProblems() -> [ModelProblem] {
        tokens.indices.compactMap { index in
            guard tokens[index].isSymbol("/") else { return nil }
            if isDouble(endingAt: index - 1), isSafeDivisor(at: index + 1) { return nil }
            return problem(
                at: index, "division of integers, and by zero, differs by engine",
                "write CAST(a AS DOUBLE) / NULLIF(CAST(b AS DOUBLE), 0)")
        }
    }

    private func isDouble(endingAt index: Int) -> Bool {
        token(index)?.isSymbol(")") == true
            && outline.frame(closedAt: index).map { castType(of: $0) == "DOUBLE" } == true
    }

    private func isSafeDivisor(at index: Int) -> Bool {
        guard let divisor = token(index) else { return false }
        if divisor.kind == .number { return divisor.text.contains { ("1"..."9").contains($0) } }
        guard divisor.isWord("NULLIF"), let frame = outline.frame(openedAt: index + 1) else {
            return false
        }
        let items = outline.items(in: outline.frames[frame].tokens, of: frame)
        return items.count == 2 && tokens[items[1]].map(\.text) == ["0"]
            && tokens[items[0].lowerBound].isWord("CAST")
            && isDouble(endingAt: items[0].upperBound - 1)
    }

    /// A sum's type differs by engine; a fraction becomes an integer in two ways.
    func castProblems() -> [ModelProblem] {
        tokens.indices.compactMap { index in
            if tokens[index].isWord("SUM"), scope == .query, isUncastOutput(at: index) {
                return problem(
                    at: index, "the type of a SUM differs by engine",
                    "write CAST(SUM(x) AS BIGINT) or AS DECIMAL(18, 6)")
            }
            if tokens[index].isWord("CAST"), let frame = outline.frame(openedAt: index + 1),
                castType(of: frame) == "BIGINT",
                outline.frames[frame].tokens.contains(where: {
                    tokens[$0].isSymbol("/") && outline.frameOfToken[$0] == frame
                })
            {
                return problem(
                    at: index, "2.5 becomes 2 or 3, by engine",
                    "write CAST(FLOOR(a / b) AS BIGINT)")
            }
            return nil
        }
    }

    private func isUncastOutput(at index: Int) -> Bool {
        guard token(index + 1)?.isSymbol("(") == true, outline.clauseOfToken[index] == "SELECT"
        else { return false }
        // A scalar subquery may stand in the CAST as a whole.
        var scope: Int? = outline.frameOfToken[index]
        while let frame = scope {
            if outline.frames[frame].opener == "CAST" { return false }
            scope = outline.frames[frame].parent
        }
        return true
    }
}
