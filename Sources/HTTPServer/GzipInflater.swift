import CZlib

/// Inflates gzip piece by piece, several members in a row as RFC 1952 allows.
final class GzipInflater {
    /// The inflated bytes of one call at most.
    static let outputBytesMax = 256 << 10

    enum Fault: Error {
        case notGzip
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(
        capacity: GzipInflater.stepBytes)
    private var input: [UInt8] = []
    private var inputOffset = 0
    /// In the middle of a member.
    private var isInside = false
    private var hasMember = false

    init() throws(Fault) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15: the largest window; 16: gzip, and not zlib's own format.
        guard
            inflateInit2_(
                stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            // All properties are set, so `deinit` releases them.
            throw .notGzip
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        scratch.deallocate()
    }

    /// Takes the next compressed bytes; those before have been used up (`inflate` gave false).
    func feed(_ bytes: [UInt8]) {
        input = bytes
        inputOffset = 0
    }

    /// Whether the input may end here.
    var isComplete: Bool { hasMember && !isInside }

    /// Appends inflated bytes, about `outputBytesMax` at most; false where the input is used up.
    func inflate(into output: inout [UInt8]) throws(Fault) -> Bool {
        let start = output.count
        while output.count - start < GzipInflater.outputBytesMax {
            if !isInside {
                guard inputOffset < input.count else { break }
                guard inflateReset(stream) == Z_OK else { throw .notGzip }
                isInside = true
                hasMember = true
            }
            let count = output.count
            switch step(into: &output) {
            case Z_STREAM_END: isInside = false
            case Z_OK, Z_BUF_ERROR:
                // With room left in the output, zlib waits for input.
                if output.count - count < GzipInflater.stepBytes, inputOffset == input.count {
                    return output.count > start
                }
            default: throw .notGzip
            }
        }
        return output.count > start
    }

    private static let stepBytes = 64 << 10

    /// One call of zlib.
    private func step(into output: inout [UInt8]) -> Int32 {
        let (stream, scratch, offset) = (stream, scratch, inputOffset)
        let status = input.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress.map { $0 + offset }
            stream.pointee.avail_in = UInt32(source.count - offset)
            stream.pointee.next_out = scratch.baseAddress
            stream.pointee.avail_out = UInt32(scratch.count)
            return CZlib.inflate(stream, Z_NO_FLUSH)
        }
        inputOffset = input.count - Int(stream.pointee.avail_in)
        let produced = scratch.count - Int(stream.pointee.avail_out)
        output.append(contentsOf: UnsafeBufferPointer(rebasing: scratch[..<produced]))
        return status
    }
}
