import ExactValues
import SQLAccess
import SQLiteDriver
import Testing

@Suite("Values through SQLite")
struct SQLiteRoundTripTests {
    let session: SQLiteSession

    init() throws {
        session = try SQLiteSession.open(path: ":memory:")
    }

    private func roundTrip(_ value: some SQLEncodable) throws -> SQLValue {
        try session.query("SELECT \(value) AS value").column("value")[0]
    }

    @Test(
        "Integers survive, the smallest and the largest too",
        arguments: [0, 1, -1, Int64.min, Int64.max])
    func integers(_ number: Int64) throws {
        #expect(try roundTrip(number) == .integer(number))
    }

    @Test(
        "Doubles survive to the last bit",
        arguments: [
            0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .infinity, -.infinity, 0.1 + 0.2,
        ])
    func doubles(_ number: Double) throws {
        guard case .double(let back) = try roundTrip(number) else {
            Issue.record("not a double")
            return
        }
        #expect(back.bitPattern == number.bitPattern)
    }

    @Test("NaN is refused with words, because SQLite would make it null")
    func nan() {
        #expect {
            try roundTrip(Double.nan)
        } throws: {
            ($0 as? SQLError)?.kind == .conversion && "\($0)".contains("NaN")
        }
    }

    @Test(
        "Texts survive: empty, non-ASCII, beyond the basic plane, quotes",
        arguments: ["", "a", "Grüße, Δ, 日本語", "👩‍👩‍👧‍👦", "it's \"quoted\"; -- ?1"])
    func texts(_ text: String) throws {
        #expect(try roundTrip(text) == .text(text))
    }

    @Test("A text of a million characters survives")
    func longText() throws {
        let text = String(repeating: "ä", count: 1_000_000)
        #expect(try roundTrip(text) == .text(text))
    }

    @Test("A NUL character in a text is refused with words")
    func nul() {
        #expect {
            try roundTrip("a\0b")
        } throws: {
            ($0 as? SQLError)?.kind == .conversion && "\($0)".contains("NUL character")
        }
    }

    @Test("Blobs survive: empty, zeros, every byte")
    func blobs() throws {
        for bytes in [[], [0], [0, 0, 1], Array(UInt8.min...UInt8.max)] as [[UInt8]] {
            #expect(try roundTrip(SQLValue.blob(bytes)) == .blob(bytes))
        }
    }

    @Test("Booleans come back as 0 and 1, which decode to booleans")
    func booleans() throws {
        #expect(try roundTrip(true) == .integer(1))
        #expect(try session.query("SELECT \(false) AS value").scalar(as: Bool.self) == false)
    }

    @Test(
        "Decimals are kept exactly, as text, up to 38 digits",
        arguments: [
            ("0.000001", Int128(1), 6), ("-12.340000", -12_340_000, 6), ("7", 7, 0),
            (
                "99999999999999999999999999999999999999",
                Int128("99999999999999999999999999999999999999")!, 0
            ),
            (
                "-0.99999999999999999999999999999999999999",
                Int128("-99999999999999999999999999999999999999")!, 38
            ),
        ])
    func decimals(_ text: String, _ units: Int128, _ scale: Int) throws {
        let value = FixedDecimal(units: units, scale: scale)
        #expect(try roundTrip(value) == .text(text))
        let back = try session.query("SELECT \(value) AS value").scalar(as: FixedDecimal.self)
        #expect(back.units == units && back.scale == scale)
    }

    @Test("Dates are ISO texts from year 1 to 9999, and beyond it refused")
    func dates() throws {
        let first = try #require(CalendarDate(iso: "0001-01-01"))
        let last = try #require(CalendarDate(iso: "9999-12-31"))
        #expect(try roundTrip(first) == .text("0001-01-01"))
        #expect(try roundTrip(last) == .text("9999-12-31"))
        #expect(try session.query("SELECT \(last)").scalar(as: CalendarDate.self) == last)
        for date in [first.adding(days: -1), last.adding(days: 1)] {
            #expect(throws: SQLError.self) { try roundTrip(date) }
        }
    }

    @Test("Instants are texts of one length, so that they sort as instants")
    func instants() throws {
        let second = try #require(UTCTimestamp(rfc3339: "2026-11-20T09:00:00Z"))
        #expect(try roundTrip(second) == .text("2026-11-20T09:00:00.000000Z"))
        #expect(
            try roundTrip(second.adding(microseconds: 120_000))
                == .text("2026-11-20T09:00:00.120000Z"))
        #expect(
            try roundTrip(second.adding(microseconds: 1)) == .text("2026-11-20T09:00:00.000001Z"))
        let back = try session.query("SELECT \(second.adding(microseconds: -1)) AS value")
        #expect(try back.scalar(as: UTCTimestamp.self).microseconds == second.microseconds - 1)
    }

    @Test("Null is null for every type, and a column of nulls alone has its length")
    func nulls() throws {
        #expect(try roundTrip(Optional<Int64>.none) == .null)
        try session.executeScript("CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB) STRICT")
        try session.execute("INSERT INTO t VALUES (NULL, NULL, NULL, NULL), (1, 2.5, 'x', x'00')")
        let table = try session.query("SELECT i, r, s, b, NULL AS empty FROM t ORDER BY rowid")
        #expect(table.rowCount == 2)
        #expect(table.rows[0].values == [.null, .null, .null, .null, .null])
        #expect(
            table.rows[1].values == [.integer(1), .double(2.5), .text("x"), .blob([0]), .null])
    }

    @Test("An empty table still has its columns and their types")
    func emptyResult() throws {
        try session.executeScript("CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB) STRICT")
        let table = try session.query("SELECT i, r, s, b FROM t")
        #expect(table.rowCount == 0)
        #expect(
            table.columns.map(\.values) == [
                .integers([]), .doubles([]), .texts(TextColumn()), .blobs(TextColumn()),
            ])
    }

    @Test("Nulls before the first value take that value's type")
    func lateType() throws {
        let table = try session.query("SELECT NULL AS v UNION ALL SELECT NULL UNION ALL SELECT 7")
        #expect(table.columns[0].values.count == 3)
        #expect(table.rows.map { $0.values[0] } == [.null, .null, .integer(7)])
    }

    @Test("Integers among doubles become doubles; any other mixture is refused")
    func mixtures() throws {
        let numbers = try session.query("SELECT 1 AS v UNION ALL SELECT 2.5 UNION ALL SELECT 3")
        #expect(numbers.columns[0].values == .doubles([1, 2.5, 3]))
        #expect {
            try session.query("SELECT 1 AS v UNION ALL SELECT 'x'")
        } throws: {
            ($0 as? SQLError)?.kind == .conversion
                && "\($0)".contains("column v holds integer and text values")
        }
    }
}
