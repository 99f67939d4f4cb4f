import DuckDBDriver
import ExactValues
import SQLAccess
import Testing

@testable import Reporting

@Suite("The SQL explorer runs one SELECT over published tables")
struct SQLExplorerTests {
    private func session() throws -> DuckDBSession {
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript(
            """
            CREATE SCHEMA business; CREATE SCHEMA secret;
            CREATE TABLE business.orders AS SELECT 1 AS order_id;
            CREATE TABLE secret.keys AS SELECT 'k' AS key;
            """)
        return session
    }

    @Test(
        "Honest questions are let through",
        arguments: [
            "SELECT * FROM business.orders",
            "WITH few AS (SELECT order_id FROM business.orders) SELECT count(*) FROM few",
            "SELECT * FROM business.orders o JOIN range(3) r ON r.range = o.order_id",
            "SELECT (SELECT max(order_id) FROM business.orders) AS newest",
            "SELECT 1 UNION ALL SELECT 2",
        ])
    func allowed(sql: String) throws {
        try SQLExplorer.check(sql, on: session())
    }

    @Test(
        "Files, other schemas, other statements and hidden ones are refused",
        arguments: [
            "SELECT * FROM 'secrets.csv'",
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT * FROM secret.keys",
            "SELECT * FROM orders",
            "SELECT * FROM business.orders WHERE order_id IN (SELECT 1 FROM secret.keys)",
            "WITH keys AS (SELECT * FROM secret.keys) SELECT * FROM keys",
            "SELECT 1; DROP TABLE business.orders",
            "DROP TABLE business.orders",
            "COPY business.orders TO 'x.csv'",
            "ATTACH 'x.db'",
            "SELECT * FROM duckdb_settings()",
            "SHOW TABLES",
            "not sql at all",
            "",
        ])
    func refused(sql: String) throws {
        let session = try session()
        #expect(throws: SQLExplorer.Refusal.self) { try SQLExplorer.check(sql, on: session) }
    }

    @Test("The engine's words on a wrong column come back")
    func engineWords() async throws {
        let database = try DuckDBDatabase(path: nil)
        let setUp = try database.connect()
        try setUp.executeScript(
            "CREATE SCHEMA business; CREATE TABLE business.orders AS SELECT 1 AS order_id")
        let pool = SQLWorkerPool(workers: [SQLWorker(name: "reader") { try database.connect() }])
        let explorer = SQLExplorer(readers: pool)
        let error = await #expect(throws: SQLError.self) {
            _ = try await explorer.run("SELECT order_ids FROM business.orders")
        }
        #expect(error?.message.contains("order_ids") == true)
        let rows = try await explorer.run("SELECT order_id FROM business.orders").table
        #expect(rows.rows.map(\.values) == [[.integer(1)]])
        let many = try await explorer.run("SELECT range FROM range(20000)")
        #expect(many.isTruncated)
        let none = try await explorer.run("SELECT order_id FROM business.orders WHERE order_id = 2")
        #expect(none.table.columnNames == ["order_id"])
        #expect(none.table.isEmpty)
    }
}
