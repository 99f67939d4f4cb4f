import ExactValues
import Glibc
import SQLAccess
import SQLiteDriver
import TestSupport
import Testing

@Suite("SQLite sessions")
struct SQLiteSessionTests {
    let folder: TemporaryFolder
    let session: SQLiteSession

    init() throws {
        folder = try TemporaryFolder()
        session = try SQLiteSession.open(path: folder.file("w.sqlite"), schema: "workspace")
    }

    private func kind(_ body: () throws -> Void) -> SQLError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SQLError)?.kind
        }
    }

    @Test("A session keeps to foreign keys, WAL and full synchronisation")
    func settings() throws {
        #expect(try session.query("PRAGMA foreign_keys").scalar(as: Int.self) == 1)
        #expect(try session.query("PRAGMA journal_mode").scalar(as: String.self) == "wal")
        #expect(try session.query("PRAGMA synchronous").scalar(as: Int.self) == 2)
        #expect(try session.query("PRAGMA busy_timeout").scalar(as: Int.self) == 5000)
    }

    @Test("Tables answer to the schema's name, as they do on PostgreSQL")
    func schemaName() throws {
        try session.executeScript("CREATE TABLE t (i INTEGER) STRICT")
        try session.execute("INSERT INTO workspace.t VALUES (1)")
        let name = TableName(schema: "workspace", name: "t")
        #expect(try session.query("SELECT i FROM \(table: name)").scalar(as: Int.self) == 1)
    }

    @Test("An execution says how many rows it changed")
    func changes() throws {
        try session.executeScript("CREATE TABLE t (i INTEGER) STRICT")
        #expect(try session.execute("INSERT INTO t VALUES (1), (2), (3)") == 3)
        #expect(try session.execute("UPDATE t SET i = 0 WHERE i > \(1)") == 2)
        #expect(try session.execute("DELETE FROM t WHERE i = \(9)") == 0)
    }

    @Test("What one session committed another one reads")
    func twoSessions() throws {
        try session.executeScript("CREATE TABLE t (i INTEGER) STRICT; INSERT INTO t VALUES (42)")
        let other = try SQLiteSession.open(path: folder.file("w.sqlite"))
        #expect(try other.query("SELECT i FROM t").scalar(as: Int.self) == 42)
    }

    @Test("A transaction that throws leaves nothing; one that returns leaves all")
    func transactions() throws {
        struct Stop: Error {}
        try session.executeScript("CREATE TABLE t (i INTEGER) STRICT")
        #expect(throws: Stop.self) {
            try session.transaction {
                try session.execute("INSERT INTO t VALUES (1)")
                #expect(session.isInTransaction)
                throw Stop()
            }
        }
        #expect(!session.isInTransaction)
        try session.transaction { _ = try session.execute("INSERT INTO t VALUES (2)") }
        #expect(try session.query("SELECT i FROM t").columns[0].values == .integers([2]))
    }

    @Test("Errors are sorted by what they mean and keep SQLite's words")
    func errorKinds() throws {
        try session.executeScript(
            """
            CREATE TABLE parent (id TEXT NOT NULL PRIMARY KEY, n INTEGER CHECK (n > 0)) STRICT;
            CREATE TABLE child (id TEXT NOT NULL REFERENCES parent (id)) STRICT;
            INSERT INTO parent VALUES ('a', 1);
            """)
        #expect(kind { try session.execute("SELEC 1") } == .syntax)
        #expect(kind { try session.execute("SELECT 1 FROM nowhere") } == .missingObject)
        #expect(kind { try session.execute("SELECT absent FROM parent") } == .missingObject)
        #expect(kind { try session.execute("SELECT \"absent\" FROM parent") } == .missingObject)
        #expect(kind { try session.execute("INSERT INTO parent VALUES ('a', 2)") } == .constraint)
        #expect(kind { try session.execute("INSERT INTO parent VALUES ('b', 0)") } == .constraint)
        #expect(kind { try session.execute("INSERT INTO child VALUES ('z')") } == .constraint)
        #expect(kind { try session.execute("DELETE FROM parent; SELECT 1") } == .misuse)
        #expect(kind { try session.execute("") } == .misuse)
        #expect(kind { try session.execute("INSERT INTO parent VALUES ('c', 'x')") } == .conversion)
        #expect {
            try session.execute("INSERT INTO parent VALUES ('a', 2)")
        } throws: {
            "\($0)" == "sqlite 1555: UNIQUE constraint failed: parent.id"
        }
    }

    @Test("A lock that is not given back in time is called busy")
    func busy() throws {
        try session.executeScript("CREATE TABLE t (i INTEGER) STRICT")
        let other = try SQLiteSession.open(
            path: folder.file("w.sqlite"), busyTimeoutMilliseconds: 1)
        try session.transaction {
            try session.execute("INSERT INTO t VALUES (1)")
            #expect(
                kind { try other.transaction { _ = try other.execute("DELETE FROM t") } } == .busy)
            #expect(try other.query("SELECT i FROM t").rowCount == 0)
        }
    }

    @Test("A file that cannot be opened is named in the error")
    func cannotOpen() throws {
        #expect {
            try SQLiteSession.open(path: folder.path)
        } throws: {
            ($0 as? SQLError)?.kind == .cannotOpen && "\($0)".contains(folder.path)
        }
        let text = folder.file("text.sqlite")
        let file = try #require(fopen(text, "w"))
        fputs(String(repeating: "This is no database. ", count: 100), file)
        fclose(file)
        #expect {
            try SQLiteSession.open(path: text)
        } throws: {
            ($0 as? SQLError)?.kind == .cannotOpen && "\($0)".contains("is not a database")
        }
    }

    @Test("Interrupting stops the running statement, and the next one runs")
    func interruption() throws {
        let endless: SQLStatement = """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
            SELECT n FROM numbers
            """
        let interrupter = session.interrupter
        var rows = 0
        #expect(
            kind {
                try session.query(endless) { chunk in
                    rows += chunk.rowCount
                    interrupter.interrupt()
                }
            } == .interrupted)
        #expect(rows == 2048)
        #expect(try session.query("SELECT 1 AS v").scalar(as: Int.self) == 1)
        session.close()
        interrupter.interrupt()
    }

    @Test("After closing every statement is refused")
    func closed() {
        session.close()
        session.close()
        #expect(kind { try session.execute("SELECT 1") } == .misuse)
        #expect(kind { try session.executeScript("SELECT 1") } == .misuse)
        #expect(kind { _ = try session.query("SELECT 1") } == .misuse)
        #expect(!session.isInTransaction)
    }
}
