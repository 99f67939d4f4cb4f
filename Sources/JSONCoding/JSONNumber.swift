package import ExactValues

/// A number with its exact text, so that no digit is lost before someone says what it is to be.
///
/// Equal when the texts are: `1.0` and `1` differ.
package struct JSONNumber: Hashable, Sendable {
    /// As RFC 8259 writes numbers.
    package let text: String

    /// Text that a scanner has validated.
    init(validated text: String) {
        self.text = text
    }

    package init(_ number: some BinaryInteger) {
        text = String(number)
    }

    package init(_ number: FixedDecimal) {
        text = number.normalized.description
    }

    /// Nil for infinities and what is not a number, which JSON cannot write.
    package init?(_ number: Double) {
        guard number.isFinite else { return nil }
        let shortest = number.description
        text = shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
    }

    /// Nil where the number has decimals, an exponent that is not an integer's, or no room.
    package var int64: Int64? {
        if let number = Int64(text) { return number }
        guard let decimal = decimal(scale: 0) else { return nil }
        return Int64(exactly: decimal.units)
    }

    package var int: Int? { int64.map { Int($0) } }

    /// The nearest double; nil where it would be infinite.
    package var double: Double? {
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// The exact number with `scale` decimals; nil where it needs more, or 19 digits and more.
    package func decimal(scale: Int) -> FixedDecimal? {
        do {
            return try FixedDecimal(text: text, scale: scale)
        } catch {
            return nil
        }
    }
}
