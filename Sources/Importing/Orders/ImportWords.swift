/// Numbers as sentences show them: grouped by comma, amounts with two decimals.
enum ImportWords {
    static func count(_ number: Int) -> String {
        (number < 0 ? "-" : "") + grouped(String(number.magnitude))
    }

    /// `1 line`, `9,288 lines`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(count(number)) \(number == 1 ? one : many)"
    }

    /// Millionths, rounded to hundredths, halves away from zero.
    static func amount(_ units: Int128) -> String {
        let hundredths = (units.magnitude + 5_000) / 10_000
        let cents = String(hundredths % 100)
        let sign = units < 0 && hundredths > 0 ? "-" : ""
        return sign + grouped(String(hundredths / 100)) + "."
            + (cents.count < 2 ? "0" + cents : cents)
    }

    /// `part` of `whole` in per cent, one decimal, rounded half up; nothing of nothing is 0.
    static func percent(_ part: Int128, of whole: Int128) -> String {
        guard whole != 0 else { return "0.0 %" }
        let isNegative = (part < 0) != (whole < 0) && part != 0
        let tenths = (part.magnitude * 2000 + whole.magnitude) / (whole.magnitude * 2)
        return "\(isNegative ? "-" : "")\(tenths / 10).\(tenths % 10) %"
    }

    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
