import ExactValues

/// Three things that an order file says at first sight, in words with numbers.
struct OrderFindings {
    private(set) var words: [String] = []

    init(_ lines: OrderLines, _ judgement: OrderJudgement, _ totals: OrderTotals) {
        guard let first = totals.firstDate, let last = totals.lastDate else { return }
        addBestMonth(lines, judgement, totals, from: first, to: last)
        addRepeatShare(lines, judgement, totals)
        addLargestCustomers(lines, judgement, totals)
    }

    private mutating func addBestMonth(
        _ lines: OrderLines, _ judgement: OrderJudgement, _ totals: OrderTotals,
        from first: CalendarDate, to last: CalendarDate
    ) {
        let start = OrderFindings.month(first)
        var sums = [Int128](repeating: 0, count: OrderFindings.month(last) - start + 1)
        let monthByCode = lines.dates.days.map { day in
            day == DateColumn.noDate
                ? 0 : OrderFindings.month(CalendarDate(daysSinceEpoch: day)) - start
        }
        for line in 0..<lines.count where judgement.verdicts[line].countsAsSales {
            sums[monthByCode[Int(lines.dateCodes[line])]] += Int128(lines.sales[line])
        }
        guard let best = sums.indices.max(by: { (sums[$0], $1) < (sums[$1], $0) }) else { return }
        let span = "the sales from \(first) to \(last)"
        let share = ImportWords.percent(sums[best], of: totals.salesAmount.units)
        words.append(
            "Best month: \(OrderFindings.name(start + best)) with "
                + "\(ImportWords.amount(sums[best])), \(share) of \(span).")
    }

    private mutating func addRepeatShare(
        _ lines: OrderLines, _ judgement: OrderJudgement, _ totals: OrderTotals
    ) {
        var isSeen = [Bool](repeating: false, count: lines.order.dictionary.count)
        var orders = [Int32](repeating: 0, count: lines.customer.dictionary.count)
        for line in 0..<lines.count where judgement.verdicts[line] == .valid {
            let order = Int(lines.order.codes[line])
            if isSeen[order] { continue }
            isSeen[order] = true
            orders[Int(lines.customer.codes[line])] += 1
        }
        let buyers = orders.lazy.filter { $0 > 0 }.count
        let repeaters = orders.lazy.filter { $0 > 1 }.count
        guard buyers > 0 else { return }
        let share = ImportWords.percent(Int128(repeaters), of: Int128(buyers))
        words.append(
            "\(ImportWords.count(repeaters)) of \(ImportWords.count(buyers)) customers (\(share)) "
                + "ordered more than once.")
    }

    private mutating func addLargestCustomers(
        _ lines: OrderLines, _ judgement: OrderJudgement, _ totals: OrderTotals
    ) {
        var spend = [Int128](repeating: 0, count: lines.customer.dictionary.count)
        for line in 0..<lines.count
        where judgement.verdicts[line] == .valid || judgement.verdicts[line] == .return {
            spend[Int(lines.customer.codes[line])] += Int128(lines.sales[line])
        }
        let order = spend.indices.filter { spend[$0] > 0 }
            .sorted { (spend[$1], $0) < (spend[$0], $1) }
        guard let largest = order.first else { return }
        let whole = totals.salesAmount.units
        var text =
            "The largest customer, \(lines.customer.text(Int32(largest))), brought "
            + "\(ImportWords.amount(spend[largest])), "
            + "\(ImportWords.percent(spend[largest], of: whole)) of all sales"
        if order.count >= 10 {
            let top = order.prefix(order.count / 10)
            let sum = top.reduce(0) { $0 + spend[$1] }
            text +=
                "; the top tenth (\(ImportWords.count(top.count)) customers) "
                + ImportWords.percent(sum, of: whole)
        }
        words.append(text + ".")
    }

    /// Months since the year 0.
    private static func month(_ date: CalendarDate) -> Int {
        let parts = date.parts
        return parts.year * 12 + parts.month - 1
    }

    private static func name(_ month: Int) -> String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        ]
        return "\(names[month % 12]) \(month / 12)"
    }
}
