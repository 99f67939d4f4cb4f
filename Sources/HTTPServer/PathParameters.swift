/// The values of a route template's parameters, decoded.
package struct PathParameters: Sendable {
    private let pairs: [(name: String, value: String)]

    package init(_ pairs: [(name: String, value: String)] = []) {
        self.pairs = pairs
    }

    /// The value of `{name}`. Asking for a name that the template does not have is a fault of the
    /// program, which stops it.
    package subscript(name: String) -> String {
        guard let pair = pairs.first(where: { $0.name == name }) else {
            preconditionFailure("the route's path has no parameter {\(name)}")
        }
        return pair.value
    }

    /// A value of a type that reads itself from text; 404 where the text is none, as no resource
    /// has such an identifier.
    package func value<Value: LosslessStringConvertible>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(HTTPProblem) -> Value {
        guard let value = Value(self[name]) else { throw HTTPProblem.notFound }
        return value
    }
}
