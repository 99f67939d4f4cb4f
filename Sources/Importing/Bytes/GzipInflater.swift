import CZlib

/// Inflates a gzip stream, also of several members, piece by piece. Memory: 64 KiB of input and
/// zlib's window. A class because zlib keeps a pointer to its state.
final class GzipInflater {
    private let raw: RawImportBytes
    private let name: String
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var isAtMemberStart = true
    private var hasOpenMember = false
    private var isInputOver = false

    static let inputBytes = 1 << 16

    init(_ raw: RawImportBytes, name: String) throws(ImportFileError) {
        self.raw = raw
        self.name = name
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: GzipInflater.inputBytes, alignment: 16)
        // 15 bits of window, and 16 for a gzip header.
        let status = inflateInit2_(
            stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw .damagedGzip(name: name, detail: "zlib cannot start (\(status))")
        }
    }

    deinit {
        _ = inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        input.deallocate()
    }

    /// Puts the first bytes, read before it was known that they are gzip.
    func feed(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= input.count, "what was read ahead fits the buffer")
        input.copyMemory(from: bytes)
        setInput(count: bytes.count)
    }

    /// Fills what it can of `buffer`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFileError) -> Int {
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: buffer.count)
        let wanted = stream.pointee.avail_out
        while stream.pointee.avail_out == wanted {
            if stream.pointee.avail_in == 0, !isInputOver {
                let count = try raw.read(into: input)
                if count == 0 { isInputOver = true } else { setInput(count: count) }
            }
            if stream.pointee.avail_in == 0 {
                guard !hasOpenMember else {
                    throw .damagedGzip(name: name, detail: "it ends in the middle")
                }
                return 0
            }
            if isAtMemberStart {
                if skipPadding() { continue }
                hasOpenMember = true
                isAtMemberStart = false
            }
            try inflateMore()
        }
        return Int(wanted - stream.pointee.avail_out)
    }

    private func inflateMore() throws(ImportFileError) {
        let status = inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_OK, Z_BUF_ERROR:
            return
        case Z_STREAM_END:
            _ = inflateReset(stream)
            isAtMemberStart = true
            hasOpenMember = false
        default:
            let words = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
            throw .damagedGzip(name: name, detail: words)
        }
    }

    /// Zero bytes between and after members are padding, as of tapes.
    private func skipPadding() -> Bool {
        guard let next = stream.pointee.next_in, next.pointee == 0 else { return false }
        stream.pointee.next_in = next + 1
        stream.pointee.avail_in -= 1
        return true
    }

    private func setInput(count: Int) {
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
    }
}
