import Synchronization

/// A body that is in memory.
final class WholeBody: HTTPRequestBodySource {
    private let chunks: Mutex<ArraySlice<[UInt8]>>

    init(_ chunks: [[UInt8]]) {
        self.chunks = Mutex(chunks.filter { !$0.isEmpty }[...])
    }

    func next() async throws -> [UInt8]? {
        chunks.withLock { $0.popFirst() }
    }
}
