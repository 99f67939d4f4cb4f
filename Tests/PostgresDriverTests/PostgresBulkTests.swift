import ExactValues
import PostgresDriver
import SQLAccess
import TestSupport
import Testing

@Suite("Many rows through PostgreSQL")
struct PostgresBulkTests {
    let session: PostgresSession
    private let table = TableName(name: "t")

    init() throws {
        session = try PostgresServer.shared().makeDatabase().connect()
        try session.executeScript(
            """
            CREATE TABLE t (
                i bigint PRIMARY KEY, flag boolean, small smallint, medium integer, amount numeric(18, 6),
                free numeric, d double precision, r real, name text, short varchar(3), day date,
                at timestamp, tz timestamptz, bytes bytea, body jsonb, state text NOT NULL DEFAULT 'new'
            );
            """)
    }

    private func numbers(_ range: Range<Int64>) -> SQLTable {
        SQLTable(columns: [SQLColumn(name: "i", values: .integers(Array(range)))])
    }

    /// Three rows: the smallest, the largest, nulls.
    private var everyType: SQLTable {
        let last = [false, false, true]
        return SQLTable(columns: [
            SQLColumn(name: "i", values: .integers([.min, .max, 0])),
            SQLColumn(name: "flag", values: .booleans([false, true, false]), nulls: last),
            SQLColumn(name: "small", values: .integers([-32768, 32767, 0]), nulls: last),
            SQLColumn(
                name: "medium", values: .integers([-2_147_483_648, 2_147_483_647, 0]), nulls: last),
            SQLColumn(
                name: "amount",
                values: .decimals(
                    [-999_999_999_999_999_999, 999_999_999_999_999_999, 0], scale: 6), nulls: last),
            SQLColumn(
                name: "free", values: .decimals([-1, Int128(10) * Int128(Int64.max), 0], scale: 3),
                nulls: last),
            SQLColumn(
                name: "d",
                values: .doubles([-Double.greatestFiniteMagnitude, Double.leastNonzeroMagnitude, 0]
                ),
                nulls: last),
            SQLColumn(name: "r", values: .doubles([-0.5, 0.25, 0]), nulls: last),
            SQLColumn(
                name: "name", values: .texts(TextColumn(["", "Grüße\n\t\\N 日本", ""])), nulls: last),
            SQLColumn(name: "short", values: .texts(TextColumn(["", "äöü", ""])), nulls: last),
            SQLColumn(name: "day", values: .dates([-2_440_588, 2_145_042_905, 0]), nulls: last),
            SQLColumn(
                name: "at", values: .timestamps([-210_866_803_200_000_000, 1, 0]), nulls: last),
            SQLColumn(
                name: "tz", values: .timestamps([-1, 1_795_165_200_000_001, 0]), nulls: last),
            SQLColumn(name: "bytes", values: .blobs(blobs), nulls: last),
            SQLColumn(
                name: "body", values: .texts(TextColumn(["{}", "[1, \"ä\"]", ""])), nulls: last),
        ])
    }

    private var blobs: TextColumn {
        var blobs = TextColumn()
        blobs.appendEmpty()
        blobs.append(bytes: [0, 255, 0])
        blobs.appendEmpty()
        return blobs
    }

    @Test("Appended rows come back as they went, for every type, by each way of reading")
    func everyTypeRoundTrip() throws {
        try session.append(everyType, to: table)
        let names = everyType.columnNames
        let copied: SQLStatement = "SELECT \(identifiers: names) FROM t ORDER BY day NULLS LAST"
        let streamed: SQLStatement =
            "SELECT \(identifiers: names) FROM t WHERE i <= \(Int64.max) ORDER BY day NULLS LAST"
        let whole = try session.query(copied)
        var wanted = everyType
        // Single precision is read as double, and a free numeric shows its own decimals.
        #expect(whole.columnNames == wanted.columnNames)
        for row in 0..<3 { #expect(whole.rows[row].values == wanted.rows[row].values) }
        for statement in [copied, streamed] {
            var chunks: [SQLTable] = []
            try session.query(statement) { chunks.append($0) }
            #expect(chunks == [whole])
        }
        wanted = try session.query("SELECT DISTINCT state FROM t")
        #expect(try wanted.scalar(as: String.self) == "new")
    }

    @Test("An append that fails adds no row, and the session goes on")
    func appendFails() throws {
        try session.append(numbers(5..<6), to: table)
        #expect {
            try session.append(numbers(1..<9), to: table)
        } throws: {
            ($0 as? SQLError)?.kind == .constraint
        }
        #expect(try session.query("SELECT count(*) AS n FROM t").scalar(as: Int.self) == 1)
    }

    @Test(
        "What does not fit the table's column is refused with the column's name, never rounded",
        arguments: [
            SQLColumn(name: "small", values: .integers([32768])),
            SQLColumn(name: "medium", values: .integers([-2_147_483_649])),
            SQLColumn(name: "amount", values: .decimals([1], scale: 7)),
            SQLColumn(name: "small", values: .decimals([15], scale: 1)),
            SQLColumn(name: "flag", values: .integers([1])),
            SQLColumn(name: "name", values: .texts(TextColumn(["a\0b"]))),
            SQLColumn(name: "day", values: .texts(TextColumn(["2026-11-20"]))),
        ])
    func misfits(_ column: SQLColumn) {
        let rows = SQLTable(columns: [SQLColumn(name: "i", values: .integers([1])), column])
        #expect {
            try session.append(rows, to: table)
        } throws: {
            ($0 as? SQLError)?.kind == .conversion && "\($0)".contains("column \(column.name)")
        }
        #expect(throws: Never.self) { try session.append(numbers(1..<2), to: table) }
    }

    @Test("The server's own refusal is reported: a text too long, a column or table missing")
    func serverRefusals() {
        let long = SQLTable(columns: [
            SQLColumn(name: "i", values: .integers([1])),
            SQLColumn(name: "short", values: .texts(TextColumn(["four"]))),
        ])
        #expect {
            try session.append(long, to: table)
        } throws: {
            "\($0)".contains("too long for type character varying(3)")
        }
        #expect {
            try session.append(numbers(0..<1), to: TableName(schema: "s", name: "absent"))
        } throws: {
            ($0 as? SQLError)?.kind == .missingObject
        }
    }

    @Test("A large result comes in chunks, in order, with values and without")
    func chunks() throws {
        try session.append(numbers(0..<5000), to: table)
        let ways: [SQLStatement] = [
            "SELECT i, name FROM t ORDER BY i ; \n",
            "SELECT i, name FROM t ORDER BY i -- to the end",
            "SELECT i, name FROM t WHERE i >= \(0) ORDER BY i",
            "WITH all_rows AS (SELECT * FROM t) SELECT i, name FROM all_rows ORDER BY i",
        ]
        for statement in ways {
            var sizes: [Int] = []
            var whole: SQLTable?
            try session.query(statement) { chunk in
                sizes.append(chunk.rowCount)
                if whole == nil { whole = chunk } else { whole?.append(contentsOf: chunk) }
            }
            #expect(sizes == [2048, 2048, 904])
            #expect(whole?.columns[0].values == .integers(Array(0..<5000)))
        }
    }

    @Test("A reader that stops leaves the session ready, and its transaction whole")
    func stopping() throws {
        struct Stop: Error {}
        try session.append(numbers(0..<5000), to: table)
        for statement in ["SELECT i FROM t", "SELECT i FROM t WHERE i >= \(0)"] as [SQLStatement] {
            #expect(throws: Stop.self) { try session.query(statement) { _ in throw Stop() } }
            #expect(try session.query("SELECT 1 AS one").scalar(as: Int.self) == 1)
            try session.transaction {
                try session.execute("DELETE FROM t WHERE i = (SELECT max(i) FROM t)")
                #expect(throws: Stop.self) { try session.query(statement) { _ in throw Stop() } }
                #expect(throws: SQLError.self) {
                    try session.query(statement) { _ in try session.execute("SELECT 1") }
                }
            }
        }
        #expect(try session.query("SELECT count(*) AS n FROM t").scalar(as: Int.self) == 4998)
    }

    @Test("An error in the middle of a large result is reported")
    func errorInTheMiddle() throws {
        try session.append(numbers(0..<5000), to: table)
        let ways: [SQLStatement] = [
            "SELECT 1 / (i - 4000) AS v FROM t ORDER BY i",
            "SELECT 1 / (i - 4000) AS v FROM t WHERE i >= \(0) ORDER BY i",
        ]
        for statement in ways {
            #expect {
                try session.query(statement) { _ in }
            } throws: {
                "\($0)".contains("division by zero")
            }
            #expect(try session.query("SELECT 1 AS one").scalar(as: Int.self) == 1)
        }
    }
}
