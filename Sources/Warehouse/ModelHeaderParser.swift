import SQLAccess

/// Reads the contract of a model file and gathers everything that is wrong with it.
struct ModelHeaderParser {
    let file: String
    private let entries: [ModelHeaderText.Entry]
    private(set) var problems: [ModelProblem] = []

    init(file: String, entries: [ModelHeaderText.Entry]) {
        self.file = file
        self.entries = entries
    }

    /// Nil where a part is missing without which there is no contract; `problems` tells.
    mutating func parse() -> ModelHeader? {
        checkKeywords()
        let name = parseName()
        let describes = required("describes", "write one sentence on what the rows are")
        let grain = required("grain", "write \"one row per\" and the columns that tell rows apart")
        let key = parseNames("key", "name the columns that tell rows apart, or (none)")
        let depends = parseDepends()
        let materialization = parseMaterialization()
        let columns = parseColumns()
        guard let name, let layer = name.layer, let describes, let grain, let key, let depends,
            let materialization
        else { return nil }
        let names = Set(columns.map(\.name))
        checkGrain(grain, key: key)
        checkColumnsExist(key, in: names, of: "key")
        if let interval = materialization.interval {
            checkColumnsExist([interval.column], in: names, of: "materialize")
        }
        if case .view = materialization, layer == .scoring {
            report(
                "materialize", "a scoring model cannot be a view", "write table or computed")
        }
        return ModelHeader(
            name: name, layer: layer, describes: describes.value, grain: grain.value,
            key: key, depends: depends, materialization: materialization,
            isRefreshedWithEvents: parseRefresh(), columns: columns,
            tests: parseTests(columns: names, key: key))
    }

    private static let keywords = [
        "model", "describes", "grain", "key", "depends", "materialize", "refresh",
        "column", "test",
    ]

    private mutating func checkKeywords() {
        var seen: Set<String> = []
        for entry in entries {
            guard ModelHeaderParser.keywords.contains(entry.keyword) else {
                report(
                    line: entry.line, "\"\(entry.keyword)\" is no statement of a model's contract",
                    "write one of \(ModelHeaderParser.keywords.joined(separator: ", ")) and a "
                        + "colon, indent a continued line by three blanks, and put a blank line "
                        + "before a remark on the SQL")
                continue
            }
            let mayRepeat = entry.keyword == "column" || entry.keyword == "test"
            if !mayRepeat, !entry.argument.isEmpty {
                report(
                    line: entry.line,
                    "\"\(entry.argument)\" stands between \(entry.keyword) and its colon",
                    "write \(entry.keyword): and the value")
            }
            if !mayRepeat, !seen.insert(entry.keyword).inserted {
                report(
                    line: entry.line, "\(entry.keyword) is stated twice", "keep one of them")
            }
        }
    }

    private mutating func parseName() -> TableName? {
        guard let entry = required("model", "write -- model: and the schema and name of the file")
        else { return nil }
        guard let name = TableName(model: entry.value), name.layer != nil else {
            report(
                line: entry.line, "\"\(entry.value)\" is no model's name",
                "write schema.name in lower case, the schema one of "
                    + ModelLayer.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        let path = "\(name.schema ?? "")/\(name.name).sql"
        if file != path {
            report(
                line: entry.line, "the model calls itself \(name) but stands in \(file)",
                "move it to \(path), or correct the name")
        }
        return name
    }

    private mutating func parseDepends() -> [TableName]? {
        guard let entry = required("depends", "name every table that the SELECT reads, or (none)")
        else { return nil }
        var tables: [TableName] = []
        for text in ModelHeaderText.list(entry.value) {
            guard let table = TableName(model: text) else {
                report(
                    line: entry.line, "\"\(text)\" is no table's name",
                    "write schema.table, separated by commas")
                continue
            }
            if tables.contains(table) {
                report(line: entry.line, "\(table) is named twice", "name it once")
            }
            tables.append(table)
        }
        return tables
    }

    private mutating func parseMaterialization() -> Materialization? {
        guard
            let entry = required(
                "materialize", "write view, table, incremental by COLUMN or computed")
        else { return nil }
        switch entry.value {
        case "view": return .view
        case "table": return .table
        case "computed": return .computed
        default: break
        }
        let words = entry.value.split(separator: " ").map(String.init)
        guard words.count == 3, words[0] == "incremental", words[1] == "by" else {
            report(
                line: entry.line, "\"\(entry.value)\" is no way to keep a model",
                "write view, table, incremental by COLUMN or computed")
            return nil
        }
        guard let unit = IntervalUnit(column: words[2]) else {
            report(
                line: entry.line, "\(words[2]) does not say what an interval is",
                "use a day column (…_date), an hour column (…_at) or landing_sequence")
            return nil
        }
        return .incremental(by: words[2], unit)
    }

    private mutating func parseRefresh() -> Bool {
        guard let entry = entries.first(where: { $0.keyword == "refresh" }) else { return false }
        if entry.value != "with events" {
            report(
                line: entry.line, "\"\(entry.value)\" is no time to refresh a model",
                "write with events, or leave the line out")
        }
        return true
    }

    private mutating func parseColumns() -> [ModelHeader.Column] {
        var columns: [ModelHeader.Column] = []
        for entry in entries where entry.keyword == "column" {
            guard ModelName.isPlain(entry.argument) else {
                report(
                    line: entry.line, "\"\(entry.argument)\" is no column's name",
                    "write -- column name: what it holds, in which unit")
                continue
            }
            if entry.value.isEmpty {
                report(
                    line: entry.line, "column \(entry.argument) is not described",
                    "say what it holds, in which unit")
            }
            if columns.contains(where: { $0.name == entry.argument }) {
                report(
                    line: entry.line, "column \(entry.argument) is described twice",
                    "keep one of them")
            }
            columns.append(
                ModelHeader.Column(name: entry.argument, description: entry.value))
        }
        return columns
    }

    private mutating func parseTests(columns: Set<String>, key: [String]) -> [ModelTest] {
        let line = entries.first { $0.keyword == "key" }?.line ?? 1
        var tests: [ModelTest] = []
        if key.isEmpty {
            tests.append(ModelTest(kind: .oneRow, text: "key: (none)", line: line))
        } else {
            for column in key {
                tests.append(
                    ModelTest(kind: .notNull(column: column), text: "key: \(column)", line: line))
            }
            tests.append(
                ModelTest(
                    kind: .unique(columns: key), text: "key: \(key.joined(separator: ", "))",
                    line: line))
        }
        for entry in entries where entry.keyword == "test" {
            do throws(ModelTestParser.Failure) {
                tests += try ModelTestParser(entry: entry, columns: columns).parse()
            } catch {
                report(line: entry.line, error.message, error.remedy)
            }
        }
        var seen: Set<String> = []
        for test in tests where !seen.insert(test.check).inserted {
            report(line: test.line, "\(test.check) is tested twice", "keep one of them")
        }
        return tests
    }
}

extension ModelHeaderParser {
    private mutating func parseNames(_ keyword: String, _ remedy: String) -> [String]? {
        guard let entry = required(keyword, remedy) else { return nil }
        let names = ModelHeaderText.list(entry.value)
        for name in names where !ModelName.isPlain(name) {
            report(line: entry.line, "\"\(name)\" is no column's name", remedy)
        }
        if Set(names).count < names.count {
            report(line: entry.line, "\(keyword) names a column twice", "name it once")
        }
        return names
    }

    private mutating func checkGrain(_ grain: ModelHeaderText.Entry, key: [String]) {
        if key.isEmpty {
            if grain.value != "one row" {
                report(
                    line: grain.line, "the key is (none) but the grain is not \"one row\"",
                    "write grain: one row, or name the key")
            }
            return
        }
        guard grain.value.hasPrefix("one row per ") else {
            report(
                line: grain.line, "the grain does not begin with \"one row per\"",
                "write \"one row per\" and the columns that tell rows apart")
            return
        }
        let words = Set(
            grain.value.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
        for column in key where !words.contains(column) {
            report(
                line: grain.line, "the grain does not name the key column \(column)",
                "write \"one row per \(key.joined(separator: ", "))\"")
        }
    }

    private mutating func checkColumnsExist(
        _ names: [String], in columns: Set<String>, of keyword: String
    ) {
        for name in names where ModelName.isPlain(name) && !columns.contains(name) {
            report(
                keyword, "\(keyword) names \(name), which no column line describes",
                "add -- column \(name): with what it holds")
        }
    }

    private mutating func required(_ keyword: String, _ remedy: String) -> ModelHeaderText.Entry? {
        guard let entry = entries.first(where: { $0.keyword == keyword }) else {
            report(line: 1, "the contract lacks -- \(keyword):", remedy)
            return nil
        }
        guard !entry.value.isEmpty else {
            report(line: entry.line, "\(keyword) is empty", remedy)
            return nil
        }
        return entry
    }

    private mutating func report(_ keyword: String, _ message: String, _ remedy: String) {
        report(
            line: entries.first { $0.keyword == keyword }?.line ?? 1, message, remedy)
    }

    private mutating func report(line: Int, _ message: String, _ remedy: String) {
        problems.append(
            ModelProblem(file: file, line: line, message: message, remedy: remedy))
    }
}
