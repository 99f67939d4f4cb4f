import ExactValues
import SQLAccess
import Testing

@testable import Importing

@Suite struct OrderVerdictTests {
    private static let header = "Date,Customer ID,Order ID,Sales"

    /// The verdicts on lines below the usual header, or below another one.
    private func verdicts(_ lines: String..., header: String = header) throws -> [String] {
        try OrderImportPlan(text: ([header] + lines).joined(separator: "\n")).verdictNames
    }

    @Test("Each rule has its word")
    func namesRules() throws {
        #expect(
            try verdicts(
                "2024-01-01,c,1,5", "2024-02-30,c,2,5", "2024-01-01,c,,5", "2024-01-01,c,3,five",
                "2024-01-01,c,4,5.0000001", "2024-01-01,,5,5", "2024-01-01,c,6,0",
                "2024-01-01,c,7,-5")
                == [
                    "valid", "invalid_date", "missing_order", "invalid_amount",
                    "amount_too_precise", "missing_customer", "zero_amount", "return",
                ])
    }

    @Test("The first rule that a line breaks is its verdict, in the order of the rules")
    func keepsOrderOfRules() throws {
        let header = "Date,Customer ID,Order ID,Sales,Status,Line"
        #expect(
            try verdicts(
                "x,,,x,cancelled,1", "2024-01-01,,,x,cancelled,1", "2024-01-01,,9,x,cancelled,1",
                "2024-01-01,,9,0.0000001,cancelled,1", "2024-01-01,,9,0,cancelled,1",
                "2024-01-01,c,9,0,cancelled,2", "2024-01-01,c,9,-5,cancelled,3",
                "2024-01-01,c,8,-5,paid,1", "2024-01-01,c,8,-5,paid,1",
                "2024-01-01,c,7,5,paid,1", "2024-01-01,c,7,5,paid,1", header: header)
                == [
                    "invalid_date", "missing_order", "invalid_amount", "amount_too_precise",
                    "missing_customer", "zero_amount", "cancelled", "return", "return", "valid",
                    "duplicate",
                ])
    }

    @Test("Words for nothing are no id")
    func knowsMissingWords() throws {
        #expect(
            try verdicts(
                "2024-01-01,NULL,1,5", "2024-01-01,nan,2,5", "2024-01-01,c,None,5",
                "2024-01-01,n/a,3,5", "2024-01-01,Nancy,4,5")
                == [
                    "missing_customer", "missing_customer", "missing_order", "missing_customer",
                    "valid",
                ])
    }

    @Test("A negative line is a discount while its order's total is not below zero")
    func tellsDiscountsFromReturns() throws {
        #expect(
            try verdicts("2024-01-01,c,1,5", "2024-01-01,c,1,-4.999999") == ["valid", "valid"])
        #expect(try verdicts("2024-01-01,c,1,5", "2024-01-01,c,1,-5") == ["valid", "valid"])
        #expect(
            try verdicts("2024-01-01,c,1,5", "2024-01-01,c,1,-5.000001") == ["return", "return"])
    }

    @Test("Unusable, cancelled and duplicate lines do not count in the total of their order")
    func sumsUsableLines() throws {
        let header = "Date,Customer ID,Order ID,Sales,Status,Line"
        #expect(
            try verdicts("x,c,1,50,,1", "2024-01-01,c,1,-5,,2", header: header)
                == ["invalid_date", "return"])
        #expect(
            try verdicts(
                "2024-01-01,c,1,3,,1", "2024-01-01,c,1,3,,1", "2024-01-01,c,1,-5,,2",
                header: header) == ["return", "return", "return"])
        #expect(
            try verdicts(
                "2024-01-01,c,1,50,void,1", "2024-01-01,c,1,-5,paid,2", header: header)
                == ["cancelled", "return"])
    }

    @Test("Invoices with a C before the number are returns, where other ids are numbers")
    func knowsMarkedInvoices() throws {
        #expect(
            try verdicts("2024-01-01,c,536365,5", "2024-01-01,c,C536379,-5", "2024-01-01,c,c1,5")
                == ["valid", "return", "return"])
        #expect(
            try verdicts("2024-01-01,c,536365,5", "2024-01-01,c,CA-17,5", "2024-01-01,c,C,5")
                == ["valid", "valid", "valid"])
        #expect(try verdicts("2024-01-01,c,C1,5", "2024-01-01,c,C2,5") == ["valid", "valid"])
    }

    @Test("A C before the id of another order names the order that it returns")
    func knowsReturnedOrder() throws {
        let plan = try OrderImportPlan(
            text: Self.header + "\n2024-01-01,c,R-7,5\n2024-01-02,c,CR-7,-5\n")
        #expect(plan.verdictNames == ["valid", "return"])
        let rows = LandingRows(
            plan, times: OrderTimes(plan.lines.dates), importSequence: 1,
            receivedAt: UTCTimestamp(microseconds: 0))
        #expect(try rows.chunk(0..<2).column("returned_order_id")[1] == .text("R-7"))
        #expect(try rows.chunk(0..<2).column("returned_order_id")[0] == .null)
    }

    @Test("The status says cancelled in several languages; a line without one follows its order")
    func knowsCancelledOrders() throws {
        let header = "Date,Customer ID,Order ID,Sales,Status"
        #expect(
            try verdicts(
                "2024-01-01,c,1,5,Canceled", "2024-01-01,c,2,5,storniert",
                "2024-01-01,c,3,5,Annulée", "2024-01-01,c,4,5,voided", "2024-01-01,c,5,5,paid",
                "2024-01-01,c,6,5,CANCELLED by customer", "2024-01-01,c,6,5,",
                "2024-01-01,c,6,5,shipped", "2024-01-01,c,7,5,", header: header)
                == [
                    "cancelled", "cancelled", "cancelled", "cancelled", "valid", "cancelled",
                    "cancelled", "valid", "valid",
                ])
    }

    @Test("The same line id of the same order is a duplicate; an unusable first one is none")
    func findsDuplicates() throws {
        let header = "Date,Customer ID,Order ID,Sales,Line"
        #expect(
            try verdicts(
                "2024-01-01,c,1,5,1", "2024-01-01,c,1,5,2", "2024-01-01,c,2,5,1",
                "2024-01-01,c,1,7,1", "2024-01-01,c,1,5,", "2024-01-01,c,1,5,",
                "oops,c,3,5,1", "2024-01-01,c,3,5,1", header: header)
                == [
                    "valid", "valid", "valid", "duplicate", "valid", "valid", "invalid_date",
                    "valid",
                ])
    }

    @Test("Identical lines of a file without line ids are kept and counted")
    func countsRepeatedLines() throws {
        let plan = try OrderImportPlan(
            text: """
                ,Date,Customer ID,Order ID,Sales,Note
                0,2024-01-01,c,1,5,a
                1,2024-01-01,c,1,5,a
                2,2024-01-01,c,1,5,b
                3,2024-01-01,c,1,5,a
                4,2024-01-01,c,2,5,a
                """)
        #expect(plan.counts == ["valid": 5])
        #expect(plan.judgement.isRepeated == [false, true, false, true, false])
        #expect(plan.totals.repeatedRows == 2)
        #expect(plan.salesAmount == "25")
    }

    @Test("Repeated lines are not looked for where lines have ids")
    func leavesLinesWithIDs() throws {
        let plan = try OrderImportPlan(
            text: "Date,Customer ID,Order ID,Sales,Line\n2024-01-01,c,1,5,\n2024-01-01,c,1,5,\n")
        #expect(plan.totals.repeatedRows == 0)
    }

    @Test("An amount is quantity times price, exactly or not at all")
    func multiplies() throws {
        let plan = try OrderImportPlan(
            text: """
                Date,Customer ID,Order ID,Quantity,Unit Price
                2024-01-01,c,1,3,0.333333
                2024-01-01,c,2,0.5,0.000002
                2024-01-01,c,3,0.5,0.000001
                2024-01-01,c,4,x,1
                2024-01-01,c,5,1000000,999999.999999
                2024-01-01,c,6,1000001,999999.999999
                2024-01-01,c,7,-2,1.5
                2024-01-01,c,8,0.0000001,1
                2024-01-01,c,9,2000000.5,999999
                """)
        #expect(
            plan.verdictNames == [
                "valid", "valid", "amount_too_precise", "invalid_amount", "valid",
                "invalid_amount", "return", "amount_too_precise", "invalid_amount",
            ])
        #expect(
            [0, 1, 4, 6].map { plan.lines.sales[$0] } == [
                999_999, 1, 999_999_999_999_000_000, -3_000_000,
            ])
    }

    @Test("The tail .0 of ids goes where the whole column has it")
    func dropsFloatTail() throws {
        let whole = try OrderImportPlan(
            text: Self.header + "\n2024-01-01,17850.0,1,5\n2024-01-01,,2,5\n2024-01-01,7.0,3,5\n")
        #expect(
            whole.lines.customer.codes.map { whole.lines.customer.text($0) } == [
                "17850", "", "7",
            ])
        let mixed = try OrderImportPlan(
            text: Self.header + "\n2024-01-01,17850.0,1,5\n2024-01-01,7.5,2,5\n")
        #expect(mixed.lines.customer.text(mixed.lines.customer.codes[0]) == "17850.0")
    }

    @Test("Ids are kept as they are given: zeros in front, case, signs")
    func keepsIDs() throws {
        let plan = try OrderImportPlan(
            text: Self.header + "\n2024-01-01,007,#A-1,5\n2024-01-01,Ünal,#a-1,5\n")
        #expect(plan.lines.customer.codes.map { plan.lines.customer.text($0) } == ["007", "Ünal"])
        #expect(plan.lines.order.codes.map { plan.lines.order.text($0) } == ["#A-1", "#a-1"])
        #expect(plan.totals.orders == 2)
    }
}
