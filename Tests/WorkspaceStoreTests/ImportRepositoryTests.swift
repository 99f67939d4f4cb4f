import ExactValues
import SQLAccess
import Testing

@testable import WorkspaceStore

@Suite("The book of imports")
struct ImportRepositoryTests {
    private func record(
        _ id: String, status: ImportStatus = .running, startedAt: UTCTimestamp = Workspace.now,
        importedAt: UTCTimestamp? = nil
    ) -> ImportRecord {
        ImportRecord(
            importID: id, kind: "orders", fileName: "Bestellungen März.csv",
            contentSHA256: String(repeating: "ab", count: 32), status: status, rows: 10,
            acceptedRows: 7, rejectedRows: 3, startedAt: startedAt, importedAt: importedAt)
    }

    @Test("An import is running until it has ended", arguments: Engine.allCases)
    func ends(_ engine: Engine) throws {
        let imports = ImportRepository(try Workspace(engine).session)
        #expect(try imports.find(importID: "a") == nil)
        try imports.begin(record("a"))
        #expect(try imports.find(importID: "a") == record("a"))
        let later = Workspace.now.adding(seconds: 5)
        try imports.finish(importID: "a", status: .imported, at: later)
        #expect(
            try imports.find(importID: "a")
                == record("a", status: .imported, importedAt: later))
    }

    @Test("A failed import begins anew and has no time of import", arguments: Engine.allCases)
    func repeats(_ engine: Engine) throws {
        let imports = ImportRepository(try Workspace(engine).session)
        try imports.begin(record("a"))
        try imports.finish(importID: "a", status: .failed, at: Workspace.now)
        #expect(try imports.find(importID: "a") == record("a", status: .failed))
        let later = Workspace.now.adding(seconds: 5)
        try imports.begin(record("a", startedAt: later))
        #expect(try imports.find(importID: "a") == record("a", startedAt: later))
    }

    @Test("The list has the latest first and an end", arguments: Engine.allCases)
    func lists(_ engine: Engine) throws {
        let imports = ImportRepository(try Workspace(engine).session)
        for (index, id) in ["a", "b", "c"].enumerated() {
            try imports.begin(record(id, startedAt: Workspace.now.adding(seconds: Int64(index))))
        }
        #expect(try imports.list(limit: 2).map(\.importID) == ["c", "b"])
        #expect(try imports.list(limit: 9).count == 3)
    }
}
