import DuckDBDriver
import ExactValues
import SQLAccess
import Testing

@Suite("Values go into DuckDB and come back the same")
struct DuckDBRoundTripTests {
    static let int128Max = Int128.max

    static let samples: [(type: String, values: [SQLValue])] = [
        ("BOOLEAN", [.boolean(true), .boolean(false), .null]),
        ("BIGINT", [.integer(.min), .integer(0), .integer(.max), .null]),
        (
            "DOUBLE",
            [
                .double(-.greatestFiniteMagnitude), .double(.leastNonzeroMagnitude), .double(0),
                .null,
            ]
        ),
        (
            "DECIMAL(18, 6)",
            [
                .decimal(FixedDecimal(units: 999_999_999_999_999_999, scale: 6)),
                .decimal(FixedDecimal(units: -999_999_999_999_999_999, scale: 6)),
                .decimal(FixedDecimal(units: 0, scale: 6)), .null,
            ]
        ),
        (
            "DECIMAL(38, 4)",
            [
                .decimal(FixedDecimal(units: int128Max / 10, scale: 4)),
                .decimal(FixedDecimal(units: -(int128Max / 10), scale: 4)), .null,
            ]
        ),
        (
            "VARCHAR",
            [.text(""), .text("Zürich, 東京, 🙂"), .text(String(repeating: "x", count: 5000)), .null]
        ),
        (
            "DATE",
            [
                .date(CalendarDate(daysSinceEpoch: -719_162)),
                .date(CalendarDate(daysSinceEpoch: 0)),
                .date(CalendarDate(daysSinceEpoch: 2_932_896)), .null,
            ]
        ),
        (
            "TIMESTAMP",
            [
                .timestamp(UTCTimestamp(microseconds: -62_135_596_800_000_000)),
                .timestamp(UTCTimestamp(microseconds: 253_402_300_799_999_999)), .null,
            ]
        ),
        ("BLOB", [.blob([]), .blob([0, 255, 7]), .null]),
    ]

    @Test("Bound parameters come back as they were", arguments: samples.map(\.type))
    func parameters(type: String) throws {
        let session = try DuckDBDatabase(path: nil).connect()
        let values = Self.samples.first { $0.type == type }?.values ?? []
        try session.executeScript("CREATE TABLE samples (position BIGINT, value \(type))")
        for (position, value) in values.enumerated() {
            try session.execute("INSERT INTO samples VALUES (\(position), \(value))")
        }
        let found = try session.query("SELECT value FROM samples ORDER BY position")
        #expect(found.rows.map { $0.values[0] } == values)
    }

    @Test("Appended columns come back as they were", arguments: samples.map(\.type))
    func appended(type: String) throws {
        let session = try DuckDBDatabase(path: nil).connect()
        let values = Self.samples.first { $0.type == type }?.values ?? []
        try session.executeScript("CREATE TABLE samples (position BIGINT, value \(type))")
        let rows = SQLTable(columns: [
            SQLColumn(
                name: "value", values: columnValues(values), nulls: values.map { $0 == .null }),
            SQLColumn(name: "position", values: .integers(values.indices.map { Int64($0) })),
        ])
        try session.append(rows, to: TableName(schema: "main", name: "samples"))
        let found = try session.query("SELECT value FROM samples ORDER BY position")
        #expect(found.rows.map { $0.values[0] } == values)
    }

    @Test("A column keeps its places over many chunks, nulls included")
    func manyChunks() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript("CREATE TABLE numbers (number BIGINT, word VARCHAR)")
        let count = 10_001
        let words = TextColumn((0..<count).map { "word number \($0)" })
        let rows = SQLTable(columns: [
            SQLColumn(
                name: "number", values: .integers((0..<count).map { Int64($0) }),
                nulls: (0..<count).map { $0 % 3 == 0 }),
            SQLColumn(name: "word", values: .texts(words)),
        ])
        try session.append(rows, to: TableName(schema: "main", name: "numbers"))
        var seen: SQLTable?
        try session.query("SELECT number, word FROM numbers ORDER BY rowid") { chunk in
            if seen == nil { seen = chunk } else { seen?.append(contentsOf: chunk) }
        }
        #expect(seen?.rowCount == count)
        #expect(seen?.columns[0][9999] == .null)
        #expect(seen?.columns[0][10_000] == .integer(10_000))
        #expect(seen?.columns[1][7777] == .text("word number 7777"))
    }

    @Test("Sums are read at their full 128 bits")
    func wideSums() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        let sum = try session.query(
            "SELECT sum(x) FROM (VALUES (\(Int64.max)), (\(Int64.max))) t(x)")
        #expect(
            try sum.scalar(as: FixedDecimal.self)
                == FixedDecimal(units: 18_446_744_073_709_551_614, scale: 0))
    }

    @Test("A text that is not UTF-8 is refused, not stored as null")
    func invalidText() throws {
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript("CREATE TABLE words (word VARCHAR)")
        var words = TextColumn()
        // Two halves of one character: valid together, not apart.
        words.append(bytes: [0xC3])
        words.append(bytes: [0xBC])
        let rows = SQLTable(columns: [SQLColumn(name: "word", values: .texts(words))])
        #expect(throws: SQLError.self) {
            try session.append(rows, to: TableName(schema: "main", name: "words"))
        }
        #expect(try session.query("SELECT count(*) FROM words").scalar(as: Int.self) == 0)
    }

    private func columnValues(_ values: [SQLValue]) -> SQLColumnValues {
        switch values[0] {
        case .boolean: .booleans(values.map { $0 == .boolean(true) })
        case .integer: .integers(values.map { Int64.decode($0) ?? 0 })
        case .double: .doubles(values.map { Double.decode($0) ?? 0 })
        case .decimal(let first):
            .decimals(values.map { FixedDecimal.decode($0)?.units ?? 0 }, scale: first.scale)
        case .text: .texts(TextColumn(values.map { String.decode($0) ?? "" }))
        case .date: .dates(values.map { CalendarDate.decode($0)?.daysSinceEpoch ?? 0 })
        case .timestamp: .timestamps(values.map { UTCTimestamp.decode($0)?.microseconds ?? 0 })
        case .blob, .null:
            .blobs(
                values.reduce(into: TextColumn()) { column, value in
                    column.append(bytes: [UInt8].decode(value) ?? [])
                })
        }
    }
}
