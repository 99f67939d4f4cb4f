import Testing

@testable import Importing

@Suite struct OrderColumnsTests {
    private func fields(
        _ headers: String..., chosen: [OrderField: String] = [:]
    ) throws -> [OrderField?] {
        let columns = try OrderColumns(headers: headers, chosen: chosen)
        return headers.indices.map { columns.field(at: $0) }
    }

    @Test("The usual names are recognised in any case, with blanks, points or underscores")
    func recognisesNames() throws {
        let expected: [OrderField?] = [.date, .customer, .order, .sales]
        #expect(try fields("Date", "Customer ID", "Order ID", "Sales") == expected)
        #expect(try fields("order_date", "customer_id", "order_id", "amount") == expected)
        #expect(try fields("ORDER DATE", "CustomerID", "Order-ID", "Total Price") == expected)
        #expect(try fields("Created at", "Email", "Order Number", "Revenue") == expected)
        #expect(try fields("Datum", "Kundennummer", "Bestellnummer", "Umsatz") == expected)
        #expect(try fields("Date commande", "N° client", "Commande", "Montant").first == .date)
        #expect(try fields("Fecha", "ID Cliente", "Nº Pedido", "Importe").first == .date)
        #expect(
            try fields("InvoiceDate", "Customer ID", "Invoice", "Quantity", "Price")
                == [.date, .customer, .order, .quantity, .unitPrice])
    }

    @Test("Units behind a name do not hide it")
    func ignoresUnits() throws {
        #expect(try fields("Sales (EUR)", "Price [$]") == [.sales, .unitPrice])
        #expect(try fields("Amount EUR", "amount_usd")[0] == .sales)
        #expect(ColumnName.currencyCode(in: "Sales (EUR)") == "EUR")
        #expect(ColumnName.currencyCode(in: "Betrag €") == "EUR")
        #expect(ColumnName.currencyCode(in: "amount_usd") == "USD")
        #expect(ColumnName.currencyCode(in: "Sales") == nil)
        #expect(ColumnName.currencyCode(in: "EUR") == nil)
        #expect(ColumnName.currencyCode(in: "Price [$]") == nil)
    }

    @Test("The surest of several names wins, the others are not used")
    func prefersSurest() throws {
        #expect(try fields("Ship Date", "Date", "Order Date") == [nil, nil, .date])
        #expect(try fields("Customer Name", "Customer ID") == [nil, .customer])
        #expect(try fields("Total", "Sales") == [nil, .sales])
    }

    @Test("A product's id is no line id")
    func leavesProductsAlone() throws {
        #expect(try fields("StockCode", "SKU", "Line Number") == [nil, nil, .line])
    }

    @Test("A price without a quantity is the amount")
    func takesLonePrice() throws {
        #expect(try fields("Date", "Price") == [.date, .sales])
        #expect(try fields("Price", "Quantity") == [.unitPrice, .quantity])
    }

    @Test("A column can be named whatever it is called; the names are then free for others")
    func takesChoice() throws {
        #expect(
            try fields(
                "when", "who", "Order ID", "Sales", "net",
                chosen: [
                    .date: "when", .customer: "WHO", .sales: "net",
                ]) == [.date, .customer, .order, nil, .sales])
        #expect(
            throws: OrderImportError.unknownColumn(
                "nope", wantedFor: .date, found: ["a", "b"])
        ) { try OrderColumns(headers: ["a", "b"], chosen: [.date: "nope"]) }
    }

    @Test("Meanings are named in any usual way")
    func readsFieldNames() {
        for name in ["date", "Order Date", "order_date", "InvoiceDate"] {
            #expect(OrderField(name: name) == .date)
        }
        #expect(OrderField(name: "sales") == .sales)
        #expect(OrderField(name: "unitPrice") == .unitPrice)
        #expect(OrderField(name: "returned order") == .returnedOrder)
        #expect(OrderField(name: "weather") == nil)
    }

    @Test("No name means two things")
    func namesAreUnique() {
        var owners: [String: OrderField] = [:]
        for field in OrderField.allCases {
            for name in field.columnNames {
                #expect(owners[name] == nil, "\(name) stands twice")
                #expect(ColumnName.key(of: name) == name)
                owners[name] = field
            }
        }
    }

    @Test("A column without a name at the start is an index, as is Unnamed: 0")
    func findsIndex() throws {
        #expect(try OrderColumns(headers: ["", "Date"]).indexColumns == [0])
        #expect(try OrderColumns(headers: ["Unnamed: 0", "Date"]).indexColumns == [0])
        #expect(try OrderColumns(headers: ["Date", "x"]).indexColumns == [])
    }

    @Test("A file without the needed columns is told what was found and what is missing")
    func refusesWithoutColumns() {
        let error = #expect(throws: OrderImportError.self) {
            try OrderImportPlan(text: "Day,Color,Quantity\n2024-01-01,red,2\n")
        }
        #expect(
            error
                == .missingColumns(
                    file: "orders.csv",
                    missing: [
                        "Customer ID (or Customer, Email, …)",
                        "Order ID (or InvoiceNo, Order Number, …)",
                        "Sales (or Amount, Revenue, Total, …; or Quantity and UnitPrice)",
                    ], found: ["Day", "Color", "Quantity"]))
        #expect(
            error.map { "\($0)" }?.hasSuffix(
                "Found: Day, Color, Quantity. Rename the columns, or say which is which "
                    + "(order_id=NAME, customer_id=NAME, order_date=NAME, sales_amount=NAME).")
                == true)
    }

    @Test("A file with names and no lines is refused")
    func refusesWithoutLines() {
        #expect(throws: OrderImportError.noLines(file: "orders.csv")) {
            try OrderImportPlan(text: "Date,Customer ID,Order ID,Sales\n\n")
        }
    }
}
