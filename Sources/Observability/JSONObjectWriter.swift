/// Writes one flat JSON object, as log lines and problem details are: no nesting but by `raw`.
package struct JSONObjectWriter {
    private var bytes: [UInt8]
    private var isFirst = true

    /// Continues after `prefix`, whose storage is taken over.
    package init(reusing prefix: consuming [UInt8] = []) {
        bytes = prefix
        bytes.append(0x7B)
    }

    package mutating func field(_ name: String, _ value: String) {
        key(name)
        JSONObjectWriter.appendQuoted(value, to: &bytes)
    }

    package mutating func field(_ name: String, _ value: Int) {
        key(name)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number that JSON cannot write (infinity, not a number) becomes `null`.
    package mutating func field(_ name: String, _ value: Double) {
        key(name)
        bytes.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
    }

    package mutating func field(_ name: String, _ value: Bool) {
        key(name)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// `json` is written as it stands: it has to be one whole JSON value.
    package mutating func field(_ name: String, raw json: [UInt8]) {
        key(name)
        bytes.append(contentsOf: json)
    }

    /// The whole object.
    package consuming func finish() -> [UInt8] {
        bytes.append(0x7D)
        return bytes
    }

    private mutating func key(_ name: String) {
        if !isFirst { bytes.append(0x2C) }
        isFirst = false
        JSONObjectWriter.appendQuoted(name, to: &bytes)
        bytes.append(0x3A)
    }

    /// Appends a JSON string: quotes, escapes of `"`, `\` and control characters, the rest as UTF-8.
    package static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30])
                bytes.append(hexDigit(byte >> 4))
                bytes.append(hexDigit(byte & 0x0F))
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x61 + value - 10
    }
}
