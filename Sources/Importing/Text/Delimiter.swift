/// The byte between two fields.
package enum Delimiter: UInt8, Sendable, Hashable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    case bar = 0x7C

    package var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .bar: "bar"
        }
    }
}

extension Delimiter {
    /// The delimiter that divides the first records most evenly; a comma where none divides them.
    ///
    /// At most 100 records count. Evenness comes first, because a decimal comma or a comma in a
    /// name divides some lines and not others; then whether the first record has as many fields as
    /// most (it has not where a title stands above the table); then the number of fields.
    static func sniffed(in head: UnsafeBufferPointer<UInt8>, isWholeFile: Bool) -> Delimiter {
        var best: (delimiter: Delimiter, rank: (Int, Int, Int))?
        for delimiter in allCases {
            var counts = fieldCounts(head, delimiter)
            // The last record is cut off by the end of the sample.
            if !isWholeFile, counts.count > 1 { counts.removeLast() }
            guard let rank = rank(counts) else { continue }
            if let current = best, current.rank >= rank { continue }
            best = (delimiter, rank)
        }
        return best?.delimiter ?? .comma
    }

    private static let sampleRecords = 100

    /// Evenness in three steps, whether the first record is like the others, fields a record.
    private static func rank(_ counts: [Int]) -> (Int, Int, Int)? {
        var tally: [Int: Int] = [:]
        for count in counts where count > 1 { tally[count, default: 0] += 1 }
        guard
            let (fields, records) = tally.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })
        else { return nil }
        let evenness: Int
        if records * 20 >= counts.count * 19 {
            evenness = 2
        } else {
            evenness = records * 10 >= counts.count * 7 ? 1 : 0
        }
        return (evenness, counts.first == fields ? 1 : 0, fields)
    }

    /// The number of fields of each record that is not blank.
    private static func fieldCounts(
        _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter
    ) -> [Int] {
        var counts: [Int] = []
        var fields = 1
        var isBlank = true
        var isQuoted = false
        var isAtFieldStart = true
        for byte in head {
            if isQuoted {
                if byte == 0x22 { isQuoted = false }
                continue
            }
            switch byte {
            case 0x22 where isAtFieldStart:
                isQuoted = true
                isBlank = false
                isAtFieldStart = false
            case 0x0A, 0x0D:
                if !isBlank { counts.append(fields) }
                if counts.count >= sampleRecords { return counts }
                (fields, isBlank, isAtFieldStart) = (1, true, true)
            case delimiter.rawValue:
                fields += 1
                isBlank = false
                isAtFieldStart = true
            default:
                isBlank = false
                isAtFieldStart = byte == 0x20 && isAtFieldStart
            }
        }
        if !isBlank { counts.append(fields) }
        return counts
    }
}
