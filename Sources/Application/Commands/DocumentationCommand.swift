import HTTPServer
import Observability
import Warehouse
import WebInterface

/// `bellwether documentation`: writes the generated pages of `docs/`; `check` compares them.
enum DocumentationCommand {
    static let write = Command(
        description: CommandDescription(
            "documentation", "Write the pages of docs/ that are made from the program.",
            examples: ["bellwether documentation --output docs"], options: options),
        run: { context in
            let folder = context.arguments["--output"] ?? "docs"
            for document in try await documents() {
                try FileBytes.write(Array(document.text.utf8), to: "\(folder)/\(document.fileName)")
                Console.message("wrote \(folder)/\(document.fileName)")
            }
            return .success
        })

    static let check = Command(
        description: CommandDescription(
            "documentation check", "Say which generated pages of docs/ are stale.",
            examples: ["bellwether documentation check"], options: options),
        run: { context in
            let folder = context.arguments["--output"] ?? "docs"
            var stale: [String] = []
            for document in try await documents() {
                let path = "\(folder)/\(document.fileName)"
                // A page that is missing is as stale as one that differs.
                let found = try? FileBytes.read(path, bytesMax: 16_777_216)
                if found != Array(document.text.utf8) { stale.append(path) }
            }
            for path in stale {
                Console.message("\(path) is stale: run `bellwether documentation`")
            }
            return stale.isEmpty ? .success : .failure
        })

    private static let options = [
        CommandDescription.Option(
            name: "--output", value: "DIR", summary: "The folder of the pages; docs without it.")
    ]

    /// All pages, from a server that is wired in memory and never listens.
    private static func documents() async throws -> [GeneratedDocument] {
        let configuration = try Configuration()
        let engines = try Engines()
        let parts = try ServerParts(
            engines: engines, configuration: configuration, log: .silent,
            assets: try AssetStore(folder: AssetFolder.path), now: StructuredLog.systemTime)
        let documents = [
            MetricsDocument.make(), ConfigurationDocument.make(),
            APIDocument.make(routes: parts.router.routes),
            DataDictionary.make(models: try ModelLibrary().graph.models),
        ]
        await engines.close()
        return documents
    }
}
