import Glibc

extension BinaryKind {
    /// What the first bytes of a file say, nil where they may be text.
    static func recognised(in head: UnsafeRawBufferPointer) -> BinaryKind? {
        for (magic, kind) in magics where head.starts(with: magic) { return kind }
        guard let base = head.baseAddress, memchr(base, 0, head.count) != nil else { return nil }
        return looksLikeUTF16(head) ? .utf16WithoutMark : .unknown
    }

    private static let magics: [([UInt8], BinaryKind)] = [
        ([0x50, 0x4B, 0x03, 0x04], .excelWorkbook),
        ([0xD0, 0xCF, 0x11, 0xE0], .oldExcelWorkbook),
        ([0x50, 0x41, 0x52, 0x31], .parquet),
        ([0x25, 0x50, 0x44, 0x46, 0x2D], .pdf),
        ([0x42, 0x5A, 0x68], .otherCompression),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .otherCompression),
        ([0x28, 0xB5, 0x2F, 0xFD], .otherCompression),
        ([0x37, 0x7A, 0xBC, 0xAF], .otherCompression),
    ]

    /// Every second byte is zero, as in Latin text of two bytes a character.
    private static func looksLikeUTF16(_ head: UnsafeRawBufferPointer) -> Bool {
        let pairs = min(head.count / 2, 32)
        guard pairs >= 2 else { return false }
        let even = (0..<pairs).allSatisfy { head[2 * $0] == 0 && head[2 * $0 + 1] != 0 }
        let odd = (0..<pairs).allSatisfy { head[2 * $0] != 0 && head[2 * $0 + 1] == 0 }
        return even || odd
    }
}
