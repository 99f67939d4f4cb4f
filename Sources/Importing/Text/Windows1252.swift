/// The old single-byte encoding of Western files: what a text that is not UTF-8 is read as.
enum Windows1252 {
    /// The text of bytes that are UTF-8, or else Windows-1252.
    static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(decoding: utf8(bytes), as: UTF8.self)
    }

    /// The UTF-8 form of Windows-1252 bytes.
    static func utf8(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if byte < 0x80 {
                output.append(byte)
            } else {
                output.append(contentsOf: Unicode.UTF8.encode(scalar(byte)) ?? replacement)
            }
        }
        return output
    }

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        byte < 0xA0 ? upperControls[Int(byte) - 0x80] : Unicode.Scalar(byte)
    }

    private static let replacement: Unicode.UTF8.EncodedScalar =
        Unicode.UTF8.encodedReplacementCharacter

    /// 0x80 to 0x9F; the five that the standard leaves open become U+FFFD.
    private static let upperControls: [Unicode.Scalar] = [
        "€", "\u{FFFD}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{FFFD}", "Ž",
        "\u{FFFD}", "\u{FFFD}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ",
        "\u{FFFD}", "ž", "Ÿ",
    ]
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether every byte is below 0x80; eight at a time.
    @inline(__always)
    var isASCII: Bool {
        let raw = UnsafeRawBufferPointer(self)
        var index = 0
        var seen: UInt64 = 0
        while index + 8 <= count {
            seen |= raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < count {
            seen |= UInt64(self[index])
            index += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }
}
