import Glibc

/// The program as a shell sees it: words in, an exit code out.
package enum CommandLineProgram {
    /// Runs the command that the words name. Data goes to standard output, messages to standard
    /// error.
    package static func run(_ words: [String], environment: [String: String]) async -> Int32 {
        do {
            return try await dispatch(words, environment: environment).rawValue
        } catch let error as UsageError {
            Console.message("bellwether: \(error)")
            return ExitCode.usage.rawValue
        } catch let error as Configuration.Problems {
            Console.message("bellwether: the configuration is wrong:\n\(error)")
            return ExitCode.usage.rawValue
        } catch {
            Console.message("bellwether: \(error)")
            return ExitCode.failure.rawValue
        }
    }

    private static func dispatch(
        _ words: [String], environment: [String: String]
    ) async throws -> ExitCode {
        switch words.first {
        case nil, "help", "--help", "-h":
            Console.print(overview)
            return words.isEmpty ? .usage : .success
        case "--version", "version":
            Console.print("bellwether \(ProgramVersion.text)")
            return .success
        default:
            break
        }
        // The longest name wins: `pipeline run` before `pipeline`.
        let command = CommandTable.commands
            .filter {
                words.starts(with: $0.description.name.split(separator: " ").map(String.init))
            }
            .max { $0.description.name.count < $1.description.name.count }
        guard let command else { throw unknown(words) }
        let nameCount = command.description.name.split(separator: " ").count
        let arguments = try Arguments(Array(words.dropFirst(nameCount)), for: command.description)
        if arguments.has("--help") {
            Console.print(command.description.help)
            return .success
        }
        return try await command.run(
            CommandContext(arguments: arguments, environment: environment))
    }

    private static func unknown(_ words: [String]) -> UsageError {
        let typed = words.prefix(2).prefix { !$0.hasPrefix("-") }.joined(separator: " ")
        let names = CommandTable.commands.map(\.description.name)
        if let first = words.first {
            let family = names.filter { $0.hasPrefix(first + " ") }
            if !family.isEmpty {
                return UsageError("which one? " + family.joined(separator: ", "))
            }
        }
        let near = names.min { editDistance($0, typed) < editDistance($1, typed) }
        let hint =
            near.map { editDistance($0, typed) <= 3 ? "did you mean `\($0)`? " : "" } ?? ""
        return UsageError("there is no command `\(typed)`: \(hint)See `bellwether --help`.")
    }

    private static var overview: String {
        var lines = [
            "Bellwether \(ProgramVersion.text): marketing performance and customer analytics.", "",
            "  bellwether demo                       a whole shop with live traffic, to look around",
            "  bellwether serve                      the server on your own data",
            "  bellwether import orders sales.csv    a file of orders", "", "Commands:",
        ]
        let width = CommandTable.commands.map(\.description.name.count).max() ?? 0
        for command in CommandTable.commands {
            let name = command.description.name
            let padding = String(repeating: " ", count: width - name.count + 2)
            lines.append("  \(name)\(padding)\(command.description.summary)")
        }
        lines += [
            "", "Each command explains itself with --help.",
            "Exit codes: 0 done; 1 tried and failed; 2 the command line or the configuration is wrong.",
        ]
        return lines.joined(separator: "\n")
    }
}

/// What a command is given.
struct CommandContext: Sendable {
    let arguments: Arguments
    let environment: [String: String]

    var dataFolder: DataFolder {
        DataFolder(
            path: arguments["--data"] ?? environment["BELLWETHER_DATA"]
                ?? DataFolder.defaultPath(environment: environment))
    }

    /// Settings by flag, environment, file and default, checked.
    func configuration(flags: [String: String] = [:]) throws -> Configuration {
        try configuration(of: dataFolder, flags: flags)
    }

    func configuration(
        of folder: DataFolder, flags: [String: String] = [:]
    ) throws -> Configuration {
        let path = arguments["--configuration"] ?? environment["BELLWETHER_CONFIGURATION"]
        let file: (path: String, contents: YAMLSettingsFile)?
        if let path {
            file = (path, try Self.settingsFile(path))
        } else if FileBytes.exists(folder.settingsPath) {
            file = (folder.settingsPath, try Self.settingsFile(folder.settingsPath))
        } else {
            file = nil
        }
        return try Configuration(flags: flags, environment: environment, file: file)
    }

    private static func settingsFile(_ path: String) throws -> YAMLSettingsFile {
        let bytes = try FileBytes.read(path, bytesMax: 1_048_576)
        do {
            return try YAMLSettingsFile(bytes: bytes)
        } catch {
            throw Configuration.Problems(sentences: ["\(path), \(error)"])
        }
    }
}

/// One command: what it is, and what it does.
struct Command: Sendable {
    let description: CommandDescription
    let run: @Sendable (CommandContext) async throws -> ExitCode
}

enum ProgramVersion {
    static let text = "0.1.0"
}

/// Standard output for data, standard error for messages.
enum Console {
    static func print(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    static func message(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // A closed pipe (`| head`) ends the output, not the work.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
