/// The different texts of a column, numbered in the order of their first appearance.
///
/// Code 0 is always the empty text. UTF-8 throughout.
struct TextDictionary: Sendable {
    fileprivate(set) var bytes: [UInt8] = []
    /// Where each text ends in `bytes`.
    fileprivate(set) var ends: [UInt32] = [0]

    var count: Int { ends.count }

    @inline(__always)
    func range(_ code: Int32) -> Range<Int> {
        let index = Int(code)
        return (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }

    func text(_ code: Int32) -> String {
        String(decoding: bytes[range(code)], as: UTF8.self)
    }

    @inline(__always)
    func withBytes<Result>(
        _ code: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range(code)])) }
    }
}

/// Numbers texts: the same text gets the same code, without a string or an allocation a text.
///
/// Open addressing, linear probing, at most half full. About 20 bytes a different text besides the
/// text itself.
struct TextInterner {
    private(set) var dictionary = TextDictionary()
    /// Code + 1, or 0 where the slot is free.
    private var slots: [UInt32]
    private var hashes: [UInt32]
    private var mask: Int
    private let hash = ByteHash()

    init() {
        slots = Array(repeating: 0, count: 1024)
        mask = 1023
        hashes = [0]
        hashes[0] = dictionary.withBytes(0) { UInt32(truncatingIfNeeded: hash($0)) }
        slots[Int(hashes[0]) & mask] = 1
    }

    /// The code of a text, a new one where the text is; nil where 4 GB of text are held already.
    @inline(__always)
    mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32? {
        let hash = UInt32(truncatingIfNeeded: hash(text))
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot] - 1)
            if hashes[index] == hash, isEqual(text, index) { return Int32(index) }
            slot = (slot + 1) & mask
        }
        return insert(text, hash: hash, slot: slot)
    }

    /// The code of a text that is held, else nil.
    func existingCode(of text: UnsafeBufferPointer<UInt8>) -> Int32? {
        let hash = UInt32(truncatingIfNeeded: hash(text))
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot] - 1)
            if hashes[index] == hash, isEqual(text, index) { return Int32(index) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    private func isEqual(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        dictionary.withBytes(Int32(index)) { held in
            held.hasSameBytes(text)
        }
    }

    private mutating func insert(
        _ text: UnsafeBufferPointer<UInt8>, hash: UInt32, slot: Int
    ) -> Int32? {
        let index = dictionary.count
        guard dictionary.bytes.count + text.count <= Int(UInt32.max), index < Int(Int32.max)
        else { return nil }
        dictionary.bytes.append(contentsOf: text)
        dictionary.ends.append(UInt32(dictionary.bytes.count))
        hashes.append(hash)
        slots[slot] = UInt32(index + 1)
        if (index + 1) * 2 > slots.count { grow() }
        return Int32(index)
    }

    private mutating func grow() {
        let size = slots.count * 2
        mask = size - 1
        slots = Array(repeating: 0, count: size)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(index + 1)
        }
    }
}
