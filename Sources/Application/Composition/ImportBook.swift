import ExactValues
import Importing
import SQLAccess
import WorkspaceStore

/// The workspace's book of imports, on its worker.
struct ImportBook: ImportRegister {
    let workspace: SQLWorker

    func find(importID: String) async throws -> ImportRecord? {
        try await workspace.run { try ImportRepository($0).find(importID: importID) }
    }

    func begin(_ record: ImportRecord) async throws {
        try await workspace.run { try ImportRepository($0).begin(record) }
    }

    func finish(
        importID: String, status: ImportStatus, at instant: UTCTimestamp
    ) async throws {
        try await workspace.run {
            try ImportRepository($0).finish(importID: importID, status: status, at: instant)
        }
    }

    func list(limit: Int) async throws -> [ImportRecord] {
        try await workspace.run { try ImportRepository($0).list(limit: limit) }
    }
}
