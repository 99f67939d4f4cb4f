import ExactValues
import PostgresDriver
import SQLAccess
import TestSupport
import Testing

@Suite("PostgreSQL sessions")
struct PostgresSessionTests {
    let database: PostgresDatabase
    let session: PostgresSession

    init() throws {
        database = try PostgresServer.shared().makeDatabase()
        session = try database.connect()
    }

    private func kind(_ body: () throws -> Void) -> SQLError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SQLError)?.kind
        }
    }

    private var processID: Int64 {
        get throws {
            try session.query("SELECT pg_backend_pid()::bigint AS id").scalar(as: Int64.self)
        }
    }

    /// Ends the session's server process and waits until it is gone.
    private func terminate(_ id: Int64) throws {
        let other = try database.connect()
        try other.execute("SELECT pg_terminate_backend(\(id)::integer, 5000)")
    }

    @Test("An execution says how many rows it changed")
    func changes() throws {
        try session.executeScript("CREATE TABLE t (i bigint)")
        #expect(try session.execute("INSERT INTO t VALUES (1), (2), (3)") == 3)
        #expect(try session.execute("UPDATE t SET i = 0 WHERE i > \(1)") == 2)
        #expect(try session.execute("DELETE FROM t WHERE i IN (\(list: [8, 9]))") == 0)
        #expect(try session.execute("SELECT * FROM t") == 0)
    }

    @Test("A script that fails leaves nothing of itself")
    func scripts() throws {
        #expect(throws: SQLError.self) {
            try session.executeScript("CREATE TABLE t (i bigint); INSERT INTO t VALUES ('x')")
        }
        #expect(kind { try session.execute("SELECT * FROM t") } == .missingObject)
    }

    @Test("A transaction that throws leaves nothing; one that returns leaves all")
    func transactions() throws {
        struct Stop: Error {}
        try session.executeScript("CREATE TABLE t (i bigint)")
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

    @Test("A commit that the server turns into a rollback is an error")
    func silentRollback() throws {
        try session.executeScript("CREATE TABLE t (i bigint)")
        #expect {
            try session.transaction {
                try session.execute("INSERT INTO t VALUES (1)")
                #expect(throws: SQLError.self) { try session.execute("SELEC 1") }
            }
        } throws: {
            "\($0)".contains("rolled back")
        }
        #expect(!session.isInTransaction)
        #expect(try session.query("SELECT i FROM t").isEmpty)
    }

    @Test("Errors are sorted by what they mean and keep PostgreSQL's words and code")
    func errorKinds() throws {
        try session.executeScript(
            """
            CREATE TABLE parent (id text PRIMARY KEY, n bigint NOT NULL CHECK (n > 0));
            CREATE TABLE child (id text REFERENCES parent (id));
            INSERT INTO parent VALUES ('a', 1);
            """)
        #expect(kind { try session.execute("SELEC 1") } == .syntax)
        #expect(kind { try session.execute("SELECT 1 FROM nowhere") } == .missingObject)
        #expect(kind { try session.execute("SELECT nothing FROM parent") } == .missingObject)
        #expect(kind { try session.execute("SELECT nothing()") } == .missingObject)
        #expect(kind { try session.execute("INSERT INTO parent VALUES ('a', 2)") } == .constraint)
        #expect(kind { try session.execute("INSERT INTO parent VALUES ('b', 0)") } == .constraint)
        #expect(kind { try session.execute("INSERT INTO child VALUES ('z')") } == .constraint)
        #expect(kind { try session.execute("SELECT 'x'::bigint") } == .conversion)
        #expect(kind { try session.execute("SELECT 1 / 0") } == .conversion)
        #expect(kind { try session.execute("COPY parent TO STDOUT") } == .misuse)
        #expect(try session.query("SELECT 1 AS one").scalar(as: Int.self) == 1)
        #expect {
            try session.execute("SELECT 1 FROM nowhere")
        } throws: {
            "\($0)" == "postgreSQL 42P01: relation \"nowhere\" does not exist"
        }
    }

    @Test("A server that is not there is named in the error")
    func cannotConnect() {
        #expect {
            try PostgresSession.connect("host=/nonexistent-folder dbname=x")
        } throws: {
            ($0 as? SQLError)?.kind == .cannotOpen && "\($0)".contains("/nonexistent-folder")
        }
        #expect(kind { _ = try PostgresSession.connect("no_such_setting=1") } == .cannotOpen)
    }

    @Test("A session whose idle connection died runs its next statement on a new one")
    func reconnection() throws {
        let id = try processID
        try terminate(id)
        #expect(try session.query("SELECT 1 AS one").scalar(as: Int.self) == 1)
        #expect(try processID != id)
        #expect(try session.query("SHOW TimeZone").scalar(as: String.self) == "UTC")
    }

    @Test("A connection lost in a statement is reported, and the next statement reconnects")
    func lossInStatement() throws {
        #expect(
            kind { try session.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
                == .connectionLost)
        #expect(try session.query("SELECT 1 AS one").scalar(as: Int.self) == 1)
    }

    @Test("No part of a transaction runs by itself after its connection was lost")
    func lossInTransaction() throws {
        try session.executeScript("CREATE TABLE t (i bigint)")
        #expect(
            kind {
                try session.transaction {
                    try session.execute("INSERT INTO t VALUES (1)")
                    try terminate(try processID)
                    #expect(throws: SQLError.self) {
                        try session.execute("INSERT INTO t VALUES (2)")
                    }
                    #expect(throws: SQLError.self) {
                        try session.execute("INSERT INTO t VALUES (3)")
                    }
                }
            } == .connectionLost)
        #expect(!session.isInTransaction)
        #expect(try session.query("SELECT i FROM t").isEmpty)
    }

    @Test("Interrupting stops the running statement, and the next one runs")
    func interruption() throws {
        let interrupter = session.interrupter
        #expect(
            kind {
                // A series in the select list streams; in FROM it would be kept on the disk.
                try session.query(
                    "SELECT generate_series(1, \(100_000_000)) AS i"
                ) { _ in interrupter.interrupt() }
            } == .interrupted)
        #expect(try session.query("SELECT 1 AS one").scalar(as: Int.self) == 1)
    }

    @Test("After closing every statement is refused")
    func closed() {
        let interrupter = session.interrupter
        session.close()
        session.close()
        interrupter.interrupt()
        #expect(kind { try session.execute("SELECT 1") } == .misuse)
        #expect(kind { try session.executeScript("SELECT 1") } == .misuse)
        #expect(kind { _ = try session.query("SELECT 1") } == .misuse)
    }
}
