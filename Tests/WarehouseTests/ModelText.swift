@testable import Warehouse

/// Small model files for tests.
enum ModelText {
    /// A model whose contract fits its SELECT: `columns` are selected, the first is the key.
    static func make(
        _ name: String, depends: String, materialize: String = "table", columns: [String],
        key: String? = nil, tests: [String] = [], sql: String
    ) -> (path: String, text: String) {
        let key = key ?? columns[0]
        var lines = [
            "-- model:       \(name)", "-- describes:   Rows of a test.",
            "-- grain:       \(key == "(none)" ? "one row" : "one row per \(key)")",
            "-- key:         \(key)", "-- depends:     \(depends)",
            "-- materialize: \(materialize)",
        ]
        lines += columns.map { "-- column \($0): A column of a test." }
        lines += tests.map { "-- test \($0)" }
        lines.append(sql)
        let path = name.split(separator: ".").joined(separator: "/") + ".sql"
        return (path, lines.joined(separator: "\n"))
    }

    /// The findings of a text, without the names of files.
    static func problems(_ files: (path: String, text: String)...) -> [String] {
        do throws(ModelProblems) {
            _ = try ModelLibrary(files: files)
            return []
        } catch {
            return error.problems.map { "\($0.line): \($0.message)" }
        }
    }

    /// What the linter says to a SELECT that has one column, `x`.
    static func lint(_ sql: String) -> [String] {
        let file = make("staging.sample", depends: "landing.t", columns: ["x"], sql: sql)
        do throws(ModelProblems) {
            let model = try Model(file: file.path, text: file.text)
            return ModelLinter(model: model).problems().map { "\($0.line - 7): \($0.message)" }
        } catch {
            return error.problems.map(\.description)
        }
    }
}
