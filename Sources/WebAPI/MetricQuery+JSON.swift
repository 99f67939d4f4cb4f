import ExactValues
import JSONCoding
import SemanticLayer

extension MetricQuery {
    /// Reads the body of `POST /v1/query`. All that is wrong is told at once; an unknown name
    /// comes with the list of valid ones.
    init(json: JSONValue) throws(MetricQueryError) {
        var reader = QueryReader(json)
        let metrics = reader.metrics()
        let dimensions = reader.dimensions()
        let filters = reader.filters()
        let range = reader.dateRange("date_range")
        let grain = reader.grain()
        let comparison = reader.comparison()
        reader.checkSource()
        let orderBy = reader.orderBy()
        let limit = reader.limit()
        reader.refuseUnknownMembers()
        guard reader.problems.isEmpty, let range else {
            throw MetricQueryError(problems: reader.problems)
        }
        try self.init(
            metrics: metrics, dimensions: dimensions, filters: filters, dateRange: range,
            grain: grain, comparison: comparison, orderBy: orderBy, limit: limit)
    }
}

/// Takes a query's JSON apart, member by member, and gathers what is wrong.
private struct QueryReader {
    private let body: JSONObject
    private(set) var problems: [MetricQueryError.Problem] = []

    private static let members = [
        "metrics", "dimensions", "filters", "date_range", "grain", "compare", "source",
        "order_by", "limit",
    ]

    init(_ json: JSONValue) {
        body = json.object ?? JSONObject()
        if json.object == nil {
            problem("", "the body is one JSON object with metrics and date_range")
        }
    }

    private mutating func problem(_ pointer: String, _ detail: String) {
        problems.append(.init(pointer: pointer, detail: detail))
    }

    private func member(_ name: String) -> JSONValue? {
        guard let value = body[name], !value.isNull else { return nil }
        return value
    }

    mutating func refuseUnknownMembers() {
        for name in body.names where !Self.members.contains(name) {
            problem(
                "/\(name)",
                "a query has no member \(name); it has "
                    + Self.members.joined(separator: ", "))
        }
    }

    mutating func metrics() -> [Metric] {
        names("metrics").compactMap { index, name in
            if let metric = MetricCatalogue.metric(named: name) { return metric }
            problem(
                "/metrics/\(index)",
                "there is no metric \(name); there are "
                    + MetricCatalogue.metrics.map(\.name).joined(separator: ", "))
            return nil
        }
    }

    mutating func dimensions() -> [Dimension] {
        names("dimensions").compactMap { index, name in
            dimension(name, pointer: "/dimensions/\(index)")
        }
    }

    private mutating func dimension(_ name: String, pointer: String) -> Dimension? {
        if let dimension = Dimension(rawValue: name) { return dimension }
        problem(
            pointer,
            "there is no dimension \(name); there are "
                + Dimension.allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }

    private mutating func names(_ name: String) -> [(Int, String)] {
        guard let value = member(name) else { return [] }
        guard let items = value.array, items.allSatisfy({ $0.string != nil }) else {
            problem("/\(name)", "\(name) is an array of names")
            return []
        }
        return items.enumerated().map { ($0, $1.string ?? "") }
    }

    mutating func filters() -> [MetricQuery.Filter] {
        guard let value = member("filters") else { return [] }
        guard let items = value.array else {
            problem("/filters", "filters is an array of {dimension, operator, values}")
            return []
        }
        var filters: [MetricQuery.Filter] = []
        for (index, item) in items.enumerated() {
            let pointer = "/filters/\(index)"
            let name = item["dimension"]?.string ?? ""
            guard let dimension = dimension(name, pointer: pointer + "/dimension") else { continue }
            let comparator = item["operator"]?.string ?? "in"
            guard comparator == "in" || comparator == "not_in" else {
                problem(pointer + "/operator", "the operator is in or not_in")
                continue
            }
            guard let values = item["values"]?.array, values.allSatisfy({ $0.string != nil })
            else {
                problem(pointer + "/values", "values is an array of texts")
                continue
            }
            filters.append(
                .init(
                    dimension: dimension, isExcluding: comparator == "not_in",
                    values: values.compactMap(\.string)))
        }
        return filters
    }

    mutating func dateRange(_ name: String) -> DateRange? {
        guard let value = member(name) else {
            problem("/\(name)", "\(name) is {\"from\": \"YYYY-MM-DD\", \"to\": \"YYYY-MM-DD\"}")
            return nil
        }
        return dateRange(value, pointer: "/\(name)")
    }

    private mutating func dateRange(_ value: JSONValue, pointer: String) -> DateRange? {
        let from = value["from"]?.string.flatMap { CalendarDate(iso: $0) }
        let to = value["to"]?.string.flatMap { CalendarDate(iso: $0) }
        if from == nil { problem(pointer + "/from", "from is a day, written YYYY-MM-DD") }
        if to == nil { problem(pointer + "/to", "to is a day, written YYYY-MM-DD") }
        guard let from, let to else { return nil }
        guard let range = DateRange(from: from, to: to) else {
            problem(pointer, "the range ends on \(to), before it starts on \(from)")
            return nil
        }
        return range
    }

    mutating func grain() -> Grain? {
        guard let value = member("grain") else { return nil }
        if let grain = value.string.flatMap({ Grain(rawValue: $0) }) { return grain }
        problem(
            "/grain",
            "the grain is one of "
                + Grain.allCases.map(\.rawValue).joined(separator: ", ") + ", or null")
        return nil
    }

    mutating func comparison() -> MetricQuery.Comparison? {
        guard let value = member("compare") else { return nil }
        switch value.string {
        case "previous_period": return .previousPeriod
        case "previous_year": return .previousYear
        case .some:
            problem("/compare", "compare is previous_period, previous_year or a range of days")
            return nil
        case nil: return dateRange(value, pointer: "/compare").map { .custom($0) }
        }
    }

    mutating func checkSource() {
        guard let value = member("source") else { return }
        if value.string.flatMap({ MetricSource(rawValue: $0) }) == nil {
            problem(
                "/source",
                "the source is one of "
                    + MetricSource.allCases.map(\.rawValue).joined(separator: ", "))
        }
    }

    mutating func orderBy() -> [MetricQuery.Order] {
        guard let value = member("order_by") else { return [] }
        guard let items = value.array else {
            problem("/order_by", "order_by is an array of {by, direction}")
            return []
        }
        var orders: [MetricQuery.Order] = []
        for (index, item) in items.enumerated() {
            let direction = item["direction"]?.string ?? "asc"
            guard let column = item["by"]?.string, direction == "asc" || direction == "desc"
            else {
                problem("/order_by/\(index)", "an order is {by: column, direction: asc or desc}")
                continue
            }
            orders.append(.init(column: column, isDescending: direction == "desc"))
        }
        return orders
    }

    mutating func limit() -> Int {
        guard let value = member("limit") else { return 1000 }
        if let limit = value.int { return limit }
        problem("/limit", "the limit is a whole number")
        return 1000
    }
}
