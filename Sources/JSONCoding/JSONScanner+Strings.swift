import Glibc

/// Where the content of a string literal lies, between its quotes.
package struct JSONStringSpan: Hashable, Sendable {
    package let start: Int
    package let end: Int
    /// False where the bytes in the span are the text itself.
    package let hasEscapes: Bool

    package init(start: Int, end: Int, hasEscapes: Bool) {
        self.start = start
        self.end = end
        self.hasEscapes = hasEscapes
    }
}

extension JSONScanner {
    /// Passes a string literal, validating escapes and UTF-8, eight bytes at a time where they are
    /// plain ASCII.
    package mutating func string() throws(JSONError) -> JSONStringSpan {
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        guard bytes[offset] == 0x22 else {
            throw JSONError(.unexpectedByte(bytes[offset], wanted: .value), at: offset)
        }
        let start = offset + 1
        var index = start
        var hasEscapes = false
        while true {
            index = firstSpecial(from: index)
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
            switch bytes[index] {
            case 0x22:
                offset = index + 1
                return JSONStringSpan(start: start, end: index, hasEscapes: hasEscapes)
            case 0x5C:
                hasEscapes = true
                index += try escapeLength(at: index)
            case 0x80...:
                index += try UTF8Validation.sequenceLength(bytes, at: index)
            default:
                throw JSONError(.controlCharacterInString, at: index)
            }
        }
    }

    /// The first byte that is a quote, a backslash, a control character or not ASCII.
    ///
    /// A borrow between lanes can only raise a false flag above a true one, and the lowest counts.
    @inline(__always)
    private func firstSpecial(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(
                littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let flags =
                ((word &- (ones &* 0x20)) & ~word) | ((quote &- ones) & ~quote)
                | ((backslash &- ones) & ~backslash) | word
            if flags & highs != 0 {
                return index + (flags & highs).trailingZeroBitCount >> 3
            }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { break }
            index += 1
        }
        return index
    }

    /// Validates the escape that begins with the backslash at `index`: a pair counts as one.
    private func escapeLength(at index: Int) throws(JSONError) -> Int {
        guard index + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[index + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return 2
        case 0x75: break
        default: throw JSONError(.invalidEscape, at: index)
        }
        let first = try hexadecimal(at: index + 2)
        if (0xDC00...0xDFFF).contains(first) { throw JSONError(.loneSurrogate, at: index) }
        guard (0xD800...0xDBFF).contains(first) else { return 6 }
        guard index + 7 < bytes.count, bytes[index + 6] == 0x5C, bytes[index + 7] == 0x75 else {
            throw JSONError(.loneSurrogate, at: index)
        }
        let second = try hexadecimal(at: index + 8)
        guard (0xDC00...0xDFFF).contains(second) else {
            throw JSONError(.loneSurrogate, at: index)
        }
        return 12
    }

    private func hexadecimal(at index: Int) throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        var number: UInt32 = 0
        for position in index..<(index + 4) {
            let digit: UInt8
            switch bytes[position] {
            case let byte where byte &- 0x30 <= 9: digit = byte - 0x30
            case let byte where (byte | 0x20) &- 0x61 <= 5: digit = (byte | 0x20) - 0x61 + 10
            default: throw JSONError(.invalidEscape, at: index - 2)
            }
            number = number << 4 | UInt32(digit)
        }
        return number
    }
}

extension JSONScanner {
    /// The bytes of a span as they stand, escapes not resolved.
    package func rawBytes(_ span: JSONStringSpan) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[span.start..<span.end])
    }

    package func rawBytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[range])
    }

    /// True where the text of the span is `text`, which must be ASCII.
    package func equals(_ span: JSONStringSpan, _ text: StaticString) -> Bool {
        if span.hasEscapes { return self.text(span) == text.description }
        guard span.end - span.start == text.utf8CodeUnitCount,
            let start = bytes.baseAddress?.advanced(by: span.start)
        else { return false }
        return memcmp(start, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    /// The text of a span.
    package func text(_ span: JSONStringSpan) -> String {
        guard span.hasEscapes else { return String(decoding: rawBytes(span), as: UTF8.self) }
        var bytes: [UInt8] = []
        appendText(span, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Puts the text of a span, escapes resolved, behind `bytes`.
    package func appendText(_ span: JSONStringSpan, to output: inout [UInt8]) {
        guard span.hasEscapes else {
            output.append(contentsOf: rawBytes(span))
            return
        }
        var index = span.start
        while index < span.end {
            guard bytes[index] == 0x5C else {
                output.append(bytes[index])
                index += 1
                continue
            }
            switch bytes[index + 1] {
            case 0x62: output.append(0x08)
            case 0x66: output.append(0x0C)
            case 0x6E: output.append(0x0A)
            case 0x72: output.append(0x0D)
            case 0x74: output.append(0x09)
            case 0x75:
                index += appendUnicodeEscape(at: index, to: &output)
                continue
            case let byte: output.append(byte)
            }
            index += 2
        }
    }

    /// The escape was validated when its span was made; answers its length.
    private func appendUnicodeEscape(at index: Int, to output: inout [UInt8]) -> Int {
        func digits(_ start: Int) -> UInt32 {
            (start..<(start + 4)).reduce(0) { number, position in
                let byte = bytes[position]
                return number << 4
                    | UInt32(byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x61 + 10)
            }
        }
        let first = digits(index + 2)
        let isPair = (0xD800...0xDBFF).contains(first)
        let code =
            isPair ? 0x10000 + (first - 0xD800) << 10 + (digits(index + 8) - 0xDC00) : first
        if let scalar = UnicodeScalar(code) {
            output.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        }
        return isPair ? 12 : 6
    }
}
