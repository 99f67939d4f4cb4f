import Observability
import SQLAccess
import WebInterface
import WorkspaceStore

/// How a command reaches a data folder: through the server that holds it, or by itself.
enum FolderAccess: Sendable {
    case server(ServerClient)
    case folder(OpenedFolder)

    /// Opens the folder, or finds its server; closes again when `body` returns.
    static func withAccess<Result: Sendable>(
        _ context: CommandContext, _ body: (FolderAccess) async throws -> Result
    ) async throws -> Result {
        let configuration = try context.configuration()
        let folder = context.dataFolder
        let engines: Engines
        do {
            engines = try Engines(folder: folder, configuration: configuration)
        } catch DataFolder.Problem.inUse(let path) {
            guard let notice = ServerNotice.read(from: folder.noticePath) else {
                throw DataFolder.Problem.inUse(path: path)
            }
            return try await body(.server(try ServerClient(notice: notice)))
        }
        let opened = try await OpenedFolder(engines: engines, configuration: configuration)
        do {
            let result = try await body(.folder(opened))
            await engines.close()
            return result
        } catch {
            await engines.close()
            throw error
        }
    }
}

/// A folder that a command holds itself.
struct OpenedFolder: Sendable {
    let engines: Engines
    let configuration: Configuration
    let pipeline: PipelineService

    init(engines: Engines, configuration: Configuration) async throws {
        self.engines = engines
        self.configuration = configuration
        let now = StructuredLog.systemTime
        let instant = now()
        try await engines.workspace.run { try WorkspaceMigrator.migrate($0, now: instant) }
        pipeline = PipelineService(
            runner: try ServerParts.runner(configuration, now: now), engines: engines,
            timeZone: configuration.text("workspace.time_zone"),
            intervalSeconds: 60, isAutomatic: false, log: .silent, now: now)
        try await pipeline.prepare()
    }
}
