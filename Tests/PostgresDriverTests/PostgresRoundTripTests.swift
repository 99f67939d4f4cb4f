import ExactValues
import PostgresDriver
import SQLAccess
import TestSupport
import Testing

@Suite("Values through PostgreSQL")
struct PostgresRoundTripTests {
    let session: PostgresSession

    init() throws {
        session = try PostgresServer.shared().connectReadOnly()
    }

    private func roundTrip(_ value: some SQLEncodable) throws -> SQLValue {
        try session.query("SELECT \(value) AS value").column("value")[0]
    }

    private func read(_ expression: String) throws -> SQLValue {
        try session.query(SQLStatement(trusted: "SELECT \(expression) AS value")).column("value")[0]
    }

    @Test("Booleans survive", arguments: [true, false])
    func booleans(_ flag: Bool) throws {
        #expect(try roundTrip(flag) == .boolean(flag))
    }

    @Test("Integers survive, the smallest and the largest too", arguments: [0, 1, -1, .min, .max])
    func integers(_ number: Int64) throws {
        #expect(try roundTrip(number) == .integer(number))
    }

    @Test("Smaller integers are read as integers")
    func smallIntegers() throws {
        #expect(try read("(-32768)::smallint") == .integer(-32768))
        #expect(try read("32767::smallint") == .integer(32767))
        #expect(try read("(-2147483648)::integer") == .integer(-2_147_483_648))
        #expect(try read("2147483647::integer") == .integer(2_147_483_647))
        #expect(try read("4294967295::oid") == .integer(4_294_967_295))
    }

    @Test(
        "Doubles survive to the last bit",
        arguments: [
            0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .infinity, -.infinity, 0.1 + 0.2, .nan,
        ])
    func doubles(_ number: Double) throws {
        guard case .double(let back) = try roundTrip(number) else {
            Issue.record("not a double")
            return
        }
        #expect(back.bitPattern == number.bitPattern)
    }

    @Test("Single-precision numbers are read as doubles")
    func reals() throws {
        #expect(try read("0.5::real") == .double(0.5))
    }

    @Test(
        "Texts survive: empty, non-ASCII, beyond the basic plane, quotes",
        arguments: ["", "a", "Grüße, Δ, 日本語", "👩‍👩‍👧‍👦", "it's \"quoted\"; -- $1 \\"])
    func texts(_ text: String) throws {
        #expect(try roundTrip(text) == .text(text))
    }

    @Test("A text of a million characters survives")
    func longText() throws {
        let text = String(repeating: "ä", count: 1_000_000)
        #expect(try roundTrip(text) == .text(text))
    }

    @Test("The other kinds of text are read as text")
    func otherTexts() throws {
        #expect(try read("'ab'::varchar(5)") == .text("ab"))
        #expect(try read("'ab'::char(4)") == .text("ab  "))
        #expect(try read("'ab'::name") == .text("ab"))
        #expect(try read("'{\"a\": 1}'::json") == .text("{\"a\": 1}"))
        #expect(try read("'{\"a\": 1}'::jsonb") == .text("{\"a\": 1}"))
        #expect(try read("'untyped'") == .text("untyped"))
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

    @Test("Days survive over PostgreSQL's whole calendar, and beyond it are refused")
    func dates() throws {
        // 4714-11-24 BC and 5874897-12-31.
        let (first, last) = (Int32(-2_440_588), Int32(2_145_042_905))
        for days in [first, -1, 0, 1, 10_957, last] {
            let date = CalendarDate(daysSinceEpoch: days)
            #expect(try roundTrip(date) == .date(date))
        }
        #expect(try read("DATE '2026-11-20'") == .date(CalendarDate(daysSinceEpoch: 20_777)))
        for days in [first - 1, last + 1, .min, .max] {
            #expect(throws: SQLError.self) { try roundTrip(CalendarDate(daysSinceEpoch: days)) }
        }
    }

    @Test("Instants survive from the start of PostgreSQL's calendar, and before it are refused")
    func timestamps() throws {
        // 4714-11-24 00:00 BC; the last that 64 bits hold is in the year 294247.
        let first: Int64 = -210_866_803_200_000_000
        for microseconds in [first, -1, 0, 1, .max] {
            let instant = UTCTimestamp(microseconds: microseconds)
            #expect(try roundTrip(instant) == .timestamp(instant))
        }
        #expect(
            try read("TIMESTAMP '2026-11-20 09:00:00.000001'")
                == .timestamp(UTCTimestamp(microseconds: 1_795_165_200_000_001)))
        for microseconds in [first - 1, .min] {
            #expect(throws: SQLError.self) {
                try roundTrip(UTCTimestamp(microseconds: microseconds))
            }
        }
    }

    @Test("An instant with an offset is read as UTC")
    func timestampsWithZone() throws {
        #expect(
            try read("TIMESTAMPTZ '2026-11-20 10:00:00+01:00'")
                == .timestamp(UTCTimestamp(microseconds: 1_795_165_200_000_000)))
    }

    @Test("Null is null, with a type and without")
    func nulls() throws {
        #expect(try roundTrip(Int64?.none) == .null)
        for type in [
            "boolean", "smallint", "integer", "bigint", "real", "double precision", "numeric",
            "text", "date", "timestamp", "bytea",
        ] {
            #expect(try read("NULL::\(type)") == .null)
        }
    }

    @Test(
        "Infinite days and instants, NaN and infinite decimals, and types that are not read are refused",
        arguments: [
            ("'infinity'::date", "infinite date"), ("'-infinity'::timestamp", "infinite instant"),
            ("'NaN'::numeric", "NaN"), ("'Infinity'::numeric", "infinite number"),
            ("'1 day'::interval", "cast it to text"), ("ARRAY[1]", "cast it to text"),
            ("1e38::numeric * 10", "more than 38 digits"),
        ])
    func refused(_ expression: String, _ words: String) {
        #expect {
            try read(expression)
        } throws: {
            ($0 as? SQLError)?.kind == .conversion && "\($0)".contains(words)
        }
    }
}
