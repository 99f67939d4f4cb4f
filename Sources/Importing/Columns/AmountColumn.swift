import ExactValues

/// The amounts of a column in millionths, read by the decimal sign that the whole column shows.
///
/// A text with both signs, or one sign in an impossible place for a thousand, shows it. Where the
/// column shows both decimal signs, texts that could be either (`1.234`) are refused. Where it
/// shows none, a lone comma groups thousands and a lone point is decimal.
struct AmountColumn: Sendable {
    /// Millionths by code, or one of the two marks below.
    let units: [Int64]
    /// The decimal sign of the column, nil where both occur.
    let decimalSign: Character?
    /// Whether texts such as `1,234` were read without a proof by others.
    let isUnproven: Bool
    /// The one currency that all amounts with a mark name, where they do.
    let currencyCode: String?

    static let invalid = Int64.min
    static let tooPrecise = Int64.min + 1

    /// Whether a value is an amount.
    @inline(__always)
    static func isAmount(_ units: Int64) -> Bool { units > tooPrecise }

    init(_ dictionary: TextDictionary, decimalSign said: Character? = nil) {
        var found: Set<AmountText.Evidence> = []
        var marks: Set<String> = []
        var unmarkedCount = 0
        for code in 1..<max(1, Int32(dictionary.count)) {
            guard let text = dictionary.withBytes(code, { AmountText($0) }) else { continue }
            found.insert(text.evidence)
            if text.mark.isEmpty { unmarkedCount += 1 } else { marks.insert(text.mark) }
        }
        let showsBoth = found.contains(.decimalPoint) && found.contains(.decimalComma)
        let comma: UInt8 = 0x2C
        let sign: UInt8?
        if let said {
            sign = said == "," ? comma : 0x2E
        } else if showsBoth {
            sign = nil
        } else {
            sign = found.contains(.decimalComma) ? comma : 0x2E
        }
        units = (0..<Int32(dictionary.count)).map { code in
            code == 0
                ? AmountColumn.invalid
                : dictionary.withBytes(code) { AmountColumn.units($0, decimalSign: sign) }
        }
        decimalSign = sign.map { $0 == comma ? "," : "." }
        isUnproven =
            said == nil && !found.contains(.decimalPoint) && !found.contains(.decimalComma)
            && (found.contains(.openComma) || found.contains(.openPoint))
        let codes = Set(marks.map { AmountMark.code(of: $0) })
        currencyCode = unmarkedCount == 0 && codes.count == 1 ? codes.first ?? nil : nil
    }

    private static func units(
        _ bytes: UnsafeBufferPointer<UInt8>, decimalSign: UInt8?
    ) -> Int64 {
        guard let text = AmountText(bytes) else { return invalid }
        let sign: UInt8
        if let decimalSign {
            sign = decimalSign
        } else {
            switch text.evidence {
            case .none, .decimalPoint: sign = 0x2E
            case .decimalComma: sign = 0x2C
            case .openPoint, .openComma: return invalid
            }
        }
        do throws(FixedDecimal.ReadingError) {
            return try text.value(decimalSign: sign)
        } catch .tooPrecise {
            return tooPrecise
        } catch {
            return invalid
        }
    }
}
