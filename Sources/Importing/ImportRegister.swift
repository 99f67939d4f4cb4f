package import ExactValues
package import WorkspaceStore

/// The workspace's book of imports: what was imported, and when.
package protocol ImportRegister: Sendable {
    func find(importID: String) async throws -> ImportRecord?

    /// Writes down that an import has begun; again after a crash is no error.
    func begin(_ record: ImportRecord) async throws

    /// Writes down how it ended.
    func finish(
        importID: String, status: ImportStatus, at instant: UTCTimestamp
    ) async throws

    /// The latest first, at most `limit`.
    func list(limit: Int) async throws -> [ImportRecord]
}
