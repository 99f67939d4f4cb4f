/// The routes by the segments of their paths.
struct RouteTree: Sendable {
    private struct Leaf: Sendable {
        /// The names of the parameters, in the path's order.
        var names: [String] = []
        var numbers: [HTTPMethod: Int] = [:]
    }

    /// Children are reached through arrays, which makes a struct that contains itself possible.
    private struct Node: Sendable {
        var fixed: [String: Int] = [:]
        var parameter: Int?
        var leaf: Leaf?
        var rest: Leaf?
    }

    private var nodes: [Node] = [Node()]

    mutating func insert(_ route: Route, number: Int) {
        precondition(route.path.hasPrefix("/"), "the path \(route.path) does not begin with /")
        var index = 0
        var names: [String] = []
        var takesRest = false
        for segment in route.path.dropFirst().split(
            separator: "/", omittingEmptySubsequences: false)
        {
            precondition(!takesRest, "nothing may follow {…...} in \(route.path)")
            if segment.hasPrefix("{"), segment.hasSuffix("...}") {
                names.append(String(segment.dropFirst().dropLast(4)))
                takesRest = true
            } else if segment.hasPrefix("{"), segment.hasSuffix("}") {
                names.append(String(segment.dropFirst().dropLast()))
                index = parameterChild(of: index)
            } else {
                index = fixedChild(of: index, String(segment))
            }
        }
        var leaf = (takesRest ? nodes[index].rest : nodes[index].leaf) ?? Leaf(names: names)
        precondition(
            leaf.names == names, "the parameters of \(route.path) have other names elsewhere")
        precondition(
            leaf.numbers.updateValue(number, forKey: route.method) == nil,
            "\(route.method.rawValue) \(route.path) is declared twice")
        if takesRest { nodes[index].rest = leaf } else { nodes[index].leaf = leaf }
    }

    /// The methods at a path, and the values of its parameters.
    func find(
        _ segments: [String]
    ) -> (numbers: [HTTPMethod: Int], parameters: [(name: String, value: String)])? {
        var values: [String] = []
        guard let leaf = find(segments[...], at: 0, &values) else { return nil }
        return (leaf.numbers, zip(leaf.names, values).map { (name: $0, value: $1) })
    }

    /// Depth is bounded by the declared paths, not by the request.
    private func find(_ segments: ArraySlice<String>, at index: Int, _ values: inout [String])
        -> Leaf?
    {
        let node = nodes[index]
        guard let first = segments.first else { return node.leaf }
        if let child = node.fixed[first],
            let leaf = find(segments.dropFirst(), at: child, &values)
        {
            return leaf
        }
        if let child = node.parameter, !first.isEmpty {
            values.append(first)
            if let leaf = find(segments.dropFirst(), at: child, &values) { return leaf }
            values.removeLast()
        }
        if let rest = node.rest {
            values.append(segments.joined(separator: "/"))
            return rest
        }
        return nil
    }

    private mutating func fixedChild(of index: Int, _ segment: String) -> Int {
        if let child = nodes[index].fixed[segment] { return child }
        nodes.append(Node())
        nodes[index].fixed[segment] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func parameterChild(of index: Int) -> Int {
        if let child = nodes[index].parameter { return child }
        nodes.append(Node())
        nodes[index].parameter = nodes.count - 1
        return nodes.count - 1
    }
}
