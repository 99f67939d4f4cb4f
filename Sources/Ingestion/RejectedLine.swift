/// A line that is not stored as an event, with the reason, as it is kept for repair.
struct RejectedLine: Sendable {
    let line: Int
    let rejection: Rejection
    /// Nil where the line has none that could be read.
    let eventID: String?
    /// The line, cut to what is kept, as text.
    let body: String

    /// About what it takes in memory.
    var bytes: Int { body.utf8.count + (eventID?.utf8.count ?? 0) + 200 }
}

/// Text out of bytes that nobody has checked.
enum KeptText {
    /// At most `bytesMax` bytes, cut between two characters; what is not UTF-8, and U+0000, which
    /// not every engine stores, become U+FFFD.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>, bytesMax: Int) -> String {
        var kept = bytes.prefix(bytesMax)
        if bytes.count > bytesMax {
            while let last = kept.last, last & 0xC0 == 0x80 { kept = kept.dropLast() }
            if let last = kept.last, last >= 0xC0 { kept = kept.dropLast() }
        }
        return storable(String(decoding: kept, as: UTF8.self))
    }

    static func storable(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }
}
