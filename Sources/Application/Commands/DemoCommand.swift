import Observability
import Simulation

/// `bellwether demo`: a whole shop with live traffic, to look around in.
enum DemoCommand {
    static let command = Command(
        description: CommandDescription(
            "demo", "Show a whole shop with two years of orders and live traffic.",
            examples: [
                "bellwether demo", "bellwether demo --data demo-data --listen 127.0.0.1:9000",
            ],
            options: [
                .init(
                    name: "--listen", value: "HOST:PORT",
                    summary: "Where to listen; without it 127.0.0.1:8080 or the next free port."),
                .init(
                    name: "--without-traffic", value: nil,
                    summary: "Load the shop, and let nothing more happen in it."),
            ]),
        run: run)

    private static func run(_ context: CommandContext) async throws -> ExitCode {
        let folder = DataFolder(
            path: context.arguments["--data"]
                ?? DataFolder.defaultPath(environment: context.environment) + "-demo")
        try writeSettings(into: folder)
        var flags = ["log.level": "warning"]
        flags["server.listen"] = context.arguments["--listen"]
        let demo = try DemoRun(
            folder: folder, withTraffic: !context.arguments.has("--without-traffic"),
            now: StructuredLog.systemTime)
        var lifecycle = ServerLifecycle(
            folder: folder,
            configuration: try context.configuration(of: folder, flags: flags))
        lifecycle.nextPortCount = context.arguments.has("--listen") ? 0 : 50
        lifecycle.isDemo = true
        lifecycle.stories = { demo.stories }
        lifecycle.companion = { parts, address in
            try await demo.run(parts) {
                Console.message("\n  \(DemoShop.name) is open at \(address)\n")
                Console.message("  Its data is in \(folder.path). Ctrl-C stops everything.")
            }
        }
        try await lifecycle.run()
        return .success
    }

    /// The shop's settings live in its folder, so that other commands on it use the same.
    private static func writeSettings(into folder: DataFolder) throws {
        try folder.create()
        guard !FileBytes.exists(folder.settingsPath) else { return }
        let text = """
            workspace:
              name: \(DemoShop.name)
              base_currency_code: \(DemoShop.currency)
              time_zone: UTC

            """
        try FileBytes.write(Array(text.utf8), to: folder.settingsPath)
    }
}
