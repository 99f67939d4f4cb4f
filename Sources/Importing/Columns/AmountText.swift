import ExactValues

/// An amount as a text writes it, before it is known which sign is the decimal one.
struct AmountText {
    /// What a text's own points and commas say about the column.
    enum Evidence: Hashable {
        case none
        /// The point is the decimal sign, or the comma groups digits.
        case decimalPoint
        case decimalComma
        /// One point (or comma) with three digits behind it: `1.234` is either.
        case openPoint
        case openComma
    }

    /// Digits, points, commas, and an exponent; blanks and apostrophes between digits are `_`.
    private let body: [UInt8]
    private let isNegative: Bool
    /// `€`, `EUR`, …, empty where there is none.
    let mark: String

    /// Nil where the text is no amount in any way.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var rest = text
        var isNegative = false
        if rest.first == 0x28, rest.last == 0x29, rest.count > 2 {
            isNegative = true
            rest = UnsafeBufferPointer(rebasing: rest[1..<(rest.count - 1)])
        }
        guard let low = rest.firstIndex(where: AmountText.isDigitOrPoint),
            let high = rest.lastIndex(where: AmountText.isDigitOrPoint)
        else { return nil }
        guard let before = AmountText.marks(UnsafeBufferPointer(rebasing: rest[..<low])),
            let after = AmountText.marks(UnsafeBufferPointer(rebasing: rest[(high + 1)...])),
            before.signs + after.signs <= (isNegative ? 0 : 1),
            before.mark.isEmpty || after.mark.isEmpty
        else { return nil }
        self.isNegative = isNegative || before.isNegative || after.isNegative
        mark = before.mark + after.mark
        guard
            let body = AmountText.body(UnsafeBufferPointer(rebasing: rest[low...high]))
        else { return nil }
        self.body = body
    }

    var evidence: Evidence {
        let point = body.lastIndex(of: 0x2E)
        let comma = body.lastIndex(of: 0x2C)
        switch (point, comma) {
        case (nil, nil): return .none
        case (let point?, let comma?): return point > comma ? .decimalPoint : .decimalComma
        case (let point?, nil): return single(0x2E, at: point, .decimalPoint, .decimalComma)
        case (nil, let comma?): return single(0x2C, at: comma, .decimalComma, .decimalPoint)
        }
    }

    /// What a text says in which only one of the two signs stands.
    private func single(
        _ sign: UInt8, at last: Int, _ decimal: Evidence, _ grouping: Evidence
    ) -> Evidence {
        let count = body.lazy.filter { $0 == sign }.count
        if count > 1 { return grouping }
        let behind = body[(last + 1)...].prefix { $0 &- 0x30 <= 9 }.count
        let before = body[..<last]
        let isOpen =
            behind == 3 && last + 4 == body.count && (1...3).contains(before.count)
            && before.first != 0x30 && !before.contains(0x5F)
        if !isOpen { return decimal }
        return sign == 0x2E ? .openPoint : .openComma
    }

    /// The number in millionths, exactly. `decimalSign` is a point or a comma.
    func value(decimalSign: UInt8) throws(FixedDecimal.ReadingError) -> Int64 {
        var plain: [UInt8] = []
        plain.reserveCapacity(body.count + 1)
        let end = body.firstIndex { $0 | 0x20 == 0x65 } ?? body.count
        let whole = body[..<(body[..<end].firstIndex(of: decimalSign) ?? end)]
        guard let digits = AmountText.ungrouped(whole) else { throw .notANumber }
        plain += digits
        if whole.endIndex < end {
            let fraction = body[(whole.endIndex + 1)..<end]
            guard fraction.allSatisfy({ $0 &- 0x30 <= 9 }) else { throw .notANumber }
            plain.append(0x2E)
            plain += fraction
        }
        plain += body[end...]
        let number: Result<FixedDecimal, FixedDecimal.ReadingError> =
            plain.withUnsafeBufferPointer { bytes in
                Result { () throws(FixedDecimal.ReadingError) in
                    try FixedDecimal(bytes: bytes, scale: 6)
                }
            }
        let units = Int64(truncatingIfNeeded: try number.get().units)
        return isNegative ? -units : units
    }

    /// Digits without grouping signs; nil where groups are not of three (in India also of two).
    private static func ungrouped(_ whole: ArraySlice<UInt8>) -> [UInt8]? {
        guard let sign = whole.first(where: { $0 &- 0x30 > 9 }) else { return Array(whole) }
        let groups = whole.split(separator: sign, omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count), groups.last?.count == 3,
            groups.dropFirst().allSatisfy({ $0.count == 3 || $0.count == 2 && sign == 0x2C }),
            groups.allSatisfy({ $0.allSatisfy { $0 &- 0x30 <= 9 } })
        else { return nil }
        return groups.flatMap { $0 }
    }
}

extension AmountText {
    private static func isDigitOrPoint(_ byte: UInt8) -> Bool {
        byte &- 0x30 <= 9 || byte == 0x2E || byte == 0x2C
    }

    /// Signs and a currency's mark before or after the digits; nil where anything else stands.
    private static func marks(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (mark: String, isNegative: Bool, signs: Int)? {
        if bytes.isEmpty { return ("", false, 0) }
        if bytes.count == 1, let sign = bytes.first, sign == 0x2D || sign == 0x2B {
            return ("", sign == 0x2D, 1)
        }
        var mark = ""
        var signs = 0
        var isNegative = false
        for character in String(decoding: bytes, as: UTF8.self) {
            switch character {
            case "-", "\u{2212}", "\u{2013}":
                isNegative = true
                signs += 1
            case "+":
                signs += 1
            case " ", "\u{A0}", "\u{202F}", "\u{2009}":
                continue
            default:
                mark.append(character)
            }
        }
        guard mark.isEmpty || AmountMark.isMark(mark) else { return nil }
        return (mark, isNegative, signs)
    }

    /// The digits with their signs; nil where something stands between them that does not belong.
    private static func body(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        if bytes.allSatisfy(isDigitOrPoint) { return Array(bytes) }
        var body: [UInt8] = []
        var hasExponent = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "0"..."9", ".", ",": body.append(UInt8(scalar.value))
            case " ", "\u{A0}", "\u{202F}", "\u{2009}", "'", "\u{2019}": body.append(0x5F)
            case "e" where !hasExponent, "E" where !hasExponent:
                hasExponent = true
                body.append(0x65)
            case "+" where body.last == 0x65, "-" where body.last == 0x65:
                body.append(UInt8(scalar.value))
            default: return nil
            }
        }
        return body
    }
}
