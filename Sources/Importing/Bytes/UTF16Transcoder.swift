/// Turns UTF-16 into UTF-8 piece by piece; what is no character becomes U+FFFD.
struct UTF16Transcoder {
    private let isBigEndian: Bool
    private var oddByte: UInt8?
    private var highSurrogate: UInt16?

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
    }

    /// Appends the UTF-8 form of `bytes`; a character cut by the end of them waits for the rest.
    mutating func transcode(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        var rest = bytes[...]
        if let first = oddByte, let second = rest.popFirst() {
            oddByte = nil
            append(unit(first, second), to: &output)
        }
        while rest.count >= 2 {
            append(unit(rest[rest.startIndex], rest[rest.startIndex + 1]), to: &output)
            rest = rest.dropFirst(2)
        }
        if let last = rest.first { oddByte = last }
    }

    /// Appends the mark of a character that the end of the file cut off.
    mutating func finish(into output: inout [UInt8]) {
        if highSurrogate != nil || oddByte != nil {
            append(scalar: Self.replacement, to: &output)
        }
        highSurrogate = nil
        oddByte = nil
    }

    private static let replacement: UInt32 = 0xFFFD

    private func unit(_ first: UInt8, _ second: UInt8) -> UInt16 {
        isBigEndian
            ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first)
    }

    private mutating func append(_ unit: UInt16, to output: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if unit & 0xFC00 == 0xDC00 {
                let scalar = 0x10000 + (UInt32(high & 0x3FF) << 10) + UInt32(unit & 0x3FF)
                append(scalar: scalar, to: &output)
                return
            }
            append(scalar: Self.replacement, to: &output)
        }
        switch unit & 0xFC00 {
        case 0xD800: highSurrogate = unit
        case 0xDC00: append(scalar: Self.replacement, to: &output)
        default: append(scalar: UInt32(unit), to: &output)
        }
    }

    private func append(scalar: UInt32, to output: inout [UInt8]) {
        switch scalar {
        case ..<0x80:
            output.append(UInt8(scalar))
        case ..<0x800:
            output.append(UInt8(0xC0 | scalar >> 6))
            output.append(UInt8(0x80 | scalar & 0x3F))
        case ..<0x10000:
            output.append(UInt8(0xE0 | scalar >> 12))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        default:
            output.append(UInt8(0xF0 | scalar >> 18))
            output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
