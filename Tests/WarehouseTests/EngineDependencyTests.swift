import DuckDBDriver
import SQLAccess
import Testing

@testable import Warehouse

@Suite struct EngineDependencyTests {
    @Test("The engine's parser finds the tables that each contract names")
    func dependencies() throws {
        let session = try DuckDBDatabase(path: nil, options: .init(threads: 1)).connect()
        for model in try ModelLibrary().graph.models {
            let literal =
                "'"
                + model.sql.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "''") + "'"
            let found = try session.query(
                """
                SELECT UNNEST(regexp_extract_all(
                    CAST(json_serialize_sql(\(statement: SQLStatement(trusted: literal))) AS VARCHAR),
                    '"schema_name":"[a-z_]+","table_name":"[a-z_0-9]+"')) AS place
                """)
            let tables = try found.rows.map { row in
                let words = try row.decode("place", as: String.self).split(separator: "\"")
                return TableName(schema: String(words[2]), name: String(words[6]))
            }
            #expect(Set(tables) == Set(model.header.depends), "\(model.name)")
        }
    }
}
