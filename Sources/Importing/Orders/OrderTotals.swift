package import ExactValues

/// What the lines of an order file come to.
package struct OrderTotals: Sendable, Hashable {
    /// Lines and their amounts by verdict, those of no line left out. Lines whose amount is none
    /// add nothing to it.
    package struct Verdict: Sendable, Hashable {
        package let verdict: OrderVerdict
        package let rows: Int
        package let salesAmount: FixedDecimal
    }

    package let rows: Int
    package let verdicts: [Verdict]
    /// Sales of all lines that count: identified + guests + returns.
    package let salesAmount: FixedDecimal
    /// Lines with a customer that are no returns.
    package let identifiedAmount: FixedDecimal
    /// Lines without a customer, their returns included.
    package let guestAmount: FixedDecimal
    /// Returns with a customer; negative.
    package let returnAmount: FixedDecimal
    /// Orders with a line that counts, returns left out.
    package let orders: Int
    package let returnOrders: Int
    /// Customers with a line that counts.
    package let customers: Int
    package let repeatedRows: Int
    /// The first and the last day of lines that count.
    package let firstDate: CalendarDate?
    package let lastDate: CalendarDate?

    package var acceptedRows: Int {
        verdicts.reduce(0) { $0 + ($1.verdict.countsAsSales ? $1.rows : 0) }
    }

    package var rejectedRows: Int { rows - acceptedRows }

    package func rows(_ verdict: OrderVerdict) -> Int {
        verdicts.first { $0.verdict == verdict }?.rows ?? 0
    }

    package func amount(_ verdict: OrderVerdict) -> FixedDecimal {
        verdicts.first { $0.verdict == verdict }?.salesAmount
            ?? FixedDecimal(units: 0, scale: 6)
    }

    init(_ lines: OrderLines, _ judgement: OrderJudgement) {
        var counts = [Int](repeating: 0, count: OrderVerdict.allCases.count)
        var sums = [Int128](repeating: 0, count: counts.count)
        var hasSale = [Bool](repeating: false, count: lines.order.dictionary.count)
        var isCustomer = [Bool](repeating: false, count: lines.customer.dictionary.count)
        var first = Int32.max
        var last = Int32.min
        for line in 0..<lines.count {
            let verdict = judgement.verdicts[line]
            counts[Int(verdict.rawValue)] += 1
            let units = lines.sales[line]
            if AmountColumn.isAmount(units) { sums[Int(verdict.rawValue)] += Int128(units) }
            guard verdict.countsAsSales else { continue }
            hasSale[Int(lines.order.codes[line])] = true
            if verdict != .missingCustomer { isCustomer[Int(lines.customer.codes[line])] = true }
            let day = lines.day(line)
            first = min(first, day)
            last = max(last, day)
        }
        let all = OrderVerdict.allCases.map { verdict in
            Verdict(
                verdict: verdict, rows: counts[Int(verdict.rawValue)],
                salesAmount: FixedDecimal(units: sums[Int(verdict.rawValue)], scale: 6))
        }
        rows = lines.count
        verdicts = all.filter { $0.rows > 0 }
        identifiedAmount = all[Int(OrderVerdict.valid.rawValue)].salesAmount
        guestAmount = all[Int(OrderVerdict.missingCustomer.rawValue)].salesAmount
        returnAmount = all[Int(OrderVerdict.return.rawValue)].salesAmount
        salesAmount = FixedDecimal(
            units: all.reduce(0) { $0 + ($1.verdict.countsAsSales ? $1.salesAmount.units : 0) },
            scale: 6)
        let counted = hasSale.indices.lazy.filter { hasSale[$0] }
        returnOrders = counted.filter { judgement.isReturn[$0] }.count
        orders = counted.count - returnOrders
        customers = isCustomer.lazy.filter { $0 }.count
        repeatedRows = judgement.isRepeated.lazy.filter { $0 }.count
        firstDate = first > last ? nil : CalendarDate(daysSinceEpoch: first)
        lastDate = first > last ? nil : CalendarDate(daysSinceEpoch: last)
    }
}
