/// A strict RFC 8259 cursor over borrowed bytes: answers places, copies and allocates nothing.
///
/// Everything it passes over is validated, UTF-8 included. The bytes must outlive it: make it
/// inside a `withUnsafeBufferPointer` and let it not leave. `JSONValue` and the event decoder stand
/// on it. Duplicate names are the caller's to notice, who knows which names matter.
///
///     var scanner = JSONScanner(bytes)
///     try scanner.beginObject()
///     while let key = try scanner.nextKey() {
///         if scanner.equals(key, "name") { name = try scanner.string() }
///         else { try scanner.skipValue() }
///     }
///     try scanner.expectEnd()
package struct JSONScanner {
    package let bytes: UnsafeBufferPointer<UInt8>
    /// Where the cursor stands.
    package var offset = 0
    package let depthLimit: Int
    /// True directly after `{` or `[`, where a comma may not stand.
    var isAtStart = false

    package init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int = 64) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }
}

/// What kind of value begins at a byte.
package enum JSONKind: UInt8, Sendable, Hashable {
    case null
    case boolean
    case number
    case string
    case array
    case object

    /// With an article, for messages.
    package var words: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSONScanner {
    package mutating func skipWhitespace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    /// Passes blanks and tells the kind of the value that begins there.
    package mutating func peek() throws(JSONError) -> JSONKind {
        skipWhitespace()
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        switch bytes[offset] {
        case 0x22: return .string
        case 0x2D, 0x30...0x39: return .number
        case 0x7B: return .object
        case 0x5B: return .array
        case 0x6E: return .null
        case 0x74, 0x66: return .boolean
        case let byte: throw JSONError(.unexpectedByte(byte, wanted: .value), at: offset)
        }
    }

    /// Passes the `{` of an object; `nextKey` then answers its names.
    package mutating func beginObject() throws(JSONError) {
        try expect(0x7B, .object)
        isAtStart = true
    }

    /// The next name of the object, with the cursor at its value; nil once past the `}`.
    package mutating func nextKey() throws(JSONError) -> JSONStringSpan? {
        skipWhitespace()
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        var wanted = JSONError.Wanted.keyOrEnd
        if bytes[offset] == 0x7D {
            offset += 1
            isAtStart = false
            return nil
        }
        if !isAtStart {
            try expect(0x2C, .commaOrBrace)
            skipWhitespace()
            wanted = .key
        }
        isAtStart = false
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        guard bytes[offset] == 0x22 else {
            throw JSONError(.unexpectedByte(bytes[offset], wanted: wanted), at: offset)
        }
        let key = try string()
        skipWhitespace()
        try expect(0x3A, .colon)
        skipWhitespace()
        return key
    }

    package mutating func beginArray() throws(JSONError) {
        try expect(0x5B, .array)
        isAtStart = true
    }

    /// True with the cursor at the next element; false once past the `]`.
    package mutating func nextElement() throws(JSONError) -> Bool {
        skipWhitespace()
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        if bytes[offset] == 0x5D {
            offset += 1
            isAtStart = false
            return false
        }
        if !isAtStart {
            try expect(0x2C, .commaOrBracket)
            skipWhitespace()
            guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
            guard bytes[offset] != 0x5D else {
                throw JSONError(.unexpectedByte(0x5D, wanted: .value), at: offset)
            }
        }
        isAtStart = false
        return true
    }

    /// Passes `true` or `false`.
    package mutating func boolean() throws(JSONError) -> Bool {
        skipWhitespace()
        if offset < bytes.count, bytes[offset] == 0x74 {
            try literal("true")
            return true
        }
        try literal("false")
        return false
    }

    package mutating func null() throws(JSONError) {
        skipWhitespace()
        try literal("null")
    }

    /// Validates and passes one value of any kind; answers where it lies.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        skipWhitespace()
        let start = offset
        try skipValue(depth: 0)
        return start..<offset
    }

    /// Only blanks may follow.
    package mutating func expectEnd() throws(JSONError) {
        skipWhitespace()
        guard offset == bytes.count else {
            throw JSONError(.unexpectedByte(bytes[offset], wanted: .end), at: offset)
        }
    }

    private mutating func skipValue(depth: Int) throws(JSONError) {
        switch try peek() {
        case .string: _ = try string()
        case .number: _ = try number()
        case .boolean: _ = try boolean()
        case .null: try null()
        case .object:
            try checkDepth(depth)
            try beginObject()
            while try nextKey() != nil { try skipValue(depth: depth + 1) }
        case .array:
            try checkDepth(depth)
            try beginArray()
            while try nextElement() { try skipValue(depth: depth + 1) }
        }
    }

    /// An object or array that begins inside `depth` others may stand there.
    func checkDepth(_ depth: Int) throws(JSONError) {
        guard depth < depthLimit else {
            throw JSONError(.tooDeep(limit: depthLimit), at: offset)
        }
    }

    private mutating func expect(
        _ byte: UInt8, _ wanted: JSONError.Wanted
    ) throws(JSONError) {
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        guard bytes[offset] == byte else {
            throw JSONError(.unexpectedByte(bytes[offset], wanted: wanted), at: offset)
        }
        offset += 1
    }

    private mutating func literal(_ text: StaticString) throws(JSONError) {
        for index in 0..<text.utf8CodeUnitCount {
            guard offset + index < bytes.count else {
                throw JSONError(.unexpectedEnd, at: offset + index)
            }
            guard bytes[offset + index] == text.utf8Start[index] else {
                throw JSONError(
                    .unexpectedByte(bytes[offset + index], wanted: .value), at: offset + index)
            }
        }
        offset += text.utf8CodeUnitCount
    }
}
