/// The members of a JSON object in the order in which they stand, each name once.
///
/// Equality and order: `{"a":1,"b":2}` differs from `{"b":2,"a":1}`. Lookup by name takes time with
/// the number of members.
package struct JSONObject: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package let name: String
        package var value: JSONValue
    }

    package private(set) var members: [Member] = []

    package init() {}

    package var names: [String] { members.map(\.name) }
    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }

    /// Setting nil removes the member; a new name goes to the end.
    package subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds a member whose name the reader has found to be new.
    mutating func append(name: String, value: JSONValue) {
        members.append(Member(name: name, value: value))
    }
}
