import ExactValues
import SQLAccess
import SQLiteDriver
import Testing

@Suite("Many rows through SQLite")
struct SQLiteBulkTests {
    let session: SQLiteSession

    init() throws {
        session = try SQLiteSession.open(path: ":memory:")
        try session.executeScript(
            """
            CREATE TABLE t (
                i INTEGER NOT NULL PRIMARY KEY, name TEXT, state TEXT NOT NULL DEFAULT 'new'
            ) STRICT;
            """)
    }

    private let table = TableName(name: "t")

    private func numbers(_ range: Range<Int64>) -> SQLTable {
        SQLTable(columns: [SQLColumn(name: "i", values: .integers(Array(range)))])
    }

    @Test("Appended rows are all there, and columns that were left out have their defaults")
    func append() throws {
        let rows = SQLTable(columns: [
            SQLColumn(
                name: "name", values: .texts(TextColumn(["ä", "", ""])),
                nulls: [false, false, true]),
            SQLColumn(name: "i", values: .integers([1, 2, 3])),
        ])
        try session.append(rows, to: table)
        let back = try session.query("SELECT i, name, state FROM t ORDER BY i")
        #expect(
            back.rows.map(\.values) == [
                [.integer(1), .text("ä"), .text("new")], [.integer(2), .text(""), .text("new")],
                [.integer(3), .null, .text("new")],
            ])
    }

    @Test("An append that fails adds no row, inside and outside a transaction")
    func appendFails() throws {
        try session.append(numbers(5..<6), to: table)
        #expect(throws: SQLError.self) { try session.append(numbers(1..<9), to: table) }
        #expect(try session.query("SELECT count(*) AS n FROM t").scalar(as: Int.self) == 1)
        try session.transaction {
            try session.append(numbers(10..<12), to: table)
            #expect(throws: SQLError.self) { try session.append(numbers(1..<9), to: table) }
        }
        #expect(try session.query("SELECT count(*) AS n FROM t").scalar(as: Int.self) == 3)
    }

    @Test("An append to a column that does not exist is refused with its name")
    func appendUnknownColumn() {
        let rows = SQLTable(columns: [SQLColumn(name: "no_such", values: .integers([1]))])
        #expect {
            try session.append(rows, to: table)
        } throws: {
            ($0 as? SQLError)?.kind == .missingObject && "\($0)".contains("no_such")
        }
    }

    @Test("A large result comes in chunks of one type, in order")
    func chunks() throws {
        try session.append(numbers(0..<5000), to: table)
        var sizes: [Int] = []
        var whole: SQLTable?
        try session.query("SELECT i, i + 0 AS sum, name FROM t ORDER BY i") { chunk in
            sizes.append(chunk.rowCount)
            if whole == nil { whole = chunk } else { whole?.append(contentsOf: chunk) }
        }
        #expect(sizes == [2048, 2048, 904])
        #expect(whole?.columns[1].values == .integers(Array(0..<5000)))
        #expect(whole?.columns[2].isNull(at: 4999) == true)
    }

    @Test("An expression that changes its type after the first chunk is refused")
    func typeChangesBetweenChunks() throws {
        try session.append(numbers(0..<3000), to: table)
        #expect {
            try session.query(
                "SELECT CASE WHEN i < 2500 THEN i ELSE 0.5 END AS v FROM t ORDER BY i"
            ) { _ in }
        } throws: {
            ($0 as? SQLError)?.kind == .conversion
        }
    }

    @Test("A query inside another one's rows may have the same text")
    func nestedQueries() throws {
        try session.append(numbers(0..<3000), to: table)
        var inner = 0
        let statement: SQLStatement = "SELECT i FROM t WHERE i < \(2500)"
        try session.query(statement) { _ in inner += try session.query(statement).rowCount }
        #expect(inner == 5000)
    }

    @Test("A cached statement sees a table that changed since")
    func schemaChange() throws {
        #expect(try session.query("SELECT * FROM t").columns.count == 3)
        try session.executeScript("ALTER TABLE t ADD COLUMN more TEXT")
        #expect(try session.query("SELECT * FROM t").columns.count == 4)
    }

    @Test("More distinct statements than the cache holds run as well")
    func manyStatements() throws {
        for number in 0..<200 {
            let sql = SQLStatement(trusted: "SELECT \(number) AS v")
            #expect(try session.query(sql).scalar(as: Int.self) == number)
        }
    }
}
