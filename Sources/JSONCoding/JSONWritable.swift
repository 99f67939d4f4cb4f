package import ExactValues

/// What can write itself as one JSON value.
package protocol JSONWritable {
    /// Writes exactly one value.
    func write(to writer: inout JSONWriter)
}

extension JSONWritable {
    /// The value as a text of its own.
    package var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    package var jsonText: String { String(decoding: jsonBytes, as: UTF8.self) }
}

extension String: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Bool: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(Int64(self)) }
}

extension Int64: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Double: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension FixedDecimal: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

/// `YYYY-MM-DD`.
extension CalendarDate: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(description) }
}

/// RFC 3339 in UTC.
extension UTCTimestamp: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(description) }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        if let self { self.write(to: &writer) } else { writer.null() }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.array { writer in
            for element in self { element.write(to: &writer) }
        }
    }
}

extension JSONNumber: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.rawValue(text.utf8) }
}

extension JSONObject: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for member in members { writer.field(member.name, member.value) }
        }
    }
}

extension JSONValue: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let flag): writer.value(flag)
        case .number(let number): number.write(to: &writer)
        case .string(let text): writer.value(text)
        case .array(let items): items.write(to: &writer)
        case .object(let object): object.write(to: &writer)
        }
    }
}
