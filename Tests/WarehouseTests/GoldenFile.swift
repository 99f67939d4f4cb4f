import SQLAccess

/// The cases of one model, as its `.test` file tells them.
struct GoldenFile {
    struct Case {
        let name: String
        var zone = "UTC"
        var given: [(table: TableName, grid: GoldenGrid)] = []
        /// Nil until `UPDATE_GOLDEN` fills it.
        var expected: GoldenGrid?
        /// The lines of the expected grid, as indices into the file's lines.
        var expectedLines: Range<Int> = 0..<0
    }

    let path: String
    let lines: [Substring]
    private(set) var cases: [Case] = []

    init(path: String, text: String) throws {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var index = 0
        while index < lines.count {
            let line = lines[index]
            let place = "\(path):\(index + 1)"
            index += 1
            if line.isEmpty || line.hasPrefix("#") { continue }
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            let argument = words.count > 1 ? words[1] : ""
            if words[0] == "test" {
                cases.append(Case(name: argument))
                continue
            }
            guard !cases.isEmpty else {
                throw GoldenFileError(place: place, message: "begin with: test NAME")
            }
            let last = cases.count - 1
            switch words[0] {
            case "zone":
                cases[last].zone = argument
            case "given":
                let parts = argument.split(separator: ".").map(String.init)
                guard parts.count == 2 else {
                    throw GoldenFileError(place: place, message: "write: given schema.table")
                }
                let grid = try GoldenGrid(lines: gridLines(from: index), at: place)
                cases[last].given.append((TableName(schema: parts[0], name: parts[1]), grid))
                index += gridLines(from: index).count
            case "expect":
                let found = gridLines(from: index)
                cases[last].expectedLines = index..<(index + found.count)
                if !found.isEmpty {
                    cases[last].expected = try GoldenGrid(lines: found, at: place)
                }
                index += found.count
            default:
                throw GoldenFileError(
                    place: place, message: "\"\(line)\" is none of test, zone, given, expect")
            }
        }
        guard cases.allSatisfy({ $0.expectedLines.lowerBound > 0 }), !cases.isEmpty else {
            throw GoldenFileError(path: path, message: "each test needs an expect")
        }
    }

    private func gridLines(from start: Int) -> [Substring] {
        Array(lines[start...].prefix { $0.hasPrefix("|") })
    }

    /// The file's text with other expected rows, one grid for each case.
    func text(expecting grids: [GoldenGrid]) -> String {
        var text: [Substring] = []
        var index = 0
        for (testCase, grid) in zip(cases, grids) {
            text += lines[index..<testCase.expectedLines.lowerBound]
            text += grid.formatted().dropLast().split(separator: "\n")
            index = testCase.expectedLines.upperBound
        }
        text += lines[index...]
        return text.joined(separator: "\n")
    }
}

extension GoldenFileError {
    init(path: String, message: String) {
        self.init(place: path, message: message)
    }
}
