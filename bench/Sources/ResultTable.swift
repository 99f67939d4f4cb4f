/// Measurements as a table for people.
enum ResultTable {
    static func text(_ measurements: [Measurement]) -> String {
        let head = ["measured", "value", "limit", "yardstick", "÷ yardstick", ""]
        let rows = measurements.map { row($0) }
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        let lines = ([head] + rows).map { cells in
            cells.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
                let isText = column == 0 || column == head.count - 1
                return isText ? cells[column] + blanks : blanks + cells[column]
            }.joined(separator: "  ")
        }
        let notes = measurements.filter { !$0.yardstickNote.isEmpty }
            .map { "\($0.what): \($0.yardstickNote)" }
        return (lines + (notes.isEmpty ? [] : [""]) + notes).joined(separator: "\n")
    }

    private static func row(_ measurement: Measurement) -> [String] {
        [
            measurement.what,
            number(measurement.value) + " " + measurement.unit,
            limit(measurement.limit),
            measurement.yardstick.map { number($0) + " " + measurement.unit } ?? "–",
            measurement.ratio.map { ratio($0) } ?? "–",
            measurement.limit == nil ? "" : measurement.isMissed ? "MISSED" : "held",
        ]
    }

    private static func limit(_ limit: Measurement.Limit?) -> String {
        switch limit {
        case nil: "–"
        case .atMost(let most): "≤ " + number(most)
        case .atLeast(let least): "≥ " + number(least)
        case .atLeastOrTimes(let least, let times):
            "≥ \(number(least)) or \(decimal(times, decimals: 0))×"
        }
    }

    private static func ratio(_ ratio: Double) -> String {
        decimal(ratio, decimals: ratio < 0.1 ? 4 : ratio < 10 ? 2 : 1) + "×"
    }

    /// Three significant digits or whole numbers, with commas between thousands.
    static func number(_ number: Double) -> String {
        guard number.isFinite else { return "–" }
        if number >= 100 { return decimal(number, decimals: 0) }
        return decimal(number, decimals: number >= 10 ? 1 : 2)
    }

    private static func decimal(_ number: Double, decimals: Int) -> String {
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let scaled = Int((abs(number) * factor).rounded())
        let whole = String(scaled / Int(factor))
        var grouped = ""
        for (index, digit) in whole.reversed().enumerated() {
            if index > 0, index % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        let integer = (number < 0 ? "-" : "") + String(grouped.reversed())
        guard decimals > 0 else { return integer }
        let fraction = String(scaled % Int(factor))
        return integer + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}
