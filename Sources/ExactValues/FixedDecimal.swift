/// An exact decimal number: `units × 10^(−scale)`. Two values are equal when their numbers are.
package struct FixedDecimal: Sendable {
    package let units: Int128
    /// Decimals, 0 to 38.
    package let scale: Int

    package init(units: Int128, scale: Int) {
        precondition((0...38).contains(scale), "a decimal has 0 to 38 decimals")
        self.units = units
        self.scale = scale
    }

    package static let zero = FixedDecimal(units: 0, scale: 0)
}

extension FixedDecimal {
    /// Why a text is not a decimal of the wanted scale.
    package enum ReadingError: Error, Hashable, Sendable {
        case notANumber
        /// More decimals that are not zero than the scale holds: refused, never rounded.
        case tooPrecise
        /// More than 18 significant digits at the scale.
        case outOfRange
    }

    /// Reads `[-+]digits[.digits][e±digits]`, exactly, at a scale of up to 18.
    ///
    /// 18 significant digits at most, as `DECIMAL(18, scale)` holds them.
    package init(
        bytes: UnsafeBufferPointer<UInt8>, scale: Int
    ) throws(ReadingError) {
        var index = 0
        var isNegative = false
        if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
            isNegative = bytes[index] == 0x2D
            index += 1
        }
        var significand: Int128 = 0
        var digitCount = 0
        var decimals = 0
        var isPastPoint = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte &- 0x30 <= 9 {
                guard significand < FixedDecimal.significandLimit else { throw .outOfRange }
                significand = significand * 10 + Int128(byte &- 0x30)
                digitCount += 1
                if isPastPoint { decimals += 1 }
            } else if byte == 0x2E, !isPastPoint {
                isPastPoint = true
            } else {
                break
            }
            index += 1
        }
        guard digitCount > 0 else { throw .notANumber }
        var exponent = 0
        if index < bytes.count {
            guard bytes[index] == 0x65 || bytes[index] == 0x45,
                let read = FixedDecimal.exponent(
                    UnsafeBufferPointer(rebasing: bytes[(index + 1)...]))
            else { throw .notANumber }
            exponent = read
        }
        let units = try FixedDecimal.scaled(significand, by: exponent - decimals + scale)
        self.init(units: isNegative ? -units : units, scale: scale)
    }

    package init(text: String, scale: Int) throws(ReadingError) {
        let result: Result<FixedDecimal, ReadingError> = {
            var copy = text
            return copy.withUTF8 { bytes in
                do throws(ReadingError) {
                    return .success(try FixedDecimal(bytes: bytes, scale: scale))
                } catch {
                    return .failure(error)
                }
            }
        }()
        self = try result.get()
    }

    private static let significandLimit: Int128 = 1_000_000_000_000_000_000_000_000_000_000
    private static let unitsLimit: Int128 = 1_000_000_000_000_000_000

    private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = bytes.first else { return nil }
        let isSigned = first == 0x2D || first == 0x2B
        let digits = isSigned ? UnsafeBufferPointer(rebasing: bytes[1...]) : bytes
        guard (1...4).contains(digits.count),
            let number = digits.decimalNumber(at: 0, count: digits.count)
        else { return nil }
        return first == 0x2D ? -number : number
    }

    private static func scaled(
        _ significand: Int128, by power: Int
    ) throws(ReadingError) -> Int128 {
        var units = significand
        if units == 0 { return 0 }
        for _ in 0..<max(0, power) {
            units *= 10
            guard units < unitsLimit else { throw .outOfRange }
        }
        for _ in 0..<max(0, -power) {
            let (quotient, remainder) = units.quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { throw .tooPrecise }
            units = quotient
        }
        guard units < unitsLimit else { throw .outOfRange }
        return units
    }
}

extension FixedDecimal {
    /// The nearest double: one division of exactly converted numbers.
    package var doubleValue: Double {
        var divisor = 1.0
        for _ in 0..<scale { divisor *= 10 }
        return Double(units) / divisor
    }

    /// The same number without trailing decimal zeros.
    package var normalized: FixedDecimal {
        var units = units
        var scale = scale
        while scale > 0, units % 10 == 0 {
            units /= 10
            scale -= 1
        }
        return FixedDecimal(units: units, scale: scale)
    }

    /// The same number with `scale` decimals, or nil where that would round or overflow.
    package func rescaled(to newScale: Int) -> FixedDecimal? {
        var units = units
        for _ in 0..<max(0, newScale - scale) {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            units = product
        }
        for _ in 0..<max(0, scale - newScale) {
            let (quotient, remainder) = units.quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { return nil }
            units = quotient
        }
        return FixedDecimal(units: units, scale: newScale)
    }
}

extension FixedDecimal: Hashable {
    package static func == (left: FixedDecimal, right: FixedDecimal) -> Bool {
        let (left, right) = (left.normalized, right.normalized)
        return left.units == right.units && left.scale == right.scale
    }

    package func hash(into hasher: inout Hasher) {
        let number = normalized
        hasher.combine(number.units)
        hasher.combine(number.scale)
    }
}

extension FixedDecimal: CustomStringConvertible {
    /// All `scale` decimals: `12.340000`.
    package var description: String {
        var digits = String(units.magnitude)
        if scale > 0 {
            if digits.count <= scale {
                digits = String(repeating: "0", count: scale + 1 - digits.count) + digits
            }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        }
        return units < 0 ? "-" + digits : digits
    }
}
