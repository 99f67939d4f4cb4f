package import ExactValues

/// Writes JSON into a growing buffer: members in the order of the calls, commas by itself.
///
///     var writer = JSONWriter()
///     writer.object { answer in
///         answer.field("received", 1000)
///         answer.array("errors") { errors in
///             for error in rejected { errors.object { $0.field("line", error.line) } }
///         }
///     }
///     send(writer.bytes)
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether the next value or name follows another in its object or array.
    private var needsComma = false

    package init(reserving byteCount: Int = 0) {
        bytes.reserveCapacity(byteCount)
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Starts over with the same memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// A line end between values that stand for themselves, as NDJSON wants it.
    package mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
    }
}

extension JSONWriter {
    package mutating func object<E: Error>(
        _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        try nested(0x7B, 0x7D, body)
    }

    package mutating func array<E: Error>(
        _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        try nested(0x5B, 0x5D, body)
    }

    /// A member of the object being written; nil is written as null.
    package mutating func field(_ name: String, _ value: some JSONWritable) {
        key(name)
        value.write(to: &self)
    }

    /// A member that is left out where the value is nil.
    package mutating func field<Value: JSONWritable>(ifPresent name: String, _ value: Value?) {
        if let value { field(name, value) }
    }

    package mutating func object<E: Error>(
        _ name: String, _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        key(name)
        try object(body)
    }

    package mutating func array<E: Error>(
        _ name: String, _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        key(name)
        try array(body)
    }

    /// The name of the next value.
    package mutating func key(_ name: String) {
        separate()
        escaped(name)
        bytes.append(0x3A)
        needsComma = false
    }

    private mutating func nested<E: Error>(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        separate()
        bytes.append(open)
        needsComma = false
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }
}

extension JSONWriter {
    package mutating func null() { raw("null") }

    package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }

    package mutating func value(_ number: Int64) {
        separate()
        if number < 0 { bytes.append(0x2D) }
        digits(number.magnitude)
    }

    /// The shortest text that reads back as the same double, without a useless `.0`; null for what
    /// JSON has no number for.
    package mutating func value(_ number: Double) {
        if let number = JSONNumber(number) { raw(number.text) } else { null() }
    }

    /// The exact number, trailing zeros of the decimals left out.
    package mutating func value(_ number: FixedDecimal) {
        let number = number.normalized
        if number.scale == 0, let integer = Int64(exactly: number.units) {
            value(integer)
        } else {
            raw(number.description)
        }
    }

    package mutating func value(_ text: String) {
        separate()
        escaped(text)
    }

    /// Text in UTF-8 that the caller knows to be well-formed.
    package mutating func value(utf8 text: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(0x22)
        escape(text)
        bytes.append(0x22)
    }

    /// JSON that is written already.
    package mutating func rawValue(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func digits(_ number: UInt64) {
        var rest = number
        let start = bytes.count
        repeat {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func escaped(_ text: String) {
        bytes.append(0x22)
        var copy = text
        copy.withUTF8 { escape($0) }
        bytes.append(0x22)
    }

    /// Escapes what RFC 8259 wants escaped; runs of other bytes are copied whole.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
            runStart = index + 1
            bytes.append(0x5C)
            switch byte {
            case 0x22, 0x5C: bytes.append(byte)
            case 0x0A: bytes.append(0x6E)
            case 0x0D: bytes.append(0x72)
            case 0x09: bytes.append(0x74)
            default:
                let hex: StaticString = "0123456789abcdef"
                bytes.append(contentsOf: [0x75, 0x30, 0x30])
                bytes.append(hex.utf8Start[Int(byte >> 4)])
                bytes.append(hex.utf8Start[Int(byte & 15)])
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart...]))
    }
}
