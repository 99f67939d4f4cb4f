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
        guard let largest = spend.indices.max(by: { (spend[$0], $1) < (spend[$1], $0) }),
            spend[largest] > 0
        else { return }
        let whole = totals.salesAmount.units
        var text =
            "The largest customer, \(lines.customer.text(Int32(largest))), brought "
            + "\(ImportWords.amount(spend[largest])), "
            + "\(ImportWords.percent(spend[largest], of: whole)) of all sales"
        var spenders = spend.filter { $0 > 0 }
        let top = spenders.count / 10
        if top > 0 {
            let sum = OrderFindings.sumOfLargest(top, of: &spenders)
            text +=
                "; the top tenth (\(ImportWords.count(top)) customers) "
                + ImportWords.percent(sum, of: whole)
        }
        words.append(text + ".")
    }

    /// The sum of the `count` largest amounts, which end up in front. Linear time on average: by
    /// quickselect, since sorting a million amounts would cost more than judging the lines.
    private static func sumOfLargest(_ count: Int, of amounts: inout [Int128]) -> Int128 {
        var (low, high) = (0, amounts.count - 1)
        while low < high {
            let pivot = amounts[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while amounts[left] > pivot { left += 1 }
                while amounts[right] < pivot { right -= 1 }
                if left <= right {
                    amounts.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if count - 1 <= right {
                high = right
            } else if count - 1 >= left {
                low = left
            } else {
                break
            }
        }
        return amounts[..<count].reduce(0, +)
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
