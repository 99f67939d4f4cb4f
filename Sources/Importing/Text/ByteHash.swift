import Glibc

/// A fast hash of a few bytes for tables in memory; not for anything that leaves the process.
///
/// Eight bytes are folded at a time by a 64 × 64 → 128 bit product, as in wyhash (Wang Yi). The
/// seed differs from process to process, so that no file can be made to collide.
struct ByteHash {
    private let seed: UInt64

    init() {
        var hasher = Hasher()
        hasher.combine(0)
        seed = UInt64(bitPattern: Int64(hasher.finalize()))
    }

    @inline(__always)
    func callAsFunction(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        let count = bytes.count
        var hash = seed ^ UInt64(count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index + 8 <= count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = ByteHash.fold(hash ^ word, 0xA076_1D64_78BD_642F)
            index += 8
        }
        var tail: UInt64 = 0
        if index + 4 <= count {
            tail = UInt64(raw.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            index += 4
        }
        while index < count {
            tail = tail << 8 | UInt64(bytes[index])
            index += 1
        }
        return ByteHash.fold(hash ^ tail, 0xE703_7ED1_A0B4_28DB)
    }

    @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always)
    func hasSameBytes(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count, let mine = baseAddress, let theirs = other.baseAddress else {
            return count == other.count
        }
        return memcmp(mine, theirs, count) == 0
    }
}
