/// Tells a Swift file's code from its comments and string literals, well enough for guards.
///
/// Not a parser: it knows line and block comments, `"…"`, `"""…"""`, raw strings and
/// interpolations, which are code again. It works on bytes: all files of the project in a second.
struct SwiftScanner: Hashable, Sendable {
    struct Literal: Hashable, Sendable {
        let line: Int
        let text: String
    }

    /// The file with every comment and literal blanked out, line for line.
    var code: String { String(decoding: codeBytes, as: UTF8.self) }
    private(set) var literals: [Literal] = []

    private var codeBytes: [UInt8] = []
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    private static let newline = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")
    private static let mark = UInt8(ascii: "#")
    private static let backslash = UInt8(ascii: "\\")

    init(_ text: String) {
        bytes = Array(text.utf8)
        codeBytes.reserveCapacity(bytes.count)
        scanCode(untilParenthesis: false)
    }

    private func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private func starts(with first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        byte() == UInt8(ascii: first) && byte(1) == UInt8(ascii: second)
    }

    /// Moves over bytes, whose places in the code are kept or blanked.
    private mutating func advance(_ count: Int = 1, keeping: Bool = false) {
        for _ in 0..<count where position < bytes.count {
            let byte = bytes[position]
            if byte == SwiftScanner.newline { line += 1 }
            codeBytes.append(
                byte == SwiftScanner.newline || keeping ? byte : UInt8(ascii: " "))
            position += 1
        }
    }

    private mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let byte = byte()
            if byte == UInt8(ascii: "/"), starts(with: "/", "/") {
                while position < bytes.count, self.byte() != SwiftScanner.newline { advance() }
            } else if byte == UInt8(ascii: "/"), starts(with: "/", "*") {
                scanBlockComment()
            } else if byte == SwiftScanner.quote || isRawString {
                scanLiteral()
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    if depth == 0, untilParenthesis { return }
                    depth -= 1
                }
                advance(keeping: true)
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/", "*") {
                depth += 1
                advance(2)
            } else if starts(with: "*", "/") {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && position < bytes.count
    }

    private var isRawString: Bool {
        var offset = 0
        while byte(offset) == SwiftScanner.mark { offset += 1 }
        return offset > 0 && byte(offset) == SwiftScanner.quote
    }

    private mutating func scanLiteral() {
        let start = line
        var marks = 0
        while byte(marks) == SwiftScanner.mark { marks += 1 }
        advance(marks)
        let quotes =
            byte(1) == SwiftScanner.quote && byte(2) == SwiftScanner.quote ? 3 : 1
        advance(quotes)
        var literal: [UInt8] = []
        while position < bytes.count, !isEnd(quotes, marks) {
            if byte() == SwiftScanner.backslash, isMarked(1, marks) {
                if byte(1 + marks) == UInt8(ascii: "(") {
                    literal.append(UInt8(ascii: "?"))
                    advance(marks + 2)
                    scanCode(untilParenthesis: true)
                    advance()
                    continue
                }
                // The escaped character may be a quote.
                literal.append(byte())
                advance()
            }
            literal.append(byte())
            advance()
        }
        advance(quotes + marks)
        literals.append(Literal(line: start, text: String(decoding: literal, as: UTF8.self)))
    }

    private func isMarked(_ offset: Int, _ marks: Int) -> Bool {
        (0..<marks).allSatisfy { byte(offset + $0) == SwiftScanner.mark }
    }

    private func isEnd(_ quotes: Int, _ marks: Int) -> Bool {
        (0..<quotes).allSatisfy { byte($0) == SwiftScanner.quote } && isMarked(quotes, marks)
    }
}
