import JSONCoding

/// `bellwether configuration check`: reads the settings as `serve` would, and says what they are.
enum ConfigurationCheckCommand {
    static let command = Command(
        description: CommandDescription(
            "configuration check", "Check the settings and show where each value comes from.",
            examples: [
                "bellwether configuration check",
                "bellwether configuration check --configuration /etc/bellwether.yaml",
            ]),
        run: run)

    private static func run(_ context: CommandContext) async throws -> ExitCode {
        let configuration = try context.configuration()
        let names = configuration.values.keys.sorted()
        if context.arguments.has("--json") {
            var writer = JSONWriter()
            writer.object { object in
                for name in names {
                    object.object(name) { setting in
                        setting.field("value", configuration.text(name))
                        setting.field(
                            "origin", configuration.values[name]?.origin.description ?? "")
                    }
                }
            }
            Console.print(writer.text)
            return .success
        }
        let width = names.map(\.count).max() ?? 0
        for name in names {
            let padding = String(repeating: " ", count: width - name.count + 2)
            let origin = configuration.values[name]?.origin.description ?? ""
            Console.print("\(name)\(padding)\(configuration.text(name))  (\(origin))")
        }
        return .success
    }
}
