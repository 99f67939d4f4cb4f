import DuckDBDriver
import ExactValues
import SQLAccess
import Testing

@Suite("A DuckDB session")
struct DuckDBSessionTests {
    @Test("An interpolated value is a parameter, whatever it says")
    func injection() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        let name = "x'); DROP TABLE campaigns; --"
        try session.executeScript("CREATE TABLE campaigns (name VARCHAR)")
        try session.execute("INSERT INTO campaigns VALUES (\(name))")
        #expect(try session.query("SELECT name FROM campaigns").scalar(as: String.self) == name)
    }

    @Test("The engine's text is kept, and no value stands in the public description")
    func errorText() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        let error = #expect(throws: SQLError.self) {
            try session.execute("SELECT nothing FROM nowhere WHERE secret = \("hunter2")")
        }
        #expect(error?.kind == .missingObject)
        #expect(error?.message.contains("nowhere") == true)
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.debugDescription.contains("SELECT nothing") == true)
    }

    @Test("A transaction that throws leaves nothing, one that returns leaves all")
    func transactions() throws {
        struct Stop: Error {}
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript("CREATE TABLE numbers (number BIGINT)")
        let rows = SQLTable(columns: [SQLColumn(name: "number", values: .integers([1, 2, 3]))])
        let numbers = TableName(schema: "main", name: "numbers")
        #expect(throws: Stop.self) {
            try session.transaction {
                try session.append(rows, to: numbers)
                throw Stop()
            }
        }
        #expect(try session.query("SELECT count(*) FROM numbers").scalar(as: Int.self) == 0)
        try session.transaction { try session.append(rows, to: numbers) }
        #expect(try session.query("SELECT count(*) FROM numbers").scalar(as: Int.self) == 3)
        #expect(!session.isInTransaction)
    }

    @Test("An append that fails leaves nothing of its rows")
    func failedAppend() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript("CREATE TABLE numbers (number BIGINT NOT NULL)")
        let count = 5000
        let rows = SQLTable(columns: [
            SQLColumn(
                name: "number", values: .integers(Array(repeating: 1, count: count)),
                nulls: (0..<count).map { $0 == count - 1 })
        ])
        let error = #expect(throws: SQLError.self) {
            try session.append(rows, to: TableName(schema: "main", name: "numbers"))
        }
        #expect(error?.kind == .constraint)
        #expect(try session.query("SELECT count(*) FROM numbers").scalar(as: Int.self) == 0)
    }

    @Test("A temporary table takes appends, and columns left out get their defaults")
    func temporaryTable() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript("CREATE TEMP TABLE staged (a BIGINT, b VARCHAR DEFAULT 'unset')")
        let rows = SQLTable(columns: [SQLColumn(name: "a", values: .integers([7]))])
        try session.append(rows, to: TableName(name: "staged"))
        let row = try session.query("SELECT a, b FROM staged").rows[0]
        #expect(row.values == [.integer(7), .text("unset")])
    }

    @Test("A value of another type than the column's is an error, not a null")
    func wrongType() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript("CREATE TABLE numbers (number BIGINT)")
        let rows = SQLTable(columns: [SQLColumn(name: "number", values: .texts(TextColumn(["1"])))])
        #expect(throws: SQLError.self) {
            try session.append(rows, to: TableName(schema: "main", name: "numbers"))
        }
        let table = try session.query("SELECT 'a' AS word")
        #expect(throws: SQLDecodingError.self) { try table.scalar(as: Int.self) }
    }

    @Test("A long statement stops when its task is cancelled, and the session goes on")
    func cancellation() async throws {
        let database = try DuckDBDatabase(path: nil)
        let worker = SQLWorker(name: "cancelled") { try database.connect() }
        let (started, signal) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await worker.run { session in
                signal.finish()
                return try session.query(
                    "SELECT sum(a.range * b.range) FROM range(10000000) a, range(100000) b"
                ).rowCount
            }
        }
        for await _ in started {}
        task.cancel()
        let error = await #expect(throws: (any Error).self) { try await task.value }
        #expect((error as? SQLError)?.kind == .interrupted || error is CancellationError)
        let one = try await worker.run { try $0.query("SELECT 1").scalar(as: Int.self) }
        #expect(one == 1)
    }

    @Test("Readers see the old rows until the writer commits")
    func isolation() throws {
        let database = try DuckDBDatabase(path: nil)
        let writer = try database.connect()
        let reader = try database.connect()
        try writer.executeScript("CREATE TABLE numbers AS SELECT 1 AS number")
        try writer.transaction {
            try writer.execute("CREATE OR REPLACE TABLE numbers AS SELECT 2 AS number")
            #expect(try reader.query("SELECT number FROM numbers").scalar(as: Int.self) == 1)
        }
        #expect(try reader.query("SELECT number FROM numbers").scalar(as: Int.self) == 2)
    }

    @Test("A closed session says so")
    func closed() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        session.close()
        let error = #expect(throws: SQLError.self) { try session.execute("SELECT 1") }
        #expect(error?.kind == .misuse)
    }

    @Test("A type that is not read here is refused with words that name the column")
    func unknownType() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        let error = #expect(throws: SQLError.self) { try session.query("SELECT [1, 2] AS pair") }
        #expect(error?.message.contains("pair") == true)
    }

    @Test("A file that is not a database cannot be opened, and the words say which")
    func notADatabase() throws {
        let error = #expect(throws: SQLError.self) { try DuckDBDatabase(path: "/dev/null/x") }
        #expect(error?.message.contains("/dev/null/x") == true)
    }
}
