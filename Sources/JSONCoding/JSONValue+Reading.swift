/// How much a reader takes from a stranger.
package struct JSONLimits: Hashable, Sendable {
    /// Objects and arrays inside one another.
    package var depth: Int
    package var bytes: Int

    /// 64 deep and 1 MiB: more than any request of the API needs.
    package init(depth: Int = 64, bytes: Int = 1 << 20) {
        self.depth = depth
        self.bytes = bytes
    }
}

extension JSONValue {
    /// Reads one JSON text, strictly: RFC 8259, UTF-8, each name once in an object.
    package init(
        reading bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) {
        guard bytes.count <= limits.bytes else {
            throw JSONError(.tooLarge(limit: limits.bytes), at: limits.bytes)
        }
        var scanner = JSONScanner(bytes, depthLimit: limits.depth)
        self = try scanner.value(depth: 0)
        try scanner.expectEnd()
    }

    package init(
        reading bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) {
        // `withUnsafeBufferPointer` does not carry a concrete error type together with a result of
        // this kind, hence the detour.
        let result = bytes.withUnsafeBufferPointer { buffer in
            JSONValue.read(buffer, limits)
        }
        self = try result.get()
    }

    package init(
        reading text: String, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) {
        try self.init(reading: Array(text.utf8), limits: limits)
    }

    private static func read(
        _ buffer: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits
    ) -> Result<JSONValue, JSONError> {
        do throws(JSONError) {
            return .success(try JSONValue(reading: buffer, limits: limits))
        } catch {
            return .failure(error)
        }
    }
}

extension JSONScanner {
    /// Reads the value at the cursor, which stands inside `depth` objects and arrays.
    package mutating func value(depth: Int = 0) throws(JSONError) -> JSONValue {
        switch try peek() {
        case .null:
            try null()
            return .null
        case .boolean:
            return .boolean(try boolean())
        case .number:
            let range = try number()
            return .number(
                JSONNumber(validated: String(decoding: rawBytes(range), as: UTF8.self)))
        case .string:
            return .string(text(try string()))
        case .array:
            return .array(try arrayItems(depth: depth))
        case .object:
            return .object(try objectMembers(depth: depth))
        }
    }

    private mutating func arrayItems(depth: Int) throws(JSONError) -> [JSONValue] {
        try checkDepth(depth)
        try beginArray()
        var items: [JSONValue] = []
        while try nextElement() { items.append(try value(depth: depth + 1)) }
        return items
    }

    private mutating func objectMembers(depth: Int) throws(JSONError) -> JSONObject {
        try checkDepth(depth)
        try beginObject()
        var object = JSONObject()
        var names: Set<String> = []
        while let key = try nextKey() {
            let name = text(key)
            guard names.insert(name).inserted else {
                throw JSONError(.duplicateKey(name), at: key.start - 1)
            }
            object.append(name: name, value: try value(depth: depth + 1))
        }
        return object
    }
}
