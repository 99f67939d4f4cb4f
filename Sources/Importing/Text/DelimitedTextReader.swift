import Glibc

/// Reads records of a delimited text one after another: RFC 4180, and what files really are.
///
/// Lines end in CR LF, LF or CR; quoted fields may hold line ends, text may follow a closing
/// quote, blanks may precede an opening one; records without any text are skipped. A quote that is
/// never closed is read as a plain character. Memory: one buffer, which grows to the longest
/// record. A class because it owns that buffer.
final class DelimitedTextReader {
    struct Limits {
        /// Default 1 MiB: a longer record is the sign of a file that is no table.
        var recordBytesMax = 1 << 20
        var fieldsMax = 4096
    }

    let bytes: ImportBytes
    let delimiter: Delimiter
    /// Whether the first line was `sep=…`, the mark that Excel understands.
    let hasSeparatorLine: Bool
    /// Records without any text so far.
    private(set) var blankRecordCount = 0
    /// Records so far in which a quote was opened and never closed.
    private(set) var unclosedQuoteCount = 0

    private let limits: Limits
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Where the current record starts, and where the bytes in the buffer end.
    private var start = 0
    private var limit = 0
    private var isAtEnd = false
    /// Bytes and lines of the current record with its line end.
    private var consumedBytes = 0
    private var consumedLines = 0
    private var isAfterCarriageReturn = false
    private var lineNumber = 1
    private var rawBytes = 0
    private var spans: UnsafeMutablePointer<DelimitedRecord.FieldSpan>
    private var spanCount = 0
    private var hasDoubledQuote = false
    /// 1 for each byte that ends a plain field.
    private let endsField: UnsafeMutablePointer<UInt8>

    static let chunkBytes = 1 << 18

    init(
        _ bytes: ImportBytes, delimiter: Delimiter? = nil, limits: Limits = Limits()
    ) throws(ImportFileError) {
        self.bytes = bytes
        self.limits = limits
        capacity = DelimitedTextReader.chunkBytes
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        var filled = 0
        do throws(ImportFileError) {
            while filled < capacity {
                let rest = UnsafeMutableRawBufferPointer(
                    start: buffer + filled, count: capacity - filled)
                let count = try bytes.read(into: rest)
                if count == 0 { break }
                filled += count
            }
        } catch {
            buffer.deallocate()
            throw error
        }
        self.buffer = buffer
        limit = filled
        let head = UnsafeBufferPointer(start: buffer, count: filled)
        let line = SeparatorLine(head)
        hasSeparatorLine = line != nil
        self.delimiter =
            delimiter ?? line?.delimiter
            ?? Delimiter.sniffed(in: head, isWholeFile: filled < capacity)
        spans = .allocate(capacity: limits.fieldsMax)
        endsField = .allocate(capacity: 256)
        endsField.initialize(repeating: 0, count: 256)
        for byte in [self.delimiter.rawValue, 0x0A, 0x0D] { endsField[Int(byte)] = 1 }
        if let line {
            start = line.bytes
            lineNumber = 2
        }
    }

    deinit {
        buffer.deallocate()
        spans.deallocate()
        endsField.deallocate()
    }

    /// The record that `next()` found. Its pointers hold until `next()` is called again.
    var record: DelimitedRecord {
        DelimitedRecord(
            raw: UnsafeBufferPointer(start: buffer + start, count: rawBytes),
            spans: UnsafeBufferPointer(start: spans, count: spanCount), lineNumber: lineNumber)
    }

    /// Moves to the next record that has text; false at the end.
    func next() throws(ImportFileError) -> Bool {
        while try scanRecord() {
            if !isBlank { return true }
            blankRecordCount += 1
        }
        return false
    }
}

extension DelimitedTextReader {
    private enum Refill {
        case more
        case end
        /// The record is as long as a record may be.
        case full
    }

    private func scanRecord() throws(ImportFileError) -> Bool {
        start += consumedBytes
        lineNumber += consumedLines
        (consumedBytes, consumedLines) = (0, 0)
        if isAfterCarriageReturn {
            isAfterCarriageReturn = false
            if start == limit { _ = try refill() }
            if start < limit, buffer[start] == 0x0A { start += 1 }
        }
        if start == limit, try refill() != .more { return false }
        if try scanFields(quotesAreLiteral: false) { return true }
        unclosedQuoteCount += 1
        return try scanFields(quotesAreLiteral: true)
    }

    /// Finds the fields of the record at `start`; false where a quote is never closed.
    private func scanFields(quotesAreLiteral: Bool) throws(ImportFileError) -> Bool {
        spanCount = 0
        consumedLines = 1
        var cursor = 0
        while true {
            let fieldStart = cursor
            var opening: Int?
            if start + cursor == limit { _ = try refill() }
            if start + cursor < limit, !quotesAreLiteral {
                let byte = buffer[start + cursor]
                if byte == 0x22 || byte == 0x20 { opening = try openingQuote(from: cursor) }
            }
            var closing = 0
            if let opening {
                guard let found = try closingQuote(after: opening) else { return false }
                closing = found
                cursor = found + 1
            }
            let end = try plainEnd(from: cursor)
            if let opening {
                addQuotedSpan(opening: opening, closing: closing, end: end)
            } else {
                try addSpan(start: fieldStart, end: end, isEscaped: false)
            }
            guard start + end < limit else {
                (rawBytes, consumedBytes) = (end, end)
                return true
            }
            let ending = buffer[start + end]
            if ending != delimiter.rawValue {
                isAfterCarriageReturn = ending == 0x0D
                (rawBytes, consumedBytes) = (end, end + 1)
                return true
            }
            cursor = end + 1
            if spanCount == limits.fieldsMax {
                throw .tooManyFields(
                    name: bytes.name, line: lineNumber, fieldsMax: limits.fieldsMax)
            }
        }
    }

    /// Where the plain text from `cursor` ends: at a delimiter, a line end, or the end of the file.
    @inline(__always)
    private func plainEnd(from cursor: Int) throws(ImportFileError) -> Int {
        var cursor = cursor
        while true {
            let table = endsField
            var pointer = buffer + start + cursor
            let end = buffer + limit
            while pointer < end, table[Int(pointer.pointee)] == 0 { pointer += 1 }
            cursor = pointer - (buffer + start)
            if pointer < end { return cursor }
            switch try refill() {
            case .more: continue
            case .end: return cursor
            case .full:
                throw .recordTooLong(
                    name: bytes.name, line: lineNumber, bytesMax: limits.recordBytesMax)
            }
        }
    }

    /// The quote at `cursor`, or behind blanks there.
    private func openingQuote(from cursor: Int) throws(ImportFileError) -> Int? {
        var cursor = cursor
        while true {
            if start + cursor == limit, try refill() != .more { return nil }
            let byte = buffer[start + cursor]
            if byte == 0x22 { return cursor }
            if byte != 0x20 { return nil }
            cursor += 1
        }
    }

    /// The quote that closes the one at `opening`, nil where there is none.
    private func closingQuote(after opening: Int) throws(ImportFileError) -> Int? {
        hasDoubledQuote = false
        var cursor = opening + 1
        while true {
            let from = buffer + start + cursor
            guard let found = memchr(from, 0x22, limit - start - cursor) else {
                cursor = limit - start
                if try refill() != .more { return nil }
                continue
            }
            let quote = cursor + (found - UnsafeMutableRawPointer(from))
            if start + quote + 1 == limit, try refill() == .full { return nil }
            guard start + quote + 1 < limit, buffer[start + quote + 1] == 0x22 else {
                countLines(from: opening, to: quote)
                return quote
            }
            hasDoubledQuote = true
            cursor = quote + 2
        }
    }

    private func countLines(from: Int, to: Int) {
        let base = buffer + start
        var previous: UInt8 = 0
        for index in from..<to {
            let byte = base[index]
            if byte == 0x0D || byte == 0x0A && previous != 0x0D { consumedLines += 1 }
            previous = byte
        }
    }

    private func addQuotedSpan(opening: Int, closing: Int, end: Int) {
        var trailing = closing + 1
        while trailing < end, buffer[start + trailing] == 0x20 { trailing += 1 }
        let isClean = trailing == end && !hasDoubledQuote
        spans[spanCount] = DelimitedRecord.FieldSpan(
            start: UInt32(isClean ? opening + 1 : opening),
            end: UInt32(isClean ? closing : end), isEscaped: !isClean)
        spanCount += 1
    }

    @inline(__always)
    private func addSpan(start: Int, end: Int, isEscaped: Bool) throws(ImportFileError) {
        spans[spanCount] = DelimitedRecord.FieldSpan(
            start: UInt32(start), end: UInt32(end), isEscaped: isEscaped)
        spanCount += 1
    }

    /// Whether the record holds nothing but delimiters and blanks.
    private var isBlank: Bool {
        for index in 0..<rawBytes {
            let byte = buffer[start + index]
            if byte != delimiter.rawValue, byte != 0x20, byte != 0x09 { return false }
        }
        return true
    }

    /// Brings more bytes behind those of the current record, which moves to the buffer's start.
    private func refill() throws(ImportFileError) -> Refill {
        if isAtEnd { return .end }
        if limit - start >= limits.recordBytesMax { return .full }
        if start > 0 {
            memmove(buffer, buffer + start, limit - start)
            limit -= start
            start = 0
        }
        if limit * 2 > capacity {
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            memcpy(grown, buffer, limit)
            buffer.deallocate()
            buffer = grown
            capacity *= 2
        }
        let rest = UnsafeMutableRawBufferPointer(start: buffer + limit, count: capacity - limit)
        let count = try bytes.read(into: rest)
        if count == 0 {
            isAtEnd = true
            return .end
        }
        limit += count
        return .more
    }
}
