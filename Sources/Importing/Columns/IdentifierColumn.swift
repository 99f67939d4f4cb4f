/// The ids (or other texts) of a column: text exactly as given, without outer blanks.
///
/// Where every id of the column ends in `.0`, a program has read whole numbers as fractions, and
/// the tail is left out: `17850.0` is `17850`.
struct IdentifierColumn: Sendable {
    let codes: [Int32]
    let dictionary: TextDictionary
    /// True by code where the text is empty or a word for nothing: `NULL`, `NaN`, `None`, `N/A`.
    let isMissing: [Bool]
    let dropsFloatTail: Bool

    init(_ column: consuming CodedColumn, keepsFloatTail: Bool = false) {
        let dictionary = column.dictionary
        codes = column.codes
        let missing = (0..<Int32(dictionary.count)).map { code in
            dictionary.withBytes(code) { IdentifierColumn.isMissingWord($0) }
        }
        dropsFloatTail =
            !keepsFloatTail && missing.contains(false)
            && (0..<Int32(dictionary.count)).allSatisfy { code in
                missing[Int(code)]
                    || dictionary.withBytes(code) { IdentifierColumn.hasFloatTail($0) }
            }
        isMissing = missing
        self.dictionary = dictionary
    }

    /// Different texts that are not missing.
    var distinctCount: Int { isMissing.lazy.filter { !$0 }.count }

    func text(_ code: Int32) -> String {
        withBytes(code) { String(decoding: $0, as: UTF8.self) }
    }

    @inline(__always)
    func withBytes<Result>(
        _ code: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        dictionary.withBytes(code) { bytes in
            dropsFloatTail && bytes.count > 2
                ? body(UnsafeBufferPointer(rebasing: bytes.dropLast(2))) : body(bytes)
        }
    }

    private static let missingWords: [[UInt8]] = [
        "null", "nan", "none", "n/a", "na", "#n/a", "\\n", "(null)", "<na>",
    ].map { Array($0.utf8) }

    private static func isMissingWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if bytes.isEmpty { return true }
        guard bytes.count <= 6, bytes[0] &- 0x30 > 9 else { return false }
        let word = bytes.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        return missingWords.contains(word)
    }

    private static func hasFloatTail(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count > 2, bytes[bytes.count - 1] == 0x30, bytes[bytes.count - 2] == 0x2E
        else { return false }
        var digits = bytes.dropLast(2)
        if digits.first == 0x2D { digits = digits.dropFirst() }
        return !digits.isEmpty && digits.allSatisfy { $0 &- 0x30 <= 9 }
    }
}
