import Glibc

/// The text of an import as a stream of UTF-8 (or Windows-1252) bytes: inflated where the file is
/// gzip, without a byte order mark, transcoded where that mark says UTF-16.
///
/// The digest is of the inflated bytes, so that a file and its gzip have one content.
final class ImportBytes {
    /// What the first bytes say about the rest.
    enum Encoding: Sendable, Hashable {
        case unmarked
        case utf8
        case utf16
    }

    let name: String
    let isGzip: Bool
    let encoding: Encoding
    private let raw: RawImportBytes
    private let inflater: GzipInflater?
    /// Inflated bytes that were read to look at them, after the mark; handed out first.
    private var head: ArraySlice<UInt8>
    private var transcoder: UTF16Transcoder?
    private var transcoded: ArraySlice<UInt8> = []
    private var digest: ContentDigest

    /// Enough for every mark and magic number.
    private static let headBytes = 4096

    init(_ source: ImportSource) throws(ImportFileError) {
        name = source.name
        let raw = try RawImportBytes(source)
        self.raw = raw
        var first = try ImportBytes.fill { buffer throws(ImportFileError) in
            try raw.read(into: buffer)
        }
        isGzip = first.starts(with: [0x1F, 0x8B])
        var inflater: GzipInflater?
        if isGzip {
            let started = try GzipInflater(raw, name: source.name)
            first.withUnsafeBytes { started.feed($0) }
            inflater = started
            first = try ImportBytes.fill { buffer throws(ImportFileError) in
                try started.read(into: buffer)
            }
        }
        self.inflater = inflater
        var digest = ContentDigest()
        first.withUnsafeBufferPointer { digest.update($0) }
        self.digest = digest
        (encoding, transcoder, head) = try ImportBytes.unmarked(first, name: source.name)
    }

    /// Bytes of the file, packed as it is, that have been read, and that there are.
    var progress: (read: Int, total: Int) { (raw.bytesRead, raw.bytesTotal) }

    /// Fills what it can of `buffer` with text; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFileError) -> Int {
        let count =
            transcoder == nil ? try readInflated(into: buffer) : try readTranscoded(into: buffer)
        if count > 0, let base = buffer.baseAddress, memchr(base, 0, count) != nil {
            throw .binary(name: name, kind: .unknown)
        }
        return count
    }

    /// SHA-256 of all inflated bytes. To be asked when `read` has answered 0.
    func contentSHA256() -> String {
        digest.finish()
    }

    private func readInflated(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(ImportFileError) -> Int {
        if !head.isEmpty { return ImportBytes.move(&head, into: buffer) }
        let count: Int
        if let inflater {
            count = try inflater.read(into: buffer)
        } else {
            count = try raw.read(into: buffer)
        }
        digest.update(
            UnsafeBufferPointer(
                start: buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count: count))
        return count
    }

    private func readTranscoded(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(ImportFileError) -> Int {
        while transcoded.isEmpty {
            let count = try readInflated(into: buffer)
            var output: [UInt8] = []
            if count == 0 {
                transcoder?.finish(into: &output)
                if output.isEmpty { return 0 }
            } else {
                transcoder?.transcode(
                    UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &output)
            }
            transcoded = output[...]
        }
        return ImportBytes.move(&transcoded, into: buffer)
    }

    private static func move(
        _ bytes: inout ArraySlice<UInt8>, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        let count = min(bytes.count, buffer.count)
        buffer.copyBytes(from: bytes.prefix(count))
        bytes = bytes.dropFirst(count)
        return count
    }

    private static func fill(
        from read: (UnsafeMutableRawBufferPointer) throws(ImportFileError) -> Int
    ) throws(ImportFileError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: headBytes, alignment: 16)
        defer { buffer.deallocate() }
        var filled = 0
        while filled < headBytes {
            let count = try read(UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return Array(buffer[..<filled])
    }

    private static func unmarked(
        _ first: [UInt8], name: String
    ) throws(ImportFileError) -> (Encoding, UTF16Transcoder?, ArraySlice<UInt8>) {
        let found: (encoding: Encoding, transcoder: UTF16Transcoder?, head: ArraySlice<UInt8>)
        if first.starts(with: [0xEF, 0xBB, 0xBF]) {
            found = (.utf8, nil, first[3...])
        } else if first.starts(with: [0xFF, 0xFE]) {
            found = (.utf16, UTF16Transcoder(isBigEndian: false), first[2...])
        } else if first.starts(with: [0xFE, 0xFF]) {
            found = (.utf16, UTF16Transcoder(isBigEndian: true), first[2...])
        } else {
            found = (.unmarked, nil, first[...])
        }
        if found.head.isEmpty { throw .empty(name: name) }
        if found.encoding != .utf16,
            let kind = found.head.withUnsafeBytes({ BinaryKind.recognised(in: $0) })
        {
            throw .binary(name: name, kind: kind)
        }
        return found
    }
}
