import Glibc

/// NDJSON: a line is an event; LF or CR LF end it, blank lines count as lines but are no events.
struct LineFramer {
    private let eventBytesMax: Int
    private var held: HeldBytes
    /// Lines ended so far.
    private var lineCount = 0

    init(eventBytesMax: Int) {
        self.eventBytesMax = eventBytesMax
        held = HeldBytes(bytesMax: eventBytesMax + 1)
    }

    mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ take: (EventFrame) -> Void) {
        guard let base = chunk.baseAddress else { return }
        var start = 0
        while start < chunk.count {
            let found = memchr(base + start, 0x0A, chunk.count - start)
            guard let found else {
                held.append(UnsafeBufferPointer(rebasing: chunk[start...]))
                return
            }
            let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            let part = UnsafeBufferPointer(rebasing: chunk[start..<end])
            if held.isEmpty {
                endLine(part, isWhole: true, take)
            } else {
                held.append(part)
                endHeldLine(take)
            }
            start = end + 1
        }
    }

    mutating func finish(_ take: (EventFrame) -> Void) {
        if !held.isEmpty { endHeldLine(take) }
    }

    private mutating func endHeldLine(_ take: (EventFrame) -> Void) {
        var line = HeldBytes(bytesMax: 0)
        swap(&line, &held)
        line.bytes.withUnsafeBufferPointer { bytes in
            endLine(bytes, isWhole: !line.isOverflowing, take)
        }
        swap(&line, &held)
        held.removeAll()
    }

    private mutating func endLine(
        _ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool, _ take: (EventFrame) -> Void
    ) {
        lineCount += 1
        var line = lineCount == 1 ? bytes.withoutByteOrderMark : bytes
        if line.last == 0x0D { line = UnsafeBufferPointer(rebasing: line.dropLast()) }
        if !isWhole || line.count > eventBytesMax {
            take(.fault(line, line: lineCount, .eventTooLarge(bytesMax: eventBytesMax)))
        } else if line.first != 0x7B, line.isBlankJSON {
            return
        } else {
            take(.event(line, line: lineCount))
        }
    }
}
