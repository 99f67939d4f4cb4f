extension FixedDecimal {
    /// Reads `[-]digits[.digits]` with the decimals that are written, up to 38 digits; nil for
    /// anything else. What `description` writes comes back as it was.
    package init?(exactly text: String) {
        var units: Int128 = 0
        var scale = 0
        var digitCount = 0
        var isPastPoint = false
        let isNegative = text.utf8.first == 0x2D
        for byte in text.utf8.dropFirst(isNegative ? 1 : 0) {
            if byte == 0x2E, !isPastPoint, digitCount > 0 {
                isPastPoint = true
                continue
            }
            guard byte &- 0x30 <= 9 else { return nil }
            let (tenfold, isTooLarge) = units.multipliedReportingOverflow(by: 10)
            let (sum, isOverflow) = tenfold.addingReportingOverflow(Int128(byte &- 0x30))
            guard !isTooLarge, !isOverflow else { return nil }
            units = sum
            digitCount += 1
            if isPastPoint { scale += 1 }
        }
        guard digitCount > 0, scale <= 38, !isPastPoint || scale > 0 else { return nil }
        self.init(units: isNegative ? -units : units, scale: scale)
    }
}
