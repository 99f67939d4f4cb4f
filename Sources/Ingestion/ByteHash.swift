/// A fast 64-bit hash of bytes: folded 64 × 64 → 128 bit multiplications in the manner of wyhash
/// (Wang Yi, public domain).
///
/// Tables in memory use a seed of their own, so that nobody can choose collisions.
struct ByteHash: Sendable {
    private let seed: UInt64

    /// The hash of event ids that `landing.events.event_hash` holds: it must never change. Whoever
    /// chooses collisions makes his own events slower to store, and no verdict wrong.
    static let ofEventIDs = ByteHash(seed: 0)

    init(seed: UInt64) {
        self.seed = seed
    }

    func callAsFunction(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        var state = seed ^ 0xA076_1D64_78BD_642F
        var offset = 0
        while offset + 16 <= raw.count {
            state = ByteHash.fold(
                ByteHash.word(raw, offset) ^ 0xE703_7ED1_A0B4_28DB,
                ByteHash.word(raw, offset + 8) ^ state)
            offset += 16
        }
        let (low, high) = ByteHash.tail(raw, from: offset)
        state = ByteHash.fold(low ^ 0x8EBC_6AF0_9C88_C6E3, high ^ state)
        return ByteHash.fold(
            state ^ 0x5899_65CC_7537_4CC3, UInt64(raw.count) ^ 0x1D8E_4E27_C47D_124F)
    }

    /// One more number into a hash.
    static func combine(_ hash: UInt64, _ number: UInt64) -> UInt64 {
        fold(hash ^ 0x1D8E_4E27_C47D_124F, number ^ 0x8EBC_6AF0_9C88_C6E3)
    }

    /// Up to 15 bytes as two numbers.
    private static func tail(
        _ raw: UnsafeRawBufferPointer, from offset: Int
    ) -> (UInt64, UInt64) {
        let count = raw.count - offset
        if count >= 8 {
            // The second overlaps the first, which loses nothing.
            return (word(raw, offset), word(raw, raw.count - 8))
        }
        if count >= 4 {
            return (half(raw, offset), half(raw, raw.count - 4))
        }
        var low: UInt64 = 0
        for index in offset..<raw.count { low = low << 8 | UInt64(raw[index]) }
        return (low, 0)
    }

    private static func word(_ raw: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func half(_ raw: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(
            UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
