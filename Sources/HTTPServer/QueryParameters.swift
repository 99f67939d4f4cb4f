/// The parameters of a request's query, decoded: `?minutes=60&channel=google&channel=meta`.
package struct QueryParameters: Sendable {
    /// More than this is refused with 400.
    package static let countMax = 200

    /// In the order of the request.
    package let pairs: [(name: String, value: String)]

    package init(_ pairs: [(name: String, value: String)] = []) {
        self.pairs = pairs
    }

    /// Nil where an escape is broken, a text is not UTF-8 or there are too many.
    package init?(parsing text: some StringProtocol) {
        var pairs: [(name: String, value: String)] = []
        for item in text.split(separator: "&") {
            let halves = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pairs.count < QueryParameters.countMax,
                let name = PercentDecoding.decoded(halves[0], plusIsBlank: true),
                let value = halves.count == 1
                    ? "" : PercentDecoding.decoded(halves[1], plusIsBlank: true)
            else { return nil }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    /// The first value of the name.
    package subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    package func values(_ name: String) -> [String] {
        pairs.lazy.filter { $0.name == name }.map(\.value)
    }
}

extension QueryParameters {
    /// What to do with a number outside its range.
    package enum OutOfRange: Sendable {
        case refused
        case clamped
    }

    /// An integer; `standard` where the parameter is absent, 400 where it is none or refused.
    package func integer(
        _ name: String, default standard: Int, in range: ClosedRange<Int>,
        outOfRange: OutOfRange = .refused
    ) throws(HTTPProblem) -> Int {
        guard let text = self[name] else { return standard }
        guard let value = Int(text) else {
            throw HTTPProblem.badParameter(name, "\(name) must be a whole number")
        }
        if range.contains(value) { return value }
        guard outOfRange == .clamped else {
            throw HTTPProblem.badParameter(
                name, "\(name) must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return min(max(value, range.lowerBound), range.upperBound)
    }

    /// `true`/`1`, `false`/`0`, or the name alone for true; false where it is absent.
    package func flag(_ name: String) throws(HTTPProblem) -> Bool {
        switch self[name] {
        case nil, "false", "0": return false
        case "", "true", "1": return true
        default: throw HTTPProblem.badParameter(name, "\(name) must be true or false")
        }
    }

    /// A value of a type that reads itself from text; nil where the parameter is absent.
    package func value<Value: LosslessStringConvertible>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(HTTPProblem) -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = Value(text) else {
            throw HTTPProblem.badParameter(name, "\(name) cannot be read")
        }
        return value
    }
}
