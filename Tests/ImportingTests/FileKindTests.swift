import TestSupport
import Testing

@testable import Importing

@Suite struct FileKindTests {
    @Test("Orders are told by their columns, also below a title")
    func guessesOrders() throws {
        let guess = try FileKind.guess(
            .text("Report\n\nDate;Customer;Order ID;Sales\n2024-01-01;c;1;5\n"))
        #expect(guess.kind == .orders)
        #expect(
            guess.words
                == "orders.csv holds orders: Date is the Date, Customer is the Customer ID, "
                + "Order ID is the Order ID, Sales is the Sales.")
        #expect(
            try FileKind.guess(
                .text("InvoiceNo,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,2,3,4,5\n")
            ).kind == .orders)
    }

    @Test("Events are told by the keys of their objects")
    func guessesEvents() throws {
        let line = #"{"event_id":"1","ts":"2024-01-01T00:00:00Z","event_type":"click"}"#
        let guess = try FileKind.guess(.text(line + "\n" + line, name: "events.ndjson"))
        #expect(guess.kind == .events)
        #expect(guess.evidence == ["event_id", "event_type", "ts"])
        #expect(guess.words.hasSuffix("Send it to POST /v1/events."))
        #expect(try FileKind.guess(.text("[ \(line) ]")).kind == .events)
        #expect(try FileKind.guess(.text(#"{"name":"x"}"#)).kind == .unknown)
    }

    @Test("Campaign results and customers are recognised and put off")
    func putsOffOthers() throws {
        let results = try FileKind.guess(
            .text("Campaign,Day,Impr.,Clicks,Cost\na,2024-01-01,100,5,1.5\n"))
        #expect(results.kind == .campaignResults)
        #expect(
            results.words
                == "orders.csv is recognised as campaign results (Impr., Clicks, Cost). The "
                + "import of campaign results comes later.")
        let customers = try FileKind.guess(.text("Customer ID,Email,City\n1,a@b.c,X\n"))
        #expect(customers.kind == .customers)
    }

    @Test("What is not recognised says what was found and what orders need")
    func describesUnknown() throws {
        let guess = try FileKind.guess(.text("when,what\n1,2\n"))
        #expect(guess.kind == .unknown)
        #expect(guess.words.contains("Columns found: when, what."))
        #expect(throws: ImportFileError.empty(name: "e.csv")) {
            try FileKind.guess(.bytes([], name: "e.csv"))
        }
    }

    @Test(
        "Real files are told apart",
        arguments: [
            ("seeds/sales_orders.csv.gz", FileKind.orders),
            ("online_retail/online_retail.csv.gz", .orders),
            ("seeds/digital_marketing_ad_performance.csv.gz", .campaignResults),
            ("facebook_ads_kag/KAG_conversion_data_with_added_dates.csv", .campaignResults),
            ("ifood_marketing_campaign/marketing_campaign.csv", .customers),
            ("cdnow/cdnow_customers_summary.csv", .unknown),
            ("wholesale_customers/wholesale.csv", .unknown),
        ])
    func guessesRealFiles(file: String, kind: FileKind) throws {
        guard SharedData.isWanted(file) else { return }
        #expect(try FileKind.guess(.file(path: SharedData.path(file))).kind == kind)
    }
}
