import CSodium

/// SHA-256 of bytes as they pass.
struct ContentDigest {
    private var state = crypto_hash_sha256_state()

    init() {
        // Cannot fail: it only sets the initial words.
        _ = crypto_hash_sha256_init(&state)
    }

    mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        _ = crypto_hash_sha256_update(&state, base, UInt64(bytes.count))
    }

    mutating func update(_ text: String) {
        var copy = text
        copy.withUTF8 { update($0) }
    }

    /// 64 hexadecimal digits.
    consuming func finish() -> String {
        var bytes = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        _ = crypto_hash_sha256_final(&state, &bytes)
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            digits.append(ContentDigest.digit(byte >> 4))
            digits.append(ContentDigest.digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }
}
