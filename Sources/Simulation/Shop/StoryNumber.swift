import ExactValues

/// Numbers as the sentences of stories write them.
enum StoryNumber {
    /// `1.14%`; a dash where there is nothing to divide by.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        return decimal(100 * Double(part) / Double(whole), decimals: 2) + "%"
    }

    /// `$1,234.56`.
    static func money(_ amount: Double, decimals: Int = 2) -> String {
        (amount < 0 ? "−$" : "$") + decimal(abs(amount), decimals: decimals)
    }

    /// `1,234`.
    static func integer(_ number: Int) -> String {
        decimal(Double(number), decimals: 0)
    }

    /// Rounded half up, with commas between thousands; for numbers of 0 and more.
    static func decimal(_ number: Double, decimals: Int) -> String {
        guard number.isFinite, number >= 0, number < 1e15 else { return "–" }
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let text = FixedDecimal(
            units: Int128((number * factor).rounded()), scale: decimals
        ).description
        let parts = text.split(separator: ".", maxSplits: 1)
        var whole = ""
        for (index, digit) in parts[0].reversed().enumerated() {
            if index > 0, index % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        let integer = String(whole.reversed())
        return parts.count == 2 ? integer + "." + parts[1] : integer
    }
}

extension CalendarDate {
    /// `31 Oct`.
    var storyText: String {
        let names = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return "\(parts.day) \(names[parts.month - 1])"
    }
}

extension ClosedRange<CalendarDate> {
    /// `31 Oct to 5 Nov`.
    var storyText: String { "\(lowerBound.storyText) to \(upperBound.storyText)" }
}
