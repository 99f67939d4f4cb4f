/// Three capital letters of ISO 4217. Whether the currency exists is not asked.
package struct CurrencyCode: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for anything but three letters A to Z.
    package init?(_ text: String) {
        var copy = text
        guard copy.withUTF8({ CurrencyCode.isValid($0) }) else { return nil }
        self.text = text
    }

    package static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count == 3 && bytes.allSatisfy { (0x41...0x5A).contains($0) }
    }

    package var description: String { text }
}
