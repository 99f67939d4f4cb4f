/// How many lines are alike in something, and what they come to.
struct LineTally: Sendable {
    private(set) var rows = 0
    /// Millionths.
    private(set) var units: Int128 = 0

    mutating func add(_ sales: Int64) {
        rows += 1
        if AmountColumn.isAmount(sales) { units += Int128(sales) }
    }

    /// `-896,812.49`.
    var amount: String { ImportWords.amount(units) }

    /// `9,288 lines`.
    var lines: String { ImportWords.count(rows, "line", "lines") }
}
