/// One record of a delimited text, seen in the reader's buffer: valid until the reader moves on.
struct DelimitedRecord {
    /// Where a field lies, counted from the start of the record.
    struct FieldSpan {
        var start: UInt32
        var end: UInt32
        /// True where quotes stand inside: the text has to be unescaped first.
        var isEscaped: Bool
    }

    /// The record as it stands in the file, without its line end.
    let raw: UnsafeBufferPointer<UInt8>
    let spans: UnsafeBufferPointer<FieldSpan>
    /// The line of the file on which the record starts, counted from 1.
    let lineNumber: Int

    var fieldCount: Int { spans.count }

    /// Calls `body` with the text of a field without its quotes and outer blanks; a field that the
    /// record lacks is empty.
    @inline(__always)
    func withField<Result>(
        _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        guard index < spans.count else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        let span = spans[index]
        let field = UnsafeBufferPointer(rebasing: raw[Int(span.start)..<Int(span.end)])
        if !span.isEscaped { return body(field.withoutOuterBlanks) }
        return unescaped(field).withUnsafeBufferPointer { body($0.withoutOuterBlanks) }
    }

    /// The text of a field, decoded.
    func text(_ index: Int) -> String {
        withField(index) { Windows1252.decoded($0) }
    }

    /// Undoes quoting: the outer quotes go, a doubled quote is one, what follows the closing quote
    /// stays as it is.
    private func unescaped(_ field: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(field.count)
        var isInside = true
        var index = 1
        while index < field.count {
            let byte = field[index]
            if byte == 0x22, isInside {
                if index + 1 < field.count, field[index + 1] == 0x22 {
                    text.append(byte)
                    index += 1
                } else {
                    isInside = false
                }
            } else {
                text.append(byte)
            }
            index += 1
        }
        return text
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The same bytes without blanks and tabs at both ends.
    @inline(__always)
    var withoutOuterBlanks: UnsafeBufferPointer<UInt8> {
        var low = 0
        var high = count
        while low < high, self[low] == 0x20 || self[low] == 0x09 { low += 1 }
        while high > low, self[high - 1] == 0x20 || self[high - 1] == 0x09 { high -= 1 }
        return UnsafeBufferPointer(rebasing: self[low..<high])
    }
}
