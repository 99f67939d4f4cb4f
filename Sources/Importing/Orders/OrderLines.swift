/// The lines of an order file, read: ids, days, amounts in millionths. About 60 bytes a line.
struct OrderLines: Sendable {
    /// Numbers of a column: a code a line, and the value of each different text.
    struct Numbers: Sendable {
        let codes: [Int32]
        let amounts: AmountColumn

        /// Millionths, or one of the marks of `AmountColumn`.
        @inline(__always)
        func units(_ line: Int) -> Int64 { amounts.units[Int(codes[line])] }
    }

    let columns: OrderColumns
    let lineNumbers: LineNumbers
    let order: IdentifierColumn
    let customer: IdentifierColumn
    let dateCodes: [Int32]
    let dates: DateColumn
    /// The amount of each line in millionths, or one of the marks of `AmountColumn`.
    let sales: [Int64]
    /// How the column of amounts was read; nil where they were computed.
    let salesReading: AmountColumn?
    let quantity: Numbers?
    let unitPrice: Numbers?
    /// The other columns that the file has.
    let others: [OrderField: IdentifierColumn]

    var count: Int { sales.count }

    /// Days since 1970, or `DateColumn.noDate`.
    @inline(__always)
    func day(_ line: Int) -> Int32 { dates.days[Int(dateCodes[line])] }

    @inline(__always)
    func isMissing(_ field: OrderField, _ line: Int) -> Bool {
        guard let column = others[field] else { return true }
        return column.isMissing[Int(column.codes[line])]
    }

    /// Takes the texts out of `table`, column by column, so that no column is held twice.
    init(
        _ table: inout OrderTable, options: OrderImportOptions
    ) throws(OrderImportError) {
        columns = table.columns
        lineNumbers = table.lineNumbers
        order = IdentifierColumn(table.take(.order) ?? CodedColumn())
        customer = IdentifierColumn(table.take(.customer) ?? CodedColumn())
        let dateTexts = table.take(.date) ?? CodedColumn()
        dateCodes = dateTexts.codes
        dates = try DateColumn(
            dateTexts.dictionary, lineCounts: OrderLines.lineCounts(dateTexts),
            column: table.columns.header(of: .date) ?? "", order: options.dateOrder)
        quantity = OrderLines.numbers(table.take(.quantity), options)
        unitPrice = OrderLines.numbers(table.take(.unitPrice), options)
        if let amounts = OrderLines.numbers(table.take(.sales), options) {
            salesReading = amounts.amounts
            sales = amounts.codes.map { amounts.amounts.units[Int($0)] }
        } else {
            salesReading = nil
            sales = OrderLines.products(quantity, unitPrice)
        }
        var others: [OrderField: IdentifierColumn] = [:]
        for field in [OrderField.line, .currency, .channel, .campaign, .status, .returnedOrder] {
            guard let texts = table.take(field) else { continue }
            others[field] = IdentifierColumn(texts)
        }
        self.others = others
    }

    private static func numbers(
        _ column: CodedColumn?, _ options: OrderImportOptions
    ) -> Numbers? {
        column.map {
            Numbers(
                codes: $0.codes,
                amounts: AmountColumn($0.dictionary, decimalSign: options.decimalSign))
        }
    }

    private static func lineCounts(_ column: CodedColumn) -> [Int32] {
        var counts = [Int32](repeating: 0, count: column.dictionary.count)
        for code in column.codes { counts[Int(code)] += 1 }
        return counts
    }

    /// Quantity × unit price of each line, exactly.
    private static func products(_ quantity: Numbers?, _ price: Numbers?) -> [Int64] {
        guard let quantity, let price else { return [] }
        return quantity.codes.indices.map { line in
            product(quantity.units(line), price.units(line))
        }
    }

    private static func product(_ quantity: Int64, _ price: Int64) -> Int64 {
        guard quantity != AmountColumn.invalid, price != AmountColumn.invalid else {
            return AmountColumn.invalid
        }
        guard quantity != AmountColumn.tooPrecise, price != AmountColumn.tooPrecise else {
            return AmountColumn.tooPrecise
        }
        let millionths: Int64 = 1_000_000
        // Pieces are whole numbers nearly always, and then 64 bits do.
        if quantity % millionths == 0 {
            let (units, overflow) = (quantity / millionths).multipliedReportingOverflow(by: price)
            if !overflow, units.magnitude < unitsLimit { return units }
            return AmountColumn.invalid
        }
        let (units, rest) = (Int128(quantity) * Int128(price))
            .quotientAndRemainder(dividingBy: Int128(millionths))
        if units.magnitude >= UInt128(unitsLimit) { return AmountColumn.invalid }
        return rest == 0 ? Int64(units) : AmountColumn.tooPrecise
    }

    /// `DECIMAL(18, 6)` holds 18 digits.
    private static let unitsLimit: UInt64 = 1_000_000_000_000_000_000
}
