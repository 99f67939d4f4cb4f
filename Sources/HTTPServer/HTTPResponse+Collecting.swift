import Synchronization

extension HTTPResponse {
    /// The whole body in memory, streams included: for tests of routes.
    package func collectedBody() async throws -> [UInt8] {
        switch body {
        case .empty: return []
        case .bytes(let bytes): return bytes
        case .stream(_, let write):
            let sink = MemorySink()
            try await write(HTTPResponseWriter(sink: sink))
            return sink.bytes.withLock { $0 }
        case .events(let send):
            let sink = MemorySink()
            try await send(SSEStream(writer: HTTPResponseWriter(sink: sink)))
            return sink.bytes.withLock { $0 }
        }
    }
}

/// Keeps what is written.
private final class MemorySink: HTTPResponseSink {
    let bytes = Mutex<[UInt8]>([])

    func write(_ new: [UInt8]) async throws {
        bytes.withLock { $0 += new }
    }
}
