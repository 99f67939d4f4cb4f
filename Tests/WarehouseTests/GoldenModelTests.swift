import DuckDBDriver
import Glibc
import SQLAccess
import TestSupport
import Testing

@testable import Warehouse

/// Each shipped model against its golden file, on every engine.
@Suite struct GoldenModelTests {
    @Test("The shipped models obey their contracts and the rules of portable SQL")
    func shippedModels() throws {
        _ = try ModelLibrary()
    }

    @Test("Every model has a golden test", arguments: try ShippedModels.names())
    func goldenFileExists(model: String) throws {
        let path = ShippedModels.goldenPath(of: model)
        #expect(access(path, R_OK) == 0, "write \(path); its format is in README.md beside it")
    }

    @Test("Every golden file is a model's")
    func modelExists() throws {
        let models = Set(try ShippedModels.names())
        for file in ShippedModels.goldenFiles() {
            #expect(models.contains(file), "no model is called \(file)")
        }
    }

    @Test("DuckDB gives the golden rows", arguments: ShippedModels.goldenFiles())
    func duckDB(name: String) throws {
        let session = try DuckDBDatabase(path: nil, options: .init(threads: 1)).connect()
        try check(name, on: GoldenEngine(session: session), mayUpdate: true)
    }

    @Test("PostgreSQL gives the golden rows", arguments: ShippedModels.goldenFiles())
    func postgreSQL(name: String) throws {
        let database = try PostgresServer.shared().makeDatabase()
        let session: any SQLSession = try database.connect()
        defer { session.close() }
        try check(name, on: GoldenEngine(session: session), mayUpdate: false)
    }

    private func check(_ name: String, on engine: GoldenEngine, mayUpdate: Bool) throws {
        let model = try ShippedModels.model(named: name)
        let path = ShippedModels.goldenPath(of: name)
        let file = try GoldenFile(path: path, text: TextFile.read(path))
        let isUpdating = mayUpdate && getenv("UPDATE_GOLDEN") != nil
        var results: [GoldenGrid] = []
        for testCase in file.cases {
            let missing = Set(model.header.depends.filter { $0.layer != nil })
                .subtracting(testCase.given.map(\.table))
            #expect(missing.isEmpty, "\(testCase.name) gives no rows of \(missing)")
            let result = try engine.result(of: model, over: testCase, at: path)
            checkKey(of: model, in: result, testCase: testCase)
            results.append(result)
            if isUpdating { continue }
            let expected = try #require(
                testCase.expected, "run with UPDATE_GOLDEN=1 to fill in what is expected")
            #expect(
                result.columns == expected.columns && result.sortedRows == expected.sortedRows,
                """
                \(name), \(testCase.name): expected
                \(expected.formatted())but got
                \(result.formatted())
                """)
        }
        if isUpdating { try TextFile.write(file.text(expecting: results), to: path) }
    }

    private func checkKey(of model: Model, in result: GoldenGrid, testCase: GoldenFile.Case) {
        let key = model.header.key
        let positions = key.compactMap { name in
            result.columns.firstIndex { $0.name == name }
        }
        #expect(positions.count == key.count, "the result lacks a column of the key")
        let keys = result.rows.map { row in positions.map { row[$0] } }
        #expect(
            keys.allSatisfy { $0.allSatisfy { $0 != nil } },
            "\(testCase.name): a key column is null")
        #expect(
            Set(keys).count == (key.isEmpty ? 1 : keys.count) && (!key.isEmpty || keys.count == 1),
            "\(testCase.name): two rows have one key")
    }
}
