import Dispatch
import Glibc
import Synchronization

/// A connection of plain bytes, for messages that no HTTP client would send.
///
/// Reads block on a queue of the client's own: handlers under test need Swift's threads, and the
/// global queues share those.
final class RawClient: Sendable {
    struct Timeout: Error {}

    private let descriptor: Int32
    private let sending = DispatchQueue(label: "raw client sends")
    private let receiving = DispatchQueue(label: "raw client receives")
    private let unread = Mutex<[UInt8]>([])
    private let isClosed = Atomic<Bool>(false)

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        name.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let descriptor = descriptor
        let status = withUnsafePointer(to: name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Timeout() }
    }

    deinit {
        if !isClosed.load(ordering: .relaxed) { Glibc.close(descriptor) }
    }

    func close() {
        if !isClosed.exchange(true, ordering: .relaxed) { Glibc.close(descriptor) }
    }

    /// Sends what the socket takes at once.
    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Sends all of it, however long that takes; the number of bytes that were taken.
    func sendAll(_ bytes: [UInt8]) async -> Int {
        await on(sending) { descriptor in
            bytes.withUnsafeBytes { buffer in
                var offset = 0
                while offset < buffer.count {
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[offset...])
                    let count = Glibc.send(
                        descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                    if count <= 0 { return offset }
                    offset += count
                }
                return offset
            }
        }
    }

    /// Reads one whole answer; `head`: of a HEAD request, which has no body.
    func answer(isHead: Bool = false, within limit: Duration = .seconds(5)) async throws
        -> RawAnswerText
    {
        let end = ContinuousClock.now + limit
        while true {
            let bytes = unread.withLock { $0 }
            if let (answer, count) = RawAnswerText.parse(bytes, isHead: isHead, isClosed: false) {
                unread.withLock { $0.removeFirst(count) }
                return answer
            }
            guard try await fill(until: end) else {
                let parsed = RawAnswerText.parse(bytes, isHead: isHead, isClosed: true)
                guard let (answer, _) = parsed else { throw Timeout() }
                unread.withLock { $0 = [] }
                return answer
            }
        }
    }

    /// Reads until the text has come; all that was read.
    func read(until text: String, within limit: Duration = .seconds(5)) async throws -> String {
        let end = ContinuousClock.now + limit
        while true {
            let all = String(decoding: unread.withLock { $0 }, as: UTF8.self)
            if all.contains(text) {
                unread.withLock { $0 = [] }
                return all
            }
            guard try await fill(until: end) else { throw Timeout() }
        }
    }

    /// Whether the server closes the connection in time; gives what came before.
    func readToEnd(within limit: Duration = .seconds(5)) async throws -> String {
        let end = ContinuousClock.now + limit
        while try await fill(until: end) {}
        return unread.withLock { bytes in
            defer { bytes = [] }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Reads to the end without keeping anything; how many bytes came.
    func countToEnd() async throws -> Int {
        var count = 0
        while try await fill(until: .now + .seconds(5)) {
            count += unread.withLock { bytes in
                defer { bytes = [] }
                return bytes.count
            }
        }
        return count
    }

    /// False at the end of the stream.
    private func fill(until end: ContinuousClock.Instant) async throws -> Bool {
        let left = ContinuousClock.now.duration(to: end)
        let (seconds, attoseconds) = left.components
        let milliseconds = Int32(
            clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
        let bytes: [UInt8]? = await on(receiving) { descriptor in
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&watched, 1, milliseconds) > 0 else { return nil }
            return [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
            }
        }
        guard let bytes else { throw Timeout() }
        unread.withLock { $0 += bytes }
        return !bytes.isEmpty
    }

    private func on<Result: Sendable>(
        _ queue: DispatchQueue, _ body: @escaping @Sendable (Int32) -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { @Sendable in
                continuation.resume(returning: body(self.descriptor))
            }
        }
    }
}
