import ExactValues
import PostgresDriver
import SQLAccess
import SQLiteDriver
import TestSupport

@testable import WorkspaceStore

/// The engines that a workspace can live in.
enum Engine: String, CaseIterable {
    case sqlite
    case postgreSQL
}

/// An empty workspace on one engine.
struct Workspace {
    let session: any SQLSession
    private let folder: TemporaryFolder?
    private let database: PostgresDatabase?

    static let now = UTCTimestamp(microseconds: 1_795_165_200_000_001)

    init(_ engine: Engine, isMigrated: Bool = true) throws {
        switch engine {
        case .sqlite:
            let folder = try TemporaryFolder()
            self.folder = folder
            database = nil
            session = try SQLiteSession.open(
                path: folder.file("workspace.sqlite"), schema: "workspace")
        case .postgreSQL:
            let database = try PostgresServer.shared().makeDatabase()
            self.database = database
            folder = nil
            session = try database.connect()
        }
        if isMigrated { try WorkspaceMigrator.migrate(session, now: Workspace.now) }
    }

    /// A second session on the same workspace.
    func connectAgain() throws -> any SQLSession {
        if let folder {
            return try SQLiteSession.open(
                path: folder.file("workspace.sqlite"), schema: "workspace")
        }
        guard let database else { throw SQLError(kind: .misuse, engine: .sqlite, message: "none") }
        return try database.connect()
    }
}
