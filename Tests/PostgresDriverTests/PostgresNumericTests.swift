import ExactValues
import PostgresDriver
import SQLAccess
import TestSupport
import Testing

@Suite("Exact decimals through PostgreSQL")
struct PostgresNumericTests {
    let session: PostgresSession

    init() throws {
        session = try PostgresServer.shared().connectReadOnly()
    }

    static let texts = [
        "0", "0.000000", "1", "-1", "10000", "9999", "0.1", "0.0001", "0.00001", "12.340000",
        "-0.000001", "123456789012.345678", "100000000", "1234567890123456789012345678.9012345678",
        "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999",
        "0.99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
        "9999999999999999999999999999999999999.9", "10000000000000000000000000000000000000",
        "0.00010000", "50000.50000", "1000000000000000000.000000000000000001",
    ]

    @Test(
        "A bound decimal is the number that was written, to the last of 38 digits", arguments: texts
    )
    func bound(_ text: String) throws {
        let number = try #require(FixedDecimal(exactly: text))
        #expect(try session.query("SELECT \(number)::text AS v").scalar(as: String.self) == text)
    }

    @Test("A read decimal is the number that was stored, with its decimals", arguments: texts)
    func read(_ text: String) throws {
        let table = try session.query(SQLStatement(trusted: "SELECT '\(text)'::numeric AS v"))
        let number = try table.scalar(as: FixedDecimal.self)
        #expect(number.description == text)
    }

    @Test("A column's declared decimals are its scale, whatever the values show")
    func declaredScale() throws {
        let table = try session.query("SELECT 1.5::numeric(18, 6) AS v UNION ALL SELECT NULL")
        #expect(table.columns[0].values == .decimals([1_500_000, 0], scale: 6))
        let empty = try session.query("SELECT 1::numeric(18, 6) AS v WHERE false")
        #expect(empty.columns[0].values == .decimals([], scale: 6))
        let negative = try session.query("SELECT 1234::numeric(3, -2) AS v")
        #expect(negative.columns[0].values == .decimals([1200], scale: 0))
    }

    @Test("A column without declared decimals has as many as its values need")
    func grownScale() throws {
        let table = try session.query(
            "SELECT v FROM (VALUES (1::numeric), (2.25), (NULL), (3.5)) AS t (v)")
        #expect(table.columns[0].values == .decimals([100, 225, 0, 350], scale: 2))
    }

    @Test("The sum of integers is a decimal without decimals, which decodes to an integer")
    func sums() throws {
        let table = try session.query("SELECT sum(v) AS v FROM (VALUES (1::bigint), (2)) AS t (v)")
        #expect(table.columns[0].values == .decimals([3], scale: 0))
        #expect(try table.scalar(as: Int.self) == 3)
    }

    @Test("Numbers that one scale and 38 digits cannot hold together are refused with words")
    func tooManyDigitsTogether() {
        #expect {
            try session.query(
                "SELECT v FROM (VALUES (1e30::numeric), (0.0000000001)) AS t (v)")
        } throws: {
            ($0 as? SQLError)?.kind == .conversion && "\($0)".contains("38 digits")
        }
    }
}
