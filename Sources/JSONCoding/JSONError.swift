/// Why bytes are not acceptable JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8, wanted: Wanted)
        case controlCharacterInString
        case invalidEscape
        case loneSurrogate
        case invalidUTF8
        case invalidNumber
        case duplicateKey(String)
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
    }

    /// What could have stood where the unexpected byte stands.
    package enum Wanted: String, Hashable, Sendable {
        case value = "a value"
        case key = "a name in double quotes"
        case keyOrEnd = "a name in double quotes, or }"
        case colon = "a colon"
        case commaOrBrace = "a comma or }"
        case commaOrBracket = "a comma or ]"
        case object = "an object, which begins with {"
        case array = "an array, which begins with ["
        case end = "nothing more"
    }

    package let kind: Kind
    /// Bytes before the fault, from the start of what was read.
    package let offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// Words without the place, for messages that tell the place otherwise.
    package var words: String {
        switch kind {
        case .unexpectedEnd: "the text ends in the middle of a value"
        case .unexpectedByte(let byte, let wanted):
            "found \(JSONError.name(of: byte)) where \(wanted.rawValue) is expected"
        case .controlCharacterInString:
            "a text holds a control character, which must be written as an escape such as \\n"
        case .invalidEscape: "a text holds an unknown escape after a backslash"
        case .loneSurrogate: "a text holds half of a surrogate pair (\\uD800 to \\uDFFF)"
        case .invalidUTF8: "the bytes are not UTF-8"
        case .invalidNumber: "a number is not written as JSON wants it"
        case .duplicateKey(let key): "the name \"\(key)\" stands twice in one object"
        case .tooDeep(let limit): "values are nested more than \(limit) deep"
        case .tooLarge(let limit): "the text is longer than \(limit) bytes"
        }
    }

    package var description: String { "\(words) (byte \(offset))" }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x21...0x7E: String(UnicodeScalar(byte))
        case 0x0A, 0x0D: "the end of the line"
        case 0x20, 0x09: "a blank"
        case 0xEF: "a byte-order mark or another character"
        default: "byte \(byte)"
        }
    }
}
