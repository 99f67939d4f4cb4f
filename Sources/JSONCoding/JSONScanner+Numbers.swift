extension JSONScanner {
    /// Passes a number; its text is exactly `rawBytes` of the answer.
    package mutating func number() throws(JSONError) -> Range<Int> {
        skipWhitespace()
        let start = offset
        var index = offset
        if index < bytes.count, bytes[index] == 0x2D { index += 1 }
        let whole = digits(from: index)
        guard whole > 0, whole == 1 || bytes[index] != 0x30 else {
            throw numberError(at: start, end: index)
        }
        index += whole
        if index < bytes.count, bytes[index] == 0x2E {
            let decimals = digits(from: index + 1)
            guard decimals > 0 else { throw numberError(at: start, end: index + 1) }
            index += 1 + decimals
        }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
            let exponent = digits(from: index)
            guard exponent > 0 else { throw numberError(at: start, end: index) }
            index += exponent
        }
        offset = index
        return start..<index
    }

    private func digits(from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] &- 0x30 <= 9 { index += 1 }
        return index - start
    }

    private func numberError(at start: Int, end: Int) -> JSONError {
        end >= bytes.count
            ? JSONError(.unexpectedEnd, at: bytes.count) : JSONError(.invalidNumber, at: start)
    }
}
