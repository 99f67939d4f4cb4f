import ExactValues

/// PostgreSQL's binary form of a `numeric`: groups of four decimal digits around the point.
///
/// Source: `numeric_send` and `numeric_recv` in PostgreSQL's `numeric.c`. Sixteen-bit numbers, the
/// high byte first: count of groups, weight of the first (0 is the group before the point), sign,
/// count of decimals, then the groups.
enum BinaryNumeric {
    private static let negative: UInt16 = 0x4000
    private static let groupBase: UInt16 = 10_000

    enum ReadingError: Error {
        case notANumber
        case infinite
        /// More than the 38 digits that a decimal holds.
        case outOfRange
        case malformed
    }

    static func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ReadingError) -> FixedDecimal {
        guard bytes.count >= 8 else { throw .malformed }
        let groupCount = Int(bytes.bigEndian(at: 0, as: UInt16.self))
        let weight = Int(bytes.bigEndian(at: 2, as: Int16.self))
        let sign = bytes.bigEndian(at: 4, as: UInt16.self)
        let scale = Int(bytes.bigEndian(at: 6, as: UInt16.self))
        guard bytes.count == 8 + 2 * groupCount else { throw .malformed }
        switch sign {
        case 0, negative: break
        case 0xC000: throw .notANumber
        default: throw .infinite
        }
        guard scale <= 38 else { throw .outOfRange }
        var units: Int128 = 0
        // Decimal places between the group just read and the last decimal.
        var places = 0
        for index in 0..<groupCount {
            let group = Int128(bytes.bigEndian(at: 8 + 2 * index, as: UInt16.self))
            places = 4 * (weight - index) + scale
            if places >= 0 {
                units = try sum(try product(units, 10_000), group)
            } else if places > -4 {
                // Only some of the group's digits are before the end of the decimals.
                units = try sum(
                    try product(units, powerOfTen(4 + places)), group / powerOfTen(-places))
            }
        }
        if places > 0, units != 0 {
            guard places <= 38 else { throw .outOfRange }
            units = try product(units, powerOfTen(places))
        }
        return FixedDecimal(units: sign == negative ? -units : units, scale: scale)
    }

    static func append(units: Int128, scale: Int, to bytes: inout [UInt8]) {
        let magnitude = units.magnitude
        // 64-bit divisions are several times cheaper, and nearly all money fits.
        if let short = UInt64(exactly: magnitude), scale <= 18 {
            append(short, isNegative: units < 0, scale: scale, to: &bytes)
        } else {
            append(magnitude, isNegative: units < 0, scale: scale, to: &bytes)
        }
    }

    private static func append<Magnitude: FixedWidthInteger & UnsignedInteger>(
        _ magnitude: Magnitude, isNegative: Bool, scale: Int, to bytes: inout [UInt8]
    ) {
        var divisor: Magnitude = 1
        for _ in 0..<scale { divisor *= 10 }
        var (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: divisor)
        let fractionGroups = (scale + 3) / 4
        // Groups from the last to the first; the last one is filled up with zeros.
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 24) { groups in
            var count = 0
            var digits = scale - 4 * (fractionGroups - 1)
            for _ in 0..<fractionGroups {
                var groupDivisor: Magnitude = 1
                for _ in 0..<digits { groupDivisor *= 10 }
                let (rest, group) = fraction.quotientAndRemainder(dividingBy: groupDivisor)
                var filled = UInt16(truncatingIfNeeded: group)
                for _ in digits..<4 { filled *= 10 }
                groups[count] = filled
                count += 1
                fraction = rest
                digits = 4
            }
            while whole > 0 {
                let (rest, group) = whole.quotientAndRemainder(dividingBy: Magnitude(groupBase))
                groups[count] = UInt16(truncatingIfNeeded: group)
                count += 1
                whole = rest
            }
            bytes.appendBigEndian(UInt16(count))
            bytes.appendBigEndian(Int16(count - fractionGroups - 1))
            bytes.appendBigEndian(isNegative ? negative : 0)
            bytes.appendBigEndian(UInt16(scale))
            for index in (0..<count).reversed() { bytes.appendBigEndian(groups[index]) }
        }
    }

    private static func product(
        _ left: Int128, _ right: Int128
    ) throws(ReadingError) -> Int128 {
        let (product, isOverflow) = left.multipliedReportingOverflow(by: right)
        guard !isOverflow else { throw .outOfRange }
        return product
    }

    private static func sum(_ left: Int128, _ right: Int128) throws(ReadingError) -> Int128 {
        let (sum, isOverflow) = left.addingReportingOverflow(right)
        guard !isOverflow else { throw .outOfRange }
        return sum
    }

    /// - Precondition: at most 38.
    private static func powerOfTen(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
