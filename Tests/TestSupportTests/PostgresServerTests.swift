import Glibc
import PostgresDriver
import SQLAccess
import Testing

@testable import TestSupport

@Suite("A PostgreSQL server for tests")
struct PostgresServerTests {
    @Test("It is version 15, speaks UTF-8 and keeps to the C.UTF-8 order")
    func version() throws {
        let session = try PostgresServer.shared().makeDatabase().connect()
        #expect(
            try session.query("SHOW server_version").scalar(as: String.self).hasPrefix("15."))
        #expect(try session.query("SHOW server_encoding").scalar(as: String.self) == "UTF8")
        #expect(try session.query("SHOW lc_collate").scalar(as: String.self) == "C.UTF-8")
    }

    @Test("Each database is empty and apart from the others")
    func databases() throws {
        let server = try PostgresServer.shared()
        let (first, second) = (try server.makeDatabase(), try server.makeDatabase())
        try first.connect().executeScript("CREATE TABLE t (i integer)")
        let tables: SQLStatement = """
            SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = 'public'
            """
        #expect(try first.connect().query(tables).scalar(as: Int.self) == 1)
        #expect(try second.connect().query(tables).scalar(as: Int.self) == 0)
    }

    @Test("A database stays as long as a session is in it, and goes afterwards")
    func dropping() throws {
        let server = try PostgresServer.shared()
        let names: SQLStatement = "SELECT datname::text AS name FROM pg_database"
        var database: PostgresDatabase? = try server.makeDatabase()
        let name = try #require(database?.name)
        let session = try #require(try database?.connect())
        database = nil
        let other = try server.makeDatabase().connect()
        #expect(try other.query(names).rows.contains { try $0.decode("name") == name })
        #expect(try session.query("SELECT 1 AS one").scalar(as: Int.self) == 1)
        session.close()
        // The server notices the end of a session on its own time: bounded attempts, no sleeping.
        var isDropped = false
        for _ in 0..<50 where !isDropped {
            let next = try server.makeDatabase().connect()
            isDropped = try !next.query(names).rows.contains { try $0.decode("name") == name }
        }
        #expect(isDropped)
    }

    @Test("When the test process is gone, so are the server and its folder")
    func stopping() throws {
        let server = try PostgresServer()
        let session = try server.makeDatabase().connect()
        #expect(access(server.folder, F_OK) == 0)
        server.stop()
        #expect(access(server.folder, F_OK) == -1)
        #expect(throws: SQLError.self) { try session.execute("SELECT 1") }
    }
}
