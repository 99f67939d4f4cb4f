import ExactValues
import Synchronization
import Testing

@testable import Importing

@Suite struct OrderImportPlanTests {
    @Test("A dry run names delimiter, columns, date format, verdicts, totals and preview")
    func describesFile() throws {
        let plan = try OrderImportPlan(
            text: """
                Bestelldatum;Kundennummer;Bestellnummer;Betrag;Notiz
                13.01.2024;K1;B1;1.234,50 €;a
                14.01.2024;;B2;10,00 €;
                14.01.2024;K2;B3;-3,00 €;
                15.01.2024;K2;B4;frei;
                """)
        #expect(plan.delimiter == .semicolon)
        #expect(plan.encoding == "UTF-8")
        #expect(!plan.isGzip)
        #expect(
            plan.columns.map(\.field) == [.date, .customer, .order, .sales, nil])
        #expect(plan.dateFormat == "DD.MM.YYYY")
        #expect(plan.amountFormat == "1.234,56")
        let verdicts = plan.totals.verdicts.map {
            "\($0.verdict.name) \($0.rows) \($0.salesAmount.normalized)"
        }
        #expect(
            verdicts == [
                "valid 1 1234.5", "invalid_amount 1 0", "missing_customer 1 10", "return 1 -3",
            ])
        #expect(plan.salesAmount == "1241.5")
        #expect(plan.totals.acceptedRows == 3)
        #expect(plan.totals.rejectedRows == 1)
        #expect(plan.totals.orders == 2)
        #expect(plan.totals.returnOrders == 1)
        #expect(plan.totals.customers == 2)
        #expect(plan.totals.firstDate?.description == "2024-01-13")
        #expect(plan.totals.lastDate?.description == "2024-01-14")
        #expect(plan.preview.map(\.line) == [2, 3, 4, 5])
        #expect(plan.preview[3].cells == ["15.01.2024", "K2", "B4", "frei", ""])
        #expect(plan.preview.map(\.verdict) == [.valid, .missingCustomer, .return, .invalidAmount])
    }

    @Test("Warnings say in words what was found, with numbers")
    func warns() throws {
        let plan = try OrderImportPlan(
            text: """
                Sales of January

                Date,Customer ID,Order ID,Sales,Sales,Status
                2024-01-31,c,1,5,0,paid
                02/13/2024,c,2,6,0,cancelled
                2024-01-31,c,3,7
                2024-01-31,c,4,8,0,paid,over
                2024-01-31,"c,5,9,0,paid
                2024-01-31,c,6,-1,0,paid
                oops,c,7,1.0000001,0,paid
                """)
        #expect(
            plan.warnings == [
                "1 order has a total below zero: 1 line is taken as returns (-1.00).",
                "1 line has no date of the calendar, and is left out of sales.",
                "1 line has the status of a cancelled order, and is left out of sales (6.00).",
                "The dates come in several formats: YYYY-MM-DD, MM/DD/YYYY.",
                "Status of the lines: paid (5), cancelled (1, left out).",
                "1 line stands above the names of the columns and is skipped.",
                "1 line has fewer fields than there are columns; the rest counts as empty.",
                "1 line has more fields than there are columns; what is over is not read.",
                "1 line opens a quote that is never closed; it is read as a plain sign.",
                "Several columns are called Sales; the first of them counts.",
            ])
    }

    @Test("A file of which no line counts is told first of all, and has no findings")
    func warnsOfNothing() throws {
        let plan = try OrderImportPlan(
            text: "Date,Customer ID,Order ID,Sales\n44197,c,1,5\n44198,c,2,5\n")
        #expect(
            plan.warnings == [
                "No line of the file counts as a sale. Check which column is what, and the formats.",
                "2 lines have no date of the calendar, and are left out of sales (10.00).",
            ])
        #expect(plan.findings.isEmpty)
        #expect(plan.totals.firstDate == nil)
    }

    @Test("Cancelled and duplicate lines without a customer are warned of, as they count")
    func warnsOfGuests() throws {
        let plan = try OrderImportPlan(
            text: """
                Date,Customer ID,Order ID,Sales,Line,Status
                2024-01-31,,1,5,1,cancelled
                2024-01-31,,2,6,1,
                2024-01-31,,2,6,1,
                """)
        #expect(plan.counts == ["missing_customer": 3])
        #expect(plan.salesAmount == "17")
        #expect(
            plan.warnings.contains(
                "1 line without a customer has the status of a cancelled order, and counts in "
                    + "sales all the same (5.00). Take them out of the file if they are no sales."))
        #expect(
            plan.warnings.contains(
                "1 line without a customer has the order and line id of an earlier line, and "
                    + "counts in sales all the same (6.00). Take them out of the file if they are "
                    + "no sales."))
    }

    @Test("The total of an order on each of its lines is warned of")
    func warnsOfRepeatedTotals() throws {
        let text = """
            Date,Customer ID,Order ID,Order Total
            2024-01-01,c,1,50
            2024-01-01,c,1,50
            2024-01-01,c,2,20
            """
        #expect(
            try OrderImportPlan(text: text).warnings.contains {
                $0.hasPrefix("1 order has the same Order Total on each of several lines.")
            })
        let amounts = text.replacing("Order Total", with: "Amount")
        #expect(
            try !OrderImportPlan(text: amounts).warnings.contains { $0.contains("the same Amount") }
        )
    }

    @Test("Ambiguous dates are asked for, with examples and the two formats")
    func asksForDates() throws {
        let text = "Date,Customer ID,Order ID,Sales\n03/04/2024,c,1,5\n"
        let error = #expect(throws: OrderImportError.self) { try OrderImportPlan(text: text) }
        #expect(
            error.map { "\($0)" }
                == "The dates in column Date can be read in two ways (03/04/2024). Say which with "
                + "date_format: DD/MM/YYYY or MM/DD/YYYY.")
        #expect(error?.code == "date_format_ambiguous")
        var options = OrderImportOptions()
        options.dateOrder = .monthFirst
        let plan = try OrderImportPlan(text: text, options: options)
        #expect(plan.totals.firstDate?.description == "2024-03-04")
        #expect(plan.dateFormat == "MM/DD/YYYY")
    }

    @Test(
        "Files as Excel and others write them are read alike",
        arguments: [
            "sep=;\r\nDate;Customer ID;Order ID;Sales\r\n2024-01-31;c;1;5,5\r\n",
            "\u{FEFF}Date,Customer ID,Order ID,Sales\n2024-01-31,c,1,5.5\n",
            "Date\tCustomer ID\tOrder ID\tSales\r2024-01-31\tc\t1\t5.5",
            "Date|Customer ID|Order ID|Sales\n\n\"2024-01-31\"|\"c\"|\"1\"|\"5.5\"\n",
        ])
    func readsVariants(text: String) throws {
        let plan = try OrderImportPlan(text: text)
        #expect(plan.counts == ["valid": 1])
        #expect(plan.salesAmount == "5.5")
    }

    @Test("Windows-1252 and UTF-16 files give the same ids as UTF-8")
    func readsEncodings() throws {
        let text = "Date,Customer ID,Order ID,Sales\n2024-01-31,Müller,1,€ 5\n"
        let latin = text.unicodeScalars.map {
            $0 == "€" ? 0x80 : UInt8(truncatingIfNeeded: $0.value)
        }
        let wide =
            [0xFF, 0xFE]
            + text.utf16.flatMap { unit -> [UInt8] in
                [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            }
        let plans = try [Array(text.utf8), latin, wide].map {
            try OrderImportPlan(.bytes($0, name: "orders.csv"))
        }
        #expect(plans.map(\.encoding) == ["UTF-8", "Windows-1252", "UTF-16"])
        #expect(
            plans.map { $0.lines.customer.text($0.lines.customer.codes[0]) } == [
                "Müller", "Müller", "Müller",
            ])
        #expect(plans.map(\.salesAmount) == ["5", "5", "5"])
        #expect(plans[1].warnings == ["The file is not UTF-8: its text is read as Windows-1252."])
    }

    @Test("The import's id follows the content and its reading, not the name or the packing")
    func identifiesContent() throws {
        let text = "Date,Customer ID,Order ID,Sales,Net\n2024-01-31,c,1,5,4\n"
        let plain = try OrderImportPlan(.text(text, name: "a.csv"))
        let packed = try OrderImportPlan(.bytes(gzip(text), name: "b.csv.gz"))
        #expect(plain.importID.count == 32)
        #expect(plain.importID == packed.importID)
        #expect(plain.contentSHA256 == packed.contentSHA256)
        var options = OrderImportOptions()
        options.columns = [.sales: "Net"]
        let other = try OrderImportPlan(.text(text), options: options)
        #expect(other.importID != plain.importID)
        #expect(other.contentSHA256 == plain.contentSHA256)
        options = OrderImportOptions()
        options.columns = [.sales: "Sales"]
        options.dateOrder = .yearFirst
        #expect(try OrderImportPlan(.text(text), options: options).importID == plain.importID)
        #expect(try OrderImportPlan(text: text + "2024-01-31,c,2,5,4\n").importID != plain.importID)
    }

    @Test("Progress goes from nothing to all bytes of the file")
    func reportsProgress() throws {
        let text =
            "Date,Customer ID,Order ID,Sales\n"
            + String(repeating: "2024-01-31,c,1,5\n", count: 10_000)
        let seen = Mutex<[Int]>([])
        _ = try OrderImportPlan(
            .text(text),
            progress: ImportProgress(
                report: { read, total in
                    #expect(total == text.utf8.count)
                    seen.withLock { $0.append(read) }
                }, isCancelled: { false }))
        let reads = seen.withLock { $0 }
        #expect(reads.count == 4)
        #expect(reads == reads.sorted())
        #expect(reads.last == text.utf8.count)
    }

    @Test("A cancelled reading ends with a cancellation")
    func cancels() {
        #expect(throws: CancellationError.self) {
            try OrderImportPlan(
                .text("Date,Customer ID,Order ID,Sales\n2024-01-31,c,1,5\n"),
                progress: ImportProgress(isCancelled: { true }))
        }
    }

    @Test("As many lines as are allowed are read, one more is refused")
    func boundsLines() throws {
        var options = OrderImportOptions()
        options.linesMax = 2
        let text = "Date,Customer ID,Order ID,Sales\n2024-01-31,c,1,5\n2024-01-31,c,2,5\n"
        #expect(try OrderImportPlan(text: text, options: options).totals.rows == 2)
        #expect(throws: ImportFileError.tooManyLines(name: "orders.csv", linesMax: 2)) {
            try OrderImportPlan(text: text + "2024-01-31,c,3,5\n", options: options)
        }
    }

    @Test("Findings count repeat customers and the largest one, ties by the first in the file")
    func finds() throws {
        let plan = try OrderImportPlan(
            text: """
                Date,Customer ID,Order ID,Sales
                2024-01-31,a,1,30
                2024-02-01,b,2,20
                2024-02-01,b,2,10
                2024-02-03,b,3,0.5
                2024-02-03,b,4,-0.5
                """)
        #expect(
            plan.findings == [
                "Best month: January 2024 with 30.00, 50.0 % of the sales from 2024-01-31 to "
                    + "2024-02-03.",
                "1 of 2 customers (50.0 %) ordered more than once.",
                "The largest customer, a, brought 30.00, 50.0 % of all sales.",
            ])
    }
}
