/// What one command is called, what it takes, and how it is used: help and parsing derive from it.
struct CommandDescription: Sendable {
    /// The words that name it: `pipeline run`.
    let name: String
    /// One sentence.
    let summary: String
    /// Lines to copy, shown first.
    let examples: [String]
    /// Arguments without a name, in order, for example `FILE`.
    let positionals: [String]
    let options: [Option]

    struct Option: Sendable {
        /// `--data`
        let name: String
        /// What its value is called in help; nil for a switch.
        let value: String?
        let summary: String
    }

    static let shared = [
        Option(
            name: "--data", value: "DIR",
            summary: "The data folder; without it the platform's own."),
        Option(
            name: "--configuration", value: "FILE",
            summary: "Settings; without it DIR/bellwether.yaml, where that exists."),
        Option(name: "--json", value: nil, summary: "Answer in JSON on standard output."),
        Option(name: "--help", value: nil, summary: "Show this."),
    ]

    init(
        _ name: String, _ summary: String, examples: [String], positionals: [String] = [],
        options: [Option] = []
    ) {
        self.name = name
        self.summary = summary
        self.examples = examples
        self.positionals = positionals
        self.options = options + CommandDescription.shared
    }

    var help: String {
        var lines = ["Examples:"]
        lines += examples.map { "  \($0)" }
        let usage = ["bellwether", name] + positionals + ["[options]"]
        lines += ["", summary, "", "Usage: " + usage.joined(separator: " "), "", "Options:"]
        let names = options.map { $0.name + ($0.value.map { " " + $0 } ?? "") }
        let width = names.map(\.count).max() ?? 0
        for (name, option) in zip(names, options) {
            let padding = String(repeating: " ", count: width - name.count + 2)
            lines.append("  \(name)\(padding)\(option.summary)")
        }
        return lines.joined(separator: "\n")
    }
}

/// A command line taken apart by a description.
struct Arguments: Sendable {
    let positionals: [String]
    private let values: [String: String]

    /// - Throws: what is wrong with the line, in words that say what is allowed.
    init(_ words: [String], for command: CommandDescription) throws(UsageError) {
        var values: [String: String] = [:]
        var positionals: [String] = []
        var words = words[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("--") else {
                positionals.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.options.first(where: { $0.name == name }) else {
                throw UsageError(
                    "there is no option \(name) for `bellwether \(command.name)`; "
                        + "see `bellwether \(command.name) --help`")
            }
            if option.value == nil {
                guard parts.count == 1 else { throw UsageError("\(name) takes no value") }
                values[name] = "true"
            } else if parts.count == 2 {
                values[name] = String(parts[1])
            } else if let next = words.popFirst() {
                values[name] = next
            } else {
                throw UsageError("\(name) needs a value: \(name) \(option.value ?? "")")
            }
        }
        let needed = command.positionals.filter { !$0.hasPrefix("[") }.count
        if values["--help"] == nil {
            if positionals.count < needed {
                throw UsageError(
                    "`bellwether \(command.name)` needs "
                        + command.positionals.joined(separator: " "))
            }
            if positionals.count > command.positionals.count {
                throw UsageError(
                    "`bellwether \(command.name)` does not take "
                        + positionals[command.positionals.count])
            }
        }
        self.values = values
        self.positionals = positionals
    }

    subscript(option: String) -> String? { values[option] }

    func has(_ option: String) -> Bool { values[option] != nil }
}

/// A command line that cannot be followed. Exit code 2.
struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// How a command ends; the numbers are documented in README and help.
enum ExitCode: Int32, Sendable {
    case success = 0
    /// The work was tried and failed: a check blocked, a file was refused.
    case failure = 1
    /// The command line or the configuration is wrong.
    case usage = 2
}
