/// Header fields in their order; names match without regard to case.
///
/// Kept as bytes and read on demand: a request costs two allocations, however many fields it has.
package struct HTTPHeaders: Sendable {
    /// Where a field lies in `bytes`; a NUL follows each name and each value, for C.
    struct Field: Sendable {
        let nameStart: Int
        let nameCount: Int
        let valueStart: Int
        let valueCount: Int
    }

    private(set) var bytes: [UInt8] = []
    private(set) var fields: [Field] = []

    package init() {}

    package var count: Int { fields.count }

    /// The first field's value; setting replaces all fields of the name, nil removes them.
    package subscript(name: String) -> String? {
        get { fields.first { matches($0, name) }.map(value) }
        set {
            fields = fields.filter { !matches($0, name) }
            if let newValue { add(name, newValue) }
        }
    }

    /// The values of all fields of the name, in their order.
    package func values(_ name: String) -> [String] {
        fields.lazy.filter { matches($0, name) }.map(value)
    }

    package func contains(_ name: String) -> Bool {
        fields.contains { matches($0, name) }
    }

    /// Adds a field. Control characters in the value become blanks, so that no value can start a
    /// field of its own.
    package mutating func add(_ name: String, _ value: String) {
        let nameStart = bytes.count
        bytes.append(contentsOf: name.utf8)
        let nameCount = bytes.count - nameStart
        bytes.append(0)
        let valueStart = bytes.count
        for byte in value.utf8 { bytes.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
        let valueCount = bytes.count - valueStart
        bytes.append(0)
        fields.append(
            Field(
                nameStart: nameStart, nameCount: nameCount, valueStart: valueStart,
                valueCount: valueCount))
    }

    /// Adds those fields of `others` whose names are not here yet.
    mutating func addMissing(_ others: HTTPHeaders) {
        for field in others.fields where !contains(nameOf: field, in: others) {
            let start = bytes.count
            let end = field.valueStart + field.valueCount + 1
            bytes.append(contentsOf: others.bytes[field.nameStart..<end])
            fields.append(
                Field(
                    nameStart: start, nameCount: field.nameCount,
                    valueStart: start + field.nameCount + 1, valueCount: field.valueCount))
        }
    }

    private func contains(nameOf field: Field, in others: HTTPHeaders) -> Bool {
        fields.contains { own in
            guard own.nameCount == field.nameCount else { return false }
            for index in 0..<own.nameCount {
                let left = bytes[own.nameStart + index].asciiLowercased
                if left != others.bytes[field.nameStart + index].asciiLowercased { return false }
            }
            return true
        }
    }

    /// Adds a received field as it came; the caller has checked it.
    mutating func add(
        name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) {
        let nameStart = bytes.count
        bytes.append(contentsOf: name)
        bytes.append(0)
        let valueStart = bytes.count
        bytes.append(contentsOf: value)
        bytes.append(0)
        fields.append(
            Field(
                nameStart: nameStart, nameCount: name.count, valueStart: valueStart,
                valueCount: value.count))
    }

    mutating func reserve(fields fieldCount: Int, bytes byteCount: Int) {
        fields.reserveCapacity(fieldCount)
        bytes.reserveCapacity(byteCount)
    }

    func name(_ field: Field) -> String {
        String(decoding: bytes[field.nameStart..<field.nameStart + field.nameCount], as: UTF8.self)
    }

    func value(_ field: Field) -> String {
        String(
            decoding: bytes[field.valueStart..<field.valueStart + field.valueCount], as: UTF8.self)
    }

    private func matches(_ field: Field, _ name: String) -> Bool {
        guard field.nameCount == name.utf8.count else { return false }
        var index = field.nameStart
        for byte in name.utf8 {
            if bytes[index].asciiLowercased != byte.asciiLowercased { return false }
            index += 1
        }
        return true
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }
}

extension HTTPHeaders: CustomStringConvertible {
    /// The names alone: values may be secrets.
    package var description: String {
        fields.map(name).joined(separator: ", ")
    }
}

extension HTTPHeaders {
    /// All fields as names and values.
    package var pairs: [(name: String, value: String)] {
        fields.map { (name($0), value($0)) }
    }

    /// Whether a comma-separated list holds a word, without regard to case and parameters.
    package func list(_ name: String, contains word: String) -> Bool {
        values(name).contains { value in
            value.split(separator: ",").contains { item in
                let bare = item.prefix { $0 != ";" }.trimmingBlanks()
                return bare.equalsIgnoringASCIICase(word)
            }
        }
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension StringProtocol {
    func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }

    func trimmingBlanks() -> Substring {
        var rest = Substring(self)
        while let first = rest.utf8.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
        while let last = rest.utf8.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return rest
    }
}
