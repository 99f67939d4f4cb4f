/// Well-formed UTF-8 as Unicode's table 3-7 has it: no overlong forms, no surrogates, no more
/// than U+10FFFF.
package enum UTF8Validation {
    /// The length of the sequence of two to four bytes that begins at `index`.
    static func sequenceLength(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) throws(JSONError) -> Int {
        let first = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: throw JSONError(.invalidUTF8, at: index)
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else {
            throw JSONError(.invalidUTF8, at: index)
        }
        for position in (index + 2)..<(index + length)
        where bytes[position] & 0xC0 != 0x80 {
            throw JSONError(.invalidUTF8, at: index)
        }
        return length
    }
}
