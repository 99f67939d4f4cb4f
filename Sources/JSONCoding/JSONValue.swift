/// Any JSON value: for requests and answers of modest size. Events take `JSONScanner` directly.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    package var kind: JSONKind {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    package var isNull: Bool { self == .null }

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var boolean: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
    package var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
    package var int: Int? { number?.int }
    package var double: Double? { number?.double }
    package var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    /// The member of an object; nil where it is absent or this is no object.
    package subscript(name: String) -> JSONValue? { object?[name] }

    /// The element of an array; nil past its end or where this is no array.
    package subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(booleanLiteral flag: Bool) { self = .boolean(flag) }
    package init(integerLiteral number: Int) { self = .number(JSONNumber(number)) }
    package init(stringLiteral text: String) { self = .string(text) }
    package init(arrayLiteral items: JSONValue...) { self = .array(items) }

    /// - Precondition: no name stands twice.
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        var object = JSONObject()
        for (name, value) in members {
            precondition(object[name] == nil, "a name stands once in an object")
            object[name] = value
        }
        self = .object(object)
    }
}
