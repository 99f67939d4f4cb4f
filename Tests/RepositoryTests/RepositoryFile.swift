import Glibc

/// One committed file, as guards see it.
struct RepositoryFile: Hashable, Sendable {
    /// From the package's root: `Sources/SQLAccess/SQLError.swift`.
    let path: String
    let text: String
    /// Code and literals of a Swift file; nil for others.
    let swift: SwiftScanner?

    init(path: String, text: String) {
        self.path = path
        self.text = text
        swift = path.hasSuffix(".swift") ? SwiftScanner(text) : nil
    }

    var lines: [Substring] { text.lines }

    /// `Sources`, `SQLAccess`, `SQLError.swift`.
    var components: [Substring] { path.split(separator: "/") }

    /// What stands behind the last point of the name; empty without one.
    var fileExtension: Substring {
        guard let name = components.last, let point = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: point)...]
    }

    /// The target that a file below `Sources` belongs to.
    var sourceTarget: String? {
        components.count >= 3 && components[0] == "Sources" ? String(components[1]) : nil
    }
}

extension String {
    var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false) }

    /// The numbers of the lines where a word stands, each once; a letter before the word makes it
    /// another word where `atWordStart` says so.
    func lineNumbers(of word: String, atWordStart: Bool = false) -> [Int] {
        withCString { start in
            var numbers: [Int] = []
            var position = UnsafeMutablePointer(mutating: start)
            var line = 1
            while let found = strstr(position, word) {
                while position < found {
                    if position.pointee == CChar(UInt8(ascii: "\n")) { line += 1 }
                    position += 1
                }
                let isInside =
                    atWordStart && found > UnsafeMutablePointer(mutating: start)
                    && isalpha(Int32(found[-1])) != 0
                if !isInside, numbers.last != line { numbers.append(line) }
                position = found + 1
                if found.pointee == CChar(UInt8(ascii: "\n")) { line += 1 }
            }
            return numbers
        }
    }
}

/// A rule that a file breaks, where, and what to do instead.
struct Violation: Hashable, Sendable, CustomStringConvertible {
    let path: String
    /// Nil where the file as a whole is meant.
    let line: Int?
    let message: String

    init(_ file: RepositoryFile, line: Int? = nil, _ message: String) {
        path = file.path
        self.line = line
        self.message = message
    }

    var description: String {
        line.map { "\(path):\($0): \(message)" } ?? "\(path): \(message)"
    }
}
