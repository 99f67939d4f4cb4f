import ExactValues

/// What a person should know of a file before its lines are taken, in plain words with numbers.
struct OrderWarnings {
    private(set) var words: [String] = []

    init(
        _ table: OrderTable, _ lines: OrderLines, _ judgement: OrderJudgement,
        _ totals: OrderTotals
    ) {
        if totals.acceptedRows == 0 {
            add(
                "No line of the file counts as a sale. Check which column is what, and the formats."
            )
        }
        addReturns(lines, judgement)
        addGuests(lines, judgement, totals)
        addLeftOut(totals)
        if totals.repeatedRows > 0 {
            let repeats = ImportWords.count(totals.repeatedRows, "line repeats", "lines repeat")
            add("\(repeats) an earlier line of the same order word for word; all are kept.")
        }
        addReading(lines)
        addRepeatedTotals(lines)
        addStatuses(lines)
        addText(table, lines)
    }

    private mutating func add(_ text: String) { words.append(text) }

    private mutating func addReturns(_ lines: OrderLines, _ judgement: OrderJudgement) {
        var marked = LineTally()
        var positive = LineTally()
        var negativeOrders = LineTally()
        var discounts = LineTally()
        var orders: Set<Int32> = []
        for line in 0..<lines.count where !judgement.verdicts[line].isUnusable {
            let code = lines.order.codes[line]
            let sales = lines.sales[line]
            if judgement.hasReturnMark[Int(code)] {
                marked.add(sales)
                if sales > 0 { positive.add(sales) }
            } else if judgement.isReturn[Int(code)] {
                negativeOrders.add(sales)
                orders.insert(code)
            } else if sales < 0, judgement.verdicts[line] == .valid {
                discounts.add(sales)
            }
        }
        if marked.rows > 0 {
            add(
                "\(marked.lines) of invoices that start with C "
                    + "\(marked.rows == 1 ? "is a return" : "are returns") (\(marked.amount)).")
        }
        if positive.rows > 0 {
            add(
                "\(positive.lines) of them \(positive.rows == 1 ? "has" : "have") an amount above "
                    + "zero (\(positive.amount)), which adds to sales as it stands.")
        }
        if negativeOrders.rows > 0 {
            let count = ImportWords.count(orders.count, "order has", "orders have")
            add(
                "\(count) a total below zero: "
                    + "\(negativeOrders.lines) \(negativeOrders.rows == 1 ? "is" : "are") taken "
                    + "as returns (\(negativeOrders.amount)).")
        }
        if discounts.rows > 0 {
            add(
                "\(discounts.lines) below zero in \(discounts.rows == 1 ? "an order" : "orders") "
                    + "with a total that is not \(discounts.rows == 1 ? "is" : "are") taken as "
                    + "discounts (\(discounts.amount)).")
        }
    }

    private mutating func addGuests(
        _ lines: OrderLines, _ judgement: OrderJudgement, _ totals: OrderTotals
    ) {
        var guests = LineTally()
        var zero = LineTally()
        for line in 0..<lines.count where judgement.verdicts[line] == .missingCustomer {
            guests.add(lines.sales[line])
            if lines.sales[line] == 0 { zero.add(0) }
        }
        if guests.rows > 0 {
            add(
                "\(guests.lines) \(guests.rows == 1 ? "names" : "name") no customer; they count in "
                    + "sales (\(guests.amount)) and in no table of customers.")
        }
        if zero.rows > 0 {
            add(
                "\(zero.lines) without a customer \(zero.rows == 1 ? "has" : "have") an amount "
                    + "of zero.")
        }
        for (tally, what) in [
            (judgement.guestCancelled, "the status of a cancelled order"),
            (judgement.guestDuplicates, "the order and line id of an earlier line"),
        ] where tally.rows > 0 {
            add(
                "\(tally.lines) without a customer \(tally.rows == 1 ? "has" : "have") \(what), "
                    + "and \(tally.rows == 1 ? "counts" : "count") in sales all the same "
                    + "(\(tally.amount)). Take them out of the file if they are no sales.")
        }
    }

    private mutating func addLeftOut(_ totals: OrderTotals) {
        let reasons: [(OrderVerdict, String)] = [
            (.invalidDate, "no date of the calendar"),
            (.missingOrder, "no order id"),
            (.invalidAmount, "no number as amount"),
            (.amountTooPrecise, "an amount of more than six decimals, which is not rounded"),
            (.zeroAmount, "an amount of zero"),
            (.cancelled, "the status of a cancelled order"),
            (.duplicate, "the order and line id of an earlier line"),
        ]
        for (verdict, reason) in reasons {
            let rows = totals.rows(verdict)
            if rows == 0 { continue }
            let units = totals.amount(verdict).units
            let amount = units == 0 ? "" : " (\(ImportWords.amount(units)))"
            add(
                "\(ImportWords.count(rows, "line has", "lines have")) \(reason), and "
                    + "\(rows == 1 ? "is" : "are") left out of sales\(amount).")
        }
    }

    private mutating func addReading(_ lines: OrderLines) {
        if lines.columns.computesAmounts {
            add("There is no column of amounts: they are computed as quantity × unit price.")
        }
        let ids = [("Order", lines.order), ("Customer", lines.customer)]
        for (label, column) in ids where column.dropsFloatTail {
            let code = column.isMissing.firstIndex(of: false) ?? 0
            add(
                "\(label) ids all end in .0, as of numbers read as fractions; the tail is left "
                    + "out (\(column.dictionary.text(Int32(code))) is "
                    + "\(column.text(Int32(code)))).")
        }
        if lines.dates.formats.count > 1 {
            add(
                "The dates come in several formats: \(lines.dates.formats.joined(separator: ", "))."
            )
        }
        guard let reading = lines.salesReading else { return }
        if reading.decimalSign == nil {
            add(
                "The amounts use both point and comma as decimal sign; amounts such as 1.234, "
                    + "which could be either, are refused.")
        } else if reading.isUnproven {
            let sign = reading.decimalSign == "," ? "comma" : "point"
            add(
                "Nothing in the column proves how amounts such as 1,234 or 1.234 are meant; the "
                    + "\(sign) is taken as the decimal sign.")
        }
    }

    /// A total of the order on each of its lines would be counted as often as there are lines.
    private mutating func addRepeatedTotals(_ lines: OrderLines) {
        guard let header = lines.columns.header(of: .sales),
            ["total", "grandtotal"].contains(ColumnName.key(of: header))
                || ColumnName.key(of: header).hasPrefix("order")
        else { return }
        var first = [Int32](repeating: -1, count: lines.order.dictionary.count)
        var isSame = [Bool](repeating: false, count: first.count)
        for line in 0..<lines.count {
            let code = Int(lines.order.codes[line])
            if first[code] < 0 {
                first[code] = Int32(line)
            } else {
                let other = lines.sales[Int(first[code])]
                guard other == lines.sales[line], other > 0 else { return }
                isSame[code] = true
            }
        }
        let orders = isSame.lazy.filter { $0 }.count
        if orders > 0 {
            add(
                "\(ImportWords.count(orders, "order has", "orders have")) the same \(header) on "
                    + "each of several lines. If that is the total of the order, it is counted "
                    + "more than once: export one line an order, or the amounts of the lines.")
        }
    }

    private mutating func addStatuses(_ lines: OrderLines) {
        guard let status = lines.others[.status] else { return }
        var counts = [Int](repeating: 0, count: status.dictionary.count)
        for code in status.codes { counts[Int(code)] += 1 }
        let named = counts.indices.filter { !status.isMissing[$0] }
            .sorted { (counts[$1], $0) < (counts[$0], $1) }
        let list = named.prefix(8).map { code in
            let text = status.text(Int32(code))
            let note = OrderStatusWords.isCancelled(text) ? ", left out" : ""
            return "\(text) (\(ImportWords.count(counts[code]))\(note))"
        }
        if !list.isEmpty { add("Status of the lines: \(list.joined(separator: ", ")).") }
    }

    private mutating func addText(_ table: OrderTable, _ lines: OrderLines) {
        if table.skippedRecordCount > 0 {
            add(
                "\(ImportWords.count(table.skippedRecordCount, "line stands", "lines stand")) "
                    + "above the names of the columns and "
                    + "\(table.skippedRecordCount == 1 ? "is" : "are") skipped.")
        }
        if table.windows1252Count > 0 {
            add("The file is not UTF-8: its text is read as Windows-1252.")
        }
        if table.shortLineCount > 0 {
            let lines = ImportWords.count(table.shortLineCount, "line has", "lines have")
            add("\(lines) fewer fields than there are columns; the rest counts as empty.")
        }
        if table.longLineCount > 0 {
            let lines = ImportWords.count(table.longLineCount, "line has", "lines have")
            add("\(lines) more fields than there are columns; what is over is not read.")
        }
        if table.unclosedQuoteCount > 0 {
            let lines = ImportWords.count(table.unclosedQuoteCount, "line opens", "lines open")
            add("\(lines) a quote that is never closed; it is read as a plain sign.")
        }
        for header in lines.columns.repeatedHeaders.prefix(5) {
            add("Several columns are called \(header); the first of them counts.")
        }
    }
}
