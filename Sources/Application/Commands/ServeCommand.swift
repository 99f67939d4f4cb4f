/// `bellwether serve`: the server on one data folder.
enum ServeCommand {
    static let command = Command(
        description: CommandDescription(
            "serve", "Serve a data folder: pages, API, pipeline.",
            examples: [
                "bellwether serve",
                "bellwether serve --data my-data --listen 127.0.0.1:9000",
            ],
            options: [
                .init(
                    name: "--listen", value: "HOST:PORT",
                    summary: "Where to listen; 127.0.0.1:8080 without it, port 0 for any free one.")
            ]),
        run: run)

    private static func run(_ context: CommandContext) async throws -> ExitCode {
        var flags: [String: String] = [:]
        flags["server.listen"] = context.arguments["--listen"]
        let configuration = try context.configuration(flags: flags)
        let folder = context.dataFolder
        let name = configuration.text("workspace.name")
        let lifecycle = ServerLifecycle(
            folder: folder, configuration: configuration,
            onListening: { address in
                Console.message("Bellwether serves \(name) (\(folder.path)) at \(address)")
            })
        try await lifecycle.run()
        return .success
    }
}
