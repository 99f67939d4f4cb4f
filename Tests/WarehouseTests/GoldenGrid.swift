import ExactValues
import SQLAccess

/// A table of text between bars: a header of names and types, then rows.
struct GoldenGrid: Equatable {
    struct Column: Equatable {
        let name: String
        /// In portable SQL: `DECIMAL(18,6)`.
        let type: String
    }

    var columns: [Column]
    /// Nil is null.
    var rows: [[String?]]

    /// The grid as aligned text, rows sorted.
    func formatted() -> String {
        let header = columns.map { "\($0.name) \($0.type)" }
        let cells = sortedRows.map { $0.map(GoldenGrid.quoted) }
        let widths = columns.indices.map { index in
            ([header] + cells).map { $0[index].count }.max() ?? 0
        }
        return ([header] + cells).map { line in
            let padded = zip(line, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }.joined()
    }

    /// By the columns from the left, null first.
    var sortedRows: [[String?]] {
        rows.sorted { left, right in
            for (one, other) in zip(left, right) where one != other {
                guard let one else { return true }
                guard let other else { return false }
                return one < other
            }
            return false
        }
    }

    private static func quoted(_ cell: String?) -> String {
        guard let cell else { return "NULL" }
        let isPlain =
            !cell.isEmpty && cell != "NULL" && !cell.contains("|") && !cell.hasPrefix("'")
            && !cell.hasPrefix(" ") && !cell.hasSuffix(" ")
        if isPlain { return cell }
        return "'"
            + cell.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }
}

extension GoldenGrid {
    /// Reads the lines of a grid, each between bars.
    init(lines: [Substring], at place: String) throws {
        guard let header = lines.first else {
            throw GoldenFileError(place: place, message: "the grid has no header")
        }
        columns = try GoldenGrid.cells(header, at: place).map { cell in
            let parts = (cell ?? "").split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw GoldenFileError(
                    place: place, message: "a column of the header needs a name and a type")
            }
            let type = parts[1].split(separator: " ").joined()
            return Column(name: parts[0], type: type)
        }
        rows = try lines.dropFirst().map { try GoldenGrid.cells($0, at: place) }
        guard rows.allSatisfy({ $0.count == columns.count }) else {
            throw GoldenFileError(
                place: place, message: "a row has not as many cells as the header")
        }
    }

    private static func cells(_ line: Substring, at place: String) throws -> [String?] {
        var cells: [String?] = []
        var rest = line.drop { $0 == " " }.dropFirst()
        while !rest.drop(while: { $0 == " " }).isEmpty {
            rest = rest.drop { $0 == " " }
            if rest.first == "'" {
                cells.append(try quotedCell(&rest, at: place))
            } else {
                guard let bar = rest.firstIndex(of: "|") else {
                    throw GoldenFileError(place: place, message: "a row does not end with |")
                }
                var text = rest[..<bar]
                while text.last == " " { text = text.dropLast() }
                cells.append(text == "NULL" ? nil : String(text))
                rest = rest[rest.index(after: bar)...]
            }
        }
        return cells
    }

    private static func quotedCell(_ rest: inout Substring, at place: String) throws -> String {
        var text = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst() {
            if character != "'" {
                text.append(character)
            } else if rest.first == "'" {
                text.append("'")
                rest = rest.dropFirst()
            } else {
                rest = rest.drop { $0 == " " }
                guard rest.popFirst() == "|" else { break }
                return text
            }
        }
        throw GoldenFileError(place: place, message: "a quoted cell does not end with '|")
    }
}

struct GoldenFileError: Error, CustomStringConvertible {
    let place: String
    let message: String

    var description: String { "\(place): \(message)" }
}
