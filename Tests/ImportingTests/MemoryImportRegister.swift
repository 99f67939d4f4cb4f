import ExactValues
import WorkspaceStore

@testable import Importing

/// A register in memory that can be told to fail, as a workspace whose disk is full.
actor MemoryImportRegister: ImportRegister {
    struct Failure: Error {}

    private(set) var records: [ImportRecord] = []
    private var failsToFinish = false

    func failToFinish(_ fails: Bool) { failsToFinish = fails }

    func find(importID: String) -> ImportRecord? {
        records.first { $0.importID == importID }
    }

    func begin(_ record: ImportRecord) {
        records.removeAll { $0.importID == record.importID }
        records.append(record)
    }

    func finish(importID: String, status: ImportStatus, at instant: UTCTimestamp) throws {
        if failsToFinish { throw Failure() }
        guard let index = records.firstIndex(where: { $0.importID == importID }) else { return }
        let old = records[index]
        records[index] = ImportRecord(
            importID: old.importID, kind: old.kind, fileName: old.fileName,
            contentSHA256: old.contentSHA256, status: status, rows: old.rows,
            acceptedRows: old.acceptedRows, rejectedRows: old.rejectedRows,
            startedAt: old.startedAt, importedAt: status == .imported ? instant : nil)
    }

    func list(limit: Int) -> [ImportRecord] {
        Array(records.reversed().prefix(limit))
    }
}
