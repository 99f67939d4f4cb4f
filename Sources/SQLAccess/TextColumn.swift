/// Many texts (or blobs) end to end in one buffer: one allocation for a column, not one a value.
package struct TextColumn: Sendable, Hashable {
    package private(set) var bytes: [UInt8] = []
    /// Where each text ends in `bytes`; it starts where the one before ends.
    package private(set) var ends: [Int] = []

    package init() {}

    package init(_ texts: some Sequence<String>) {
        for text in texts { append(text) }
    }

    package var count: Int { ends.count }

    package func range(at index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    package subscript(index: Int) -> String {
        String(decoding: bytes[range(at: index)], as: UTF8.self)
    }

    package mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
    }

    package mutating func append(bytes new: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: new)
        ends.append(bytes.count)
    }

    package mutating func append(bytes new: some Collection<UInt8>) {
        bytes.append(contentsOf: new)
        ends.append(bytes.count)
    }

    /// An empty text, as the place of a null.
    package mutating func appendEmpty() {
        ends.append(bytes.count)
    }

    package mutating func append(contentsOf other: TextColumn) {
        let offset = bytes.count
        bytes.append(contentsOf: other.bytes)
        ends.append(contentsOf: other.ends.map { $0 + offset })
    }

    package mutating func reserve(rows: Int, bytes byteCount: Int) {
        ends.reserveCapacity(rows)
        bytes.reserveCapacity(byteCount)
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    package func withBytes<Result>(
        at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let range = range(at: index)
        return bytes.withUnsafeBufferPointer { buffer in
            body(UnsafeBufferPointer(rebasing: buffer[range]))
        }
    }
}
