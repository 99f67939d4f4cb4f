/// The tokens of one query with their parentheses and clauses: as much grammar as the rules need.
struct SQLOutline: Sendable {
    /// The outermost query, or what stands between two parentheses.
    struct Frame: Sendable {
        /// Nil for the outermost frame.
        let parent: Int?
        /// The word before the opening parenthesis, in upper case: `CAST`, `SUM`, `OVER`, `IN`.
        let opener: String?
        /// The tokens between the parentheses.
        var tokens: Range<Int>
        /// It begins with SELECT or WITH.
        let isQuery: Bool
    }

    let tokens: [SQLToken]
    private(set) var frames: [Frame] = []
    /// For each token the frame that it stands in; a parenthesis stands in the frame around it.
    private(set) var frameOfToken: [Int] = []
    /// For each token the clause of the innermost frame that has clauses: `SELECT`, `ORDER`, ….
    private(set) var clauseOfToken: [String?] = []

    /// - Throws: where parentheses do not match.
    init(_ tokens: [SQLToken]) throws(SQLTokenizingError) {
        self.tokens = tokens
        frameOfToken.reserveCapacity(tokens.count)
        clauseOfToken.reserveCapacity(tokens.count)
        frames.append(
            Frame(parent: nil, opener: nil, tokens: 0..<tokens.count, isQuery: true))
        var clauses: [String?] = [nil]
        var current = 0
        for (index, token) in tokens.enumerated() {
            if token.isSymbol(")") {
                guard let parent = frames[current].parent else {
                    throw SQLTokenizingError(
                        line: token.line, message: "a ) closes nothing")
                }
                frames[current].tokens = frames[current].tokens.lowerBound..<index
                current = parent
            } else if token.kind == .word,
                SQLOutline.beginsClause(tokens, at: index, frames[current])
            {
                clauses[current] = token.upper
            } else if token.kind == .word, SQLKeywords.setOperators.contains(token.upper) {
                clauses[current] = nil
            }
            frameOfToken.append(current)
            var scope: Int? = current
            while let frame = scope, clauses[frame] == nil {
                scope = frames[frame].isQuery ? nil : frames[frame].parent
            }
            clauseOfToken.append(scope.flatMap { clauses[$0] })
            if token.isSymbol("(") {
                let next = index + 1 < tokens.count ? tokens[index + 1].upper : ""
                let previous = index > 0 ? tokens[index - 1] : nil
                frames.append(
                    Frame(
                        parent: current, opener: previous?.kind == .word ? previous?.upper : nil,
                        tokens: (index + 1)..<tokens.count,
                        isQuery: next == "SELECT" || next == "WITH"))
                clauses.append(nil)
                current = frames.count - 1
            }
        }
        guard current == 0 else {
            let opening = tokens[frames[current].tokens.lowerBound - 1]
            throw SQLTokenizingError(line: opening.line, message: "a ( is not closed")
        }
    }

    /// FROM also stands inside `EXTRACT(… FROM …)` and `IS DISTINCT FROM`, where it is no clause.
    private static func beginsClause(_ tokens: [SQLToken], at index: Int, _ frame: Frame) -> Bool {
        guard SQLKeywords.clauses.contains(tokens[index].upper) else { return false }
        if tokens[index].upper == "GROUP", index > 0, tokens[index - 1].isWord("WITHIN") {
            return false
        }
        guard tokens[index].upper == "FROM" else { return true }
        if index > 0, tokens[index - 1].isWord("DISTINCT") { return false }
        return !["EXTRACT", "SUBSTRING", "TRIM"].contains(frame.opener ?? "")
    }
}

extension SQLOutline {
    /// The frame that the parenthesis at `index` opens.
    func frame(openedAt index: Int) -> Int? {
        frames.firstIndex { $0.parent != nil && $0.tokens.lowerBound == index + 1 }
    }

    /// The frame that the parenthesis at `index` closes.
    func frame(closedAt index: Int) -> Int? {
        frames.firstIndex { $0.parent != nil && $0.tokens.upperBound == index }
    }

    /// The frames around a token, innermost first, up to and including the query it belongs to.
    func framesAroundToken(at index: Int) -> [Int] {
        var around: [Int] = []
        var scope: Int? = frameOfToken[index]
        while let frame = scope {
            around.append(frame)
            if frames[frame].isQuery { break }
            scope = frames[frame].parent
        }
        return around
    }

    /// Splits a range of tokens at the commas that stand directly in `frame`.
    func items(in range: Range<Int>, of frame: Int) -> [Range<Int>] {
        var items: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where tokens[index].isSymbol(",") && frameOfToken[index] == frame {
            items.append(start..<index)
            start = index + 1
        }
        items.append(start..<range.upperBound)
        return items
    }

    /// The select lists that stand directly in `frame`: one, or one for each side of a UNION.
    func selectLists(of frame: Int) -> [Range<Int>] {
        var lists: [Range<Int>] = []
        var start: Int?
        for index in frames[frame].tokens where frameOfToken[index] == frame {
            let token = tokens[index]
            if token.isWord("SELECT") {
                start = index + 1
            } else if let begin = start,
                token.kind == .word, clauseOfToken[index] != "SELECT"
            {
                lists.append(begin..<index)
                start = nil
            }
        }
        if let begin = start { lists.append(begin..<frames[frame].tokens.upperBound) }
        return lists.map { list in
            let skipsWord =
                list.lowerBound < list.upperBound
                && ["DISTINCT", "ALL"].contains(tokens[list.lowerBound].upper)
            return skipsWord ? (list.lowerBound + 1)..<list.upperBound : list
        }
    }

    /// The names of the common table expressions, in lower case.
    var commonTableNames: Set<String> {
        var names: Set<String> = []
        for index in tokens.indices.dropLast(2)
        where tokens[index].isName && tokens[index + 1].isWord("AS")
            && tokens[index + 2].isSymbol("(") && clauseOfToken[index] == nil
        {
            names.insert(tokens[index].text.lowercased())
        }
        return names
    }
}
