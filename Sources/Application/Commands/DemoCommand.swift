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
        var flags = [
            "workspace.name": DemoShop.name, "workspace.base_currency_code": DemoShop.currency,
            "workspace.time_zone": "UTC", "log.level": "warning",
        ]
        flags["server.listen"] = context.arguments["--listen"]
        let folder = DataFolder(
            path: context.arguments["--data"]
                ?? DataFolder.defaultPath(environment: context.environment) + "-demo")
        let demo = try DemoRun(
            folder: folder, withTraffic: !context.arguments.has("--without-traffic"),
            now: StructuredLog.systemTime)
        var lifecycle = ServerLifecycle(
            folder: folder, configuration: try context.configuration(flags: flags))
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
}
