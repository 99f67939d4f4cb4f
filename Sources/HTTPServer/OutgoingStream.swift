/// Bytes of a streamed answer on their way to the engine: a state machine without effects.
struct OutgoingStream {
    enum End {
        case open
        case complete
        /// The answer stays incomplete: the connection is cut.
        case failed
    }

    private var bytes: [UInt8] = []
    private var offset = 0
    private(set) var end = End.open
    /// The task that waits until the client has taken enough.
    private var writer: UnsafeContinuation<Void, any Error>?

    var pendingBytes: Int { bytes.count - offset }

    mutating func append(_ new: [UInt8]) {
        if offset == bytes.count {
            bytes = new
            offset = 0
            return
        }
        if offset > bytes.count / 2 {
            bytes.removeFirst(offset)
            offset = 0
        }
        bytes += new
    }

    /// Copies what there is and fits; 0 where there is nothing.
    mutating func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(pendingBytes, target.count)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { source in
            target.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + count]))
        }
        offset += count
        return count
    }

    mutating func close(_ how: End) {
        if end == .open { end = how }
    }

    mutating func wait(_ continuation: UnsafeContinuation<Void, any Error>) {
        writer = continuation
    }

    mutating func takeWriter() -> UnsafeContinuation<Void, any Error>? {
        defer { writer = nil }
        return writer
    }
}
