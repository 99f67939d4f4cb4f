import DuckDBDriver
import ExactValues
import SQLAccess
import Testing
import Warehouse
import WorkspaceStore

@testable import Importing

@Suite struct OrderImporterTests {
    private let landing: SQLWorker
    private let register = MemoryImportRegister()

    init() throws {
        let database = try DuckDBDatabase(path: nil)
        try database.connect().executeScript(LandingTables.creation)
        landing = SQLWorker(name: "landing") { try database.connect() }
    }

    private static let noon = UTCTimestamp(microseconds: 1_700_000_000_000_000)
    private static let text = """
        Date,Customer ID,Order ID,Sales,Channel
        2024-01-01,17850.0,A1,10.50,google
        2024-01-02,,A2,-3,
        oops,13047.0,A3,1.0000001,email

        """

    private func importer(at instant: UTCTimestamp = OrderImporterTests.noon) -> OrderImporter {
        OrderImporter(landing: landing, register: register, now: { instant })
    }

    private func rows(_ sql: String) async throws -> [[SQLValue]] {
        try await landing.run { session in
            try session.query(SQLStatement(trusted: sql)).rows.map(\.values)
        }
    }

    @Test("Every line of a file lands with its values and its verdict, unusable ones too")
    func landsEveryLine() async throws {
        let plan = try OrderImportPlan(text: Self.text)
        let outcome = try await importer().commit(plan)
        #expect(outcome.status == .imported)
        let rows = try await rows(
            """
            SELECT import_id, import_sequence, line_number, order_id, order_line_id, customer_id,
                order_date, ordered_at, quantity, unit_price_amount, sales_amount, currency_code,
                channel, campaign_id, order_status, returned_order_id, verdict, is_repeated_line,
                received_at
            FROM landing.order_lines ORDER BY line_number
            """)
        let id = SQLValue.text(plan.importID)
        let at = SQLValue.timestamp(Self.noon)
        let nothing = SQLValue.null
        func amount(_ units: Int128) -> SQLValue { .decimal(FixedDecimal(units: units, scale: 6)) }
        func day(_ text: String) -> SQLValue { CalendarDate(iso: text).map { .date($0) } ?? .null }
        #expect(rows.count == 3)
        #expect(
            rows[0] == [
                id, .integer(1), .integer(2), .text("A1"), nothing, .text("17850"),
                day("2024-01-01"), nothing, nothing, nothing, amount(10_500_000), nothing,
                .text("google"), nothing, nothing, nothing, .text("valid"), .boolean(false), at,
            ])
        #expect(
            rows[1] == [
                id, .integer(1), .integer(3), .text("A2"), nothing, nothing, day("2024-01-02"),
                nothing, nothing, nothing, amount(-3_000_000), nothing, nothing, nothing, nothing,
                nothing, .text("missing_customer"), .boolean(false), at,
            ])
        #expect(
            rows[2] == [
                id, .integer(1), .integer(4), .text("A3"), nothing, .text("13047"), nothing,
                nothing, nothing, nothing, nothing, nothing, .text("email"), nothing, nothing,
                nothing, .text("invalid_date"), .boolean(false), at,
            ])
    }

    @Test("Times, quantities, prices, currencies, line ids and returned orders land in columns")
    func landsOptionalColumns() async throws {
        let plan = try OrderImportPlan(
            text: """
                Order Date;Customer;Order;Qty;Unit Price;Line;Currency;Campaign;Status;Original Order
                2024-01-01 10:30;c;1;2;1,25;1;eur;spring;paid;
                2024-01-02T00:00:00+02:00;c;2;-1;0,5;1;;;;1
                """)
        _ = try await importer().commit(plan)
        let rows = try await rows(
            """
            SELECT ordered_at, order_date, quantity, unit_price_amount, sales_amount,
                order_line_id, currency_code, campaign_id, order_status, returned_order_id, verdict
            FROM landing.order_lines ORDER BY line_number
            """)
        let texts = rows.map { row in row.map(Self.words) }
        #expect(
            texts == [
                [
                    "2024-01-01T10:30:00Z", "2024-01-01", "2.000000", "1.250000", "2.500000", "1",
                    "EUR", "spring", "paid", "-", "valid",
                ],
                [
                    "2024-01-01T22:00:00Z", "2024-01-02", "-1.000000", "0.500000", "-0.500000",
                    "1", "-", "-", "-", "1", "return",
                ],
            ])
    }

    @Test("A time without an offset is the workspace's clock, one with an offset gets its day")
    func convertsTimes() async throws {
        let plan = try OrderImportPlan(
            text: """
                Date,Customer ID,Order ID,Sales
                2024-01-31 23:30:00,c,1,5
                2024-07-01 00:30:00,c,2,5
                2024-01-31T23:30:00Z,c,3,5
                2024-01-31T18:30:00-05:00,c,4,5
                2024-02-01,c,5,5
                oops,c,6,5
                """)
        let importer = OrderImporter(
            landing: landing, register: register, timeZone: "Europe/Berlin", now: { Self.noon })
        _ = try await importer.commit(plan)
        let rows = try await rows(
            "SELECT order_date, ordered_at FROM landing.order_lines ORDER BY line_number")
        #expect(
            rows.map { $0.map(Self.words) } == [
                ["2024-01-31", "2024-01-31T22:30:00Z"], ["2024-07-01", "2024-06-30T22:30:00Z"],
                ["2024-02-01", "2024-01-31T23:30:00Z"], ["2024-02-01", "2024-01-31T23:30:00Z"],
                ["2024-02-01", "-"], ["-", "-"],
            ])
    }

    private static func words(_ value: SQLValue) -> String {
        switch value {
        case .null: "-"
        case .text(let text): text
        case .decimal(let number): number.description
        case .date(let date): date.description
        case .timestamp(let instant): instant.description
        default: "?"
        }
    }

    @Test("The same content again changes nothing and names the first import")
    func changesNothing() async throws {
        _ = try await importer().commit(try OrderImportPlan(text: Self.text))
        let later = UTCTimestamp(microseconds: Self.noon.microseconds + 60_000_000)
        let packed = try OrderImportPlan(.bytes(gzip(Self.text), name: "again.csv.gz"))
        let outcome = try await importer(at: later).commit(packed)
        #expect(outcome.status == .unchanged)
        #expect(outcome.importedAt == Self.noon)
        #expect(outcome.fileName == "orders.csv")
        #expect(
            outcome.message
                == "Nothing to do: the same content was imported from orders.csv at "
                + "2023-11-14T22:13:20Z as \(packed.importID).")
        #expect(try await rows("SELECT 1 FROM landing.order_lines").count == 3)
    }

    @Test("A second file gets the next sequence, the same file read otherwise too")
    func countsSequences() async throws {
        _ = try await importer().commit(try OrderImportPlan(text: Self.text))
        var options = OrderImportOptions()
        options.columns = [.customer: "Channel"]
        _ = try await importer().commit(try OrderImportPlan(text: Self.text, options: options))
        _ = try await importer().commit(
            try OrderImportPlan(text: Self.text.replacing("10.50", with: "11")))
        let rows = try await rows(
            """
            SELECT import_sequence, COUNT(DISTINCT import_id), COUNT(*) FROM landing.order_lines
            GROUP BY import_sequence ORDER BY import_sequence
            """)
        #expect(
            rows == [
                [.integer(1), .integer(1), .integer(3)], [.integer(2), .integer(1), .integer(3)],
                [.integer(3), .integer(1), .integer(3)],
            ])
    }

    @Test("A crash between landing and register does not import twice")
    func survivesCrash() async throws {
        let plan = try OrderImportPlan(text: Self.text)
        await register.failToFinish(true)
        await #expect(throws: MemoryImportRegister.Failure.self) {
            try await importer().commit(plan)
        }
        #expect(await register.find(importID: plan.importID)?.status == .running)
        await register.failToFinish(false)
        let later = UTCTimestamp(microseconds: Self.noon.microseconds + 60_000_000)
        let outcome = try await importer(at: later).commit(plan)
        #expect(outcome.status == .imported)
        #expect(outcome.importedAt == Self.noon)
        #expect(try await rows("SELECT 1 FROM landing.order_lines").count == 3)
        let record = await register.find(importID: plan.importID)
        #expect(record?.status == .imported)
        #expect(record?.importedAt == Self.noon)
    }

    @Test("A cancelled import leaves landing as it was and can be repeated")
    func cancels() async throws {
        let plan = try OrderImportPlan(text: Self.text)
        await #expect(throws: CancellationError.self) {
            try await importer().commit(plan, progress: ImportProgress(isCancelled: { true }))
        }
        #expect(try await rows("SELECT 1 FROM landing.order_lines").isEmpty)
        #expect(await register.find(importID: plan.importID)?.status == .failed)
        #expect(try await importer().commit(plan).status == .imported)
    }

    @Test("The register keeps what was imported and how many lines count")
    func registers() async throws {
        let plan = try OrderImportPlan(text: Self.text)
        _ = try await importer().commit(plan)
        let records = await register.list(limit: 10)
        #expect(
            records == [
                ImportRecord(
                    importID: plan.importID, kind: "orders", fileName: "orders.csv",
                    contentSHA256: plan.contentSHA256, status: .imported, rows: 3,
                    acceptedRows: 2, rejectedRows: 1, startedAt: Self.noon, importedAt: Self.noon)
            ])
    }
}
