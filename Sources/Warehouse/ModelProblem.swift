/// What is wrong with a model file, where, and what to do about it.
package struct ModelProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Relative to the folder of the models: `business/orders.sql`.
    package let file: String
    /// Counted from 1; 0 where the whole file is meant.
    package let line: Int
    package let message: String
    /// What to do, as an imperative sentence without a full stop.
    package let remedy: String

    package init(file: String, line: Int, message: String, remedy: String) {
        self.file = file
        self.line = line
        self.message = message
        self.remedy = remedy
    }

    package var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return "\(place): \(message); \(remedy)"
    }
}

/// All that is wrong with a set of model files: a reader mends them in one go.
package struct ModelProblems: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [ModelProblem]

    package init(_ problems: [ModelProblem]) {
        self.problems = problems.sorted {
            ($0.file, $0.line, $0.message) < ($1.file, $1.line, $1.message)
        }
    }

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
