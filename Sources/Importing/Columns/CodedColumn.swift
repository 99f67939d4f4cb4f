/// A column of texts while it is read: a code a line and each different text once.
struct CodedColumn {
    private(set) var codes: [Int32] = []
    private(set) var interner = TextInterner()
    private var lastCode: Int32 = 0
    /// Lines whose text was not UTF-8 and was read as Windows-1252.
    private(set) var windows1252Count = 0

    var dictionary: TextDictionary { interner.dictionary }

    /// Adds a line's text; false where the column holds too much text.
    @inline(__always)
    mutating func append(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Lines of one order, and of one day, stand together.
        let isRepeated = dictionary.withBytes(lastCode) { last in
            last.hasSameBytes(text)
        }
        if isRepeated {
            codes.append(lastCode)
            return true
        }
        guard let code = text.isASCII ? interner.code(of: text) : codeOfOther(text) else {
            return false
        }
        codes.append(code)
        lastCode = code
        return true
    }

    /// Adds a line without a text.
    mutating func appendEmpty() {
        codes.append(0)
    }

    private mutating func codeOfOther(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        if String(validating: text, as: UTF8.self) != nil { return interner.code(of: text) }
        windows1252Count += 1
        return Windows1252.utf8(text).withUnsafeBufferPointer { interner.code(of: $0) }
    }
}
