/// Reads percent-encoded texts of request targets, strictly.
enum PercentDecoding {
    /// Nil where a `%` is not followed by two hexadecimal digits, or the bytes are not UTF-8, or a
    /// NUL comes out.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String? {
        decoded(Array(text.utf8)[...], plusIsBlank: plusIsBlank)
    }

    static func decoded(_ bytes: ArraySlice<UInt8>, plusIsBlank: Bool) -> String? {
        var needsWork = false
        for byte in bytes where byte == 0x25 || byte >= 0x80 || byte == 0 || byte == 0x2B {
            needsWork = true
        }
        if !needsWork { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            var byte = bytes[index]
            if byte == 0x25 {
                guard index + 2 < bytes.endIndex, let high = hexValue(bytes[index + 1]),
                    let low = hexValue(bytes[index + 2])
                else { return nil }
                byte = high << 4 | low
                index += 2
            } else if byte == 0x2B, plusIsBlank {
                byte = 0x20
            }
            guard byte != 0 else { return nil }
            result.append(byte)
            index += 1
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
