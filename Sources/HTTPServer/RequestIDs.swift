import Synchronization

/// Gives each request an identifier: eight random characters of this process and a number.
final class RequestIDs: Sendable {
    private let prefix: String
    private let next = Atomic<UInt64>(1)

    init(randomBits: UInt64) {
        prefix = String(String(randomBits, radix: 36).suffix(8)) + "-"
    }

    func make() -> String {
        prefix + String(next.wrappingAdd(1, ordering: .relaxed).oldValue, radix: 36)
    }

    /// A client's own identifier is kept where it is short and plain, so that one request can be
    /// followed through a proxy.
    static func accepted(_ text: String?) -> String? {
        guard let text, (8...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            })
        else { return nil }
        return text
    }
}
