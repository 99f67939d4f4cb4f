import SQLAccess

/// A 64-bit FNV-1a hash, equal in every process: tells whether something changed since a run.
///
/// Source: Fowler, Noll, Vo. Not against forgery.
struct StableHash: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func combine(bytes: some Sequence<UInt8>) {
        for byte in bytes {
            state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
        }
    }

    /// Takes the length along, so that neighbours cannot run together.
    mutating func combine(_ text: String) {
        combine(text.utf8.count)
        combine(bytes: text.utf8)
    }

    mutating func combine(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { combine(bytes: $0) }
    }

    /// Sixteen hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func of(_ texts: String...) -> String {
        var hash = StableHash()
        for text in texts { hash.combine(text) }
        return hash.text
    }

    /// Over names, types, nulls and values. About 1 ns a byte.
    static func of(_ table: SQLTable) -> String {
        var hash = StableHash()
        for column in table.columns {
            hash.combine(column.name)
            hash.combine(column.count)
            for row in 0..<column.count where column.isNull(at: row) { hash.combine(row) }
            hash.combine(column.values)
        }
        return hash.text
    }

    private mutating func combine(_ values: SQLColumnValues) {
        switch values {
        case .booleans(let flags): combine(bytes: flags.lazy.map { $0 ? 1 : 0 })
        case .integers(let numbers): combine(numbers)
        case .doubles(let numbers): combine(numbers.map(\.bitPattern))
        case .decimals(let units, let scale):
            combine(scale)
            combine(units)
        case .texts(let texts), .blobs(let texts):
            combine(texts.ends)
            combine(bytes: texts.bytes)
        case .dates(let days): combine(days)
        case .timestamps(let microseconds): combine(microseconds)
        }
    }

    private mutating func combine(_ numbers: [some FixedWidthInteger]) {
        for number in numbers { combine(number) }
    }
}
