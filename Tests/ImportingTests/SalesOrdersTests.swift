import ExactValues
import TestSupport
import Testing

@testable import Importing

/// 40,000 orders of a shop, one line each, without dirt.
@Suite(.enabled(if: SharedData.isWanted("seeds/sales_orders.csv.gz"), SharedData.skipWords))
struct SalesOrdersTests {
    private static let plan = Result {
        try OrderImportPlan(.file(path: SharedData.path("seeds/sales_orders.csv.gz")))
    }

    @Test("The clean file of 40,000 orders comes in whole and warns of nothing")
    func comesInWhole() throws {
        let plan = try Self.plan.get()
        #expect(plan.totals.rows == 40_000)
        #expect(plan.counts == ["valid": 40_000])
        #expect(plan.totals.salesAmount.description == "6709020.430000")
        #expect(plan.totals.orders == 40_000)
        #expect(plan.totals.customers == 33_477)
        #expect(plan.dateFormat == "YYYY-MM-DD")
        #expect(plan.warnings == [])
        #expect(plan.columns.map(\.header) == ["", "Date", "Customer ID", "Order ID", "Sales"])
        #expect(plan.columns.map(\.field) == [nil, .date, .customer, .order, .sales])
    }

    @Test("The findings of the clean file agree with its known figures")
    func finds() throws {
        let plan = try Self.plan.get()
        #expect(
            plan.findings == [
                "Best month: May 2022 with 327,068.12, 4.9 % of the sales from 2021-01-01 to "
                    + "2022-11-16.",
                "4,724 of 33,477 customers (14.1 %) ordered more than once.",
                "The largest customer, 204815, brought 1,599.62, 0.0 % of all sales; the top tenth "
                    + "(3,347 customers) 25.4 %.",
            ])
    }

    @Test("The preview shows the first ten lines as they stand, with their verdicts")
    func previews() throws {
        let preview = try Self.plan.get().preview
        #expect(preview.count == 10)
        #expect(preview[0].line == 2)
        #expect(preview[0].cells == ["0", "2021-01-01", "990787", "1", "167.72"])
        #expect(preview[9].line == 11)
        #expect(preview.allSatisfy { $0.verdict == .valid })
    }
}
