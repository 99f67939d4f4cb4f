import ExactValues
import TestSupport
import Testing

@testable import Importing

/// UCI Online Retail, 541,909 lines as a shop has them. The figures were counted by another
/// program (Python's csv and decimal modules).
@Suite(
    .enabled(
        if: SharedData.isWanted("online_retail/online_retail.csv.gz"), SharedData.skipWords))
struct OnlineRetailTests {
    private static let plan = Result {
        try OrderImportPlan(.file(path: SharedData.path("online_retail/online_retail.csv.gz")))
    }

    @Test("The columns, dates and ids of Online Retail are recognised")
    func recognises() throws {
        let plan = try Self.plan.get()
        let columns = plan.columns.map { "\($0.header)=\($0.field?.rawValue ?? "-")" }
        #expect(
            columns == [
                "InvoiceNo=order_id", "StockCode=-", "Description=-", "Quantity=quantity",
                "InvoiceDate=order_date", "UnitPrice=unit_price_amount",
                "CustomerID=customer_id", "Country=-",
            ])
        #expect(plan.dateFormat == "YYYY-MM-DD hh:mm")
        #expect(plan.amountFormat == "quantity × unit price")
        #expect(plan.isGzip)
        #expect(plan.encoding == "UTF-8")
        #expect(plan.lines.customer.text(plan.lines.customer.codes[0]) == "17850")
    }

    @Test("The total is the identified, the guests' and the returned sales, to the cent")
    func sumsUp() throws {
        let totals = try Self.plan.get().totals
        #expect(totals.rows == 541_909)
        #expect(totals.salesAmount.description == "9747747.934000")
        #expect(
            totals.salesAmount.units == totals.identifiedAmount.units + totals.guestAmount.units
                + totals.returnAmount.units)
        #expect(totals.rows(.missingCustomer) == 135_080)
        #expect(totals.rows(.return) == 8905)
        #expect(totals.rows(.valid) == 397_884)
        #expect(totals.rows(.zeroAmount) == 40)
        #expect(totals.identifiedAmount.description == "8911407.904000")
        #expect(totals.guestAmount.description == "1447682.120000")
        #expect(totals.returnAmount.description == "-611342.090000")
        // 4,372 ids stand in the file; one of them has a line of zero only.
        #expect(totals.customers == 4371)
        #expect(totals.returnOrders == 3838)
        #expect(totals.firstDate?.description == "2010-12-01")
        #expect(totals.lastDate?.description == "2011-12-09")
    }

    @Test("The quirks of Online Retail are named and counted")
    func namesQuirks() throws {
        let plan = try Self.plan.get()
        #expect(
            plan.warnings == [
                "9,288 lines of invoices that start with C are returns (-896,812.49).",
                "2 orders have a total below zero: 2 lines are taken as returns (-22,124.12).",
                "135,080 lines name no customer; they count in sales (1,447,682.12) and in no "
                    + "table of customers.",
                "2,475 lines without a customer have an amount of zero.",
                "40 lines have an amount of zero, and are left out of sales.",
                "5,268 lines repeat an earlier line of the same order word for word; all are kept.",
                "There is no column of amounts: they are computed as quantity × unit price.",
                "Customer ids all end in .0, as of numbers read as fractions; the tail is left out "
                    + "(17850.0 is 17850).",
            ])
        #expect(plan.totals.repeatedRows == 5268)
    }

    @Test("Three findings say what Online Retail sold")
    func finds() throws {
        #expect(
            try Self.plan.get().findings == [
                "Best month: November 2011 with 1,461,756.25, 15.0 % of the sales from 2010-12-01 "
                    + "to 2011-12-09.",
                "2,845 of 4,338 customers (65.6 %) ordered more than once.",
                "The largest customer, 14646, brought 279,489.02, 2.9 % of all sales; the top "
                    + "tenth (431 customers) 50.9 %.",
            ])
    }
}
