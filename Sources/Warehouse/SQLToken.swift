/// One lexical piece of a model's SQL. Comments and white space are not pieces.
struct SQLToken: Hashable, Sendable {
    enum Kind: Sendable {
        /// A keyword or an unquoted name.
        case word
        /// A name in double quotes or backticks.
        case quotedName
        /// A text literal, quotes included.
        case text
        case number
        /// An operator or a mark of punctuation; `||`, `::`, `<=`, `>=`, `<>`, `!=` and `->` whole.
        case symbol
    }

    let kind: Kind
    /// As written.
    let text: String
    /// Words in upper case, everything else as written: what rules compare with.
    let upper: String
    /// Counted from 1, within the file that the SQL stands in.
    let line: Int
    /// Where it stands in the UTF-8 of the tokenised text.
    let range: Range<Int>

    func isWord(_ keyword: String) -> Bool { kind == .word && upper == keyword }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

    /// A word that SQL does not reserve, hence a name of something.
    var isName: Bool { kind == .word && !SQLKeywords.all.contains(upper) }
}

/// A text literal, quoted name or block comment that does not end.
struct SQLTokenizingError: Error, Hashable {
    let line: Int
    let message: String
}

/// Splits SQL into tokens. Time linear in the text.
struct SQLTokenizer {
    private let bytes: [UInt8]
    private var index = 0
    private var line: Int

    private init(_ sql: String, firstLine: Int) {
        bytes = Array(sql.utf8)
        line = firstLine
    }

    static func tokens(
        of sql: String, firstLine: Int = 1
    ) throws(SQLTokenizingError) -> [SQLToken] {
        var tokenizer = SQLTokenizer(sql, firstLine: firstLine)
        var tokens: [SQLToken] = []
        while let token = try tokenizer.next() { tokens.append(token) }
        return tokens
    }

    private mutating func next() throws(SQLTokenizingError) -> SQLToken? {
        try skipBlanks()
        guard index < bytes.count else { return nil }
        let start = index
        let startLine = line
        let byte = bytes[index]
        let kind: SQLToken.Kind
        switch byte {
        case UInt8(ascii: "'"):
            try skipQuoted(by: byte, what: "text literal")
            kind = .text
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            try skipQuoted(by: byte, what: "quoted name")
            kind = .quotedName
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            skipNumber()
            kind = .number
        case _ where SQLTokenizer.isWordByte(byte):
            while index < bytes.count, SQLTokenizer.isWordByte(bytes[index]) { index += 1 }
            kind = .word
        default:
            index += symbolLength()
            kind = .symbol
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        return SQLToken(
            kind: kind, text: text, upper: kind == .word ? text.uppercased() : text,
            line: startLine, range: start..<index)
    }

    private mutating func skipBlanks() throws(SQLTokenizingError) {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\n"):
                line += 1
                index += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                index += 1
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                try skipBlockComment()
            default:
                return
            }
        }
    }

    private mutating func skipBlockComment() throws(SQLTokenizingError) {
        let startLine = line
        index += 2
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                index += 2
                return
            }
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }
        throw SQLTokenizingError(line: startLine, message: "a block comment does not end")
    }

    /// A doubled quote inside stands for one quote.
    private mutating func skipQuoted(
        by quote: UInt8, what: String
    ) throws(SQLTokenizingError) {
        let startLine = line
        index += 1
        while index < bytes.count {
            if bytes[index] == quote {
                if peek(1) == quote {
                    index += 2
                    continue
                }
                index += 1
                return
            }
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }
        throw SQLTokenizingError(line: startLine, message: "a \(what) does not end")
    }

    private mutating func skipNumber() {
        while index < bytes.count {
            let byte = bytes[index]
            let isExponentSign =
                (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"))
                && (bytes[index - 1] | 0x20) == UInt8(ascii: "e")
            guard SQLTokenizer.isWordByte(byte) || byte == UInt8(ascii: ".") || isExponentSign
            else { return }
            index += 1
        }
    }

    private func symbolLength() -> Int {
        guard let second = peek(1) else { return 1 }
        let pair = String(decoding: [bytes[index], second], as: UTF8.self)
        return ["||", "::", "<=", ">=", "<>", "!=", "->"].contains(pair) ? 2 : 1
    }

    private func peek(_ distance: Int) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
            true
        default: false
        }
    }
}
