/// A question to the catalogue, checked when it is made and right ever after.
package struct MetricQuery: Sendable, Hashable {
    package let metrics: [Metric]
    package let dimensions: [Dimension]
    package let filters: [Filter]
    package let dateRange: DateRange
    package let grain: Grain?
    package let comparison: Comparison?
    package let orderBy: [Order]
    package let limit: Int

    package struct Filter: Sendable, Hashable {
        package let dimension: Dimension
        package let isExcluding: Bool
        package let values: [String]

        package init(dimension: Dimension, isExcluding: Bool, values: [String]) {
            self.dimension = dimension
            self.isExcluding = isExcluding
            self.values = values
        }
    }

    package enum Comparison: Sendable, Hashable {
        case previousPeriod
        case previousYear
        case custom(DateRange)

        package func range(for current: DateRange) -> DateRange {
            switch self {
            case .previousPeriod: current.previousPeriod
            case .previousYear: current.previousYear
            case .custom(let range): range
            }
        }
    }

    package struct Order: Sendable, Hashable {
        /// A metric's or dimension's name, or `period`.
        package let column: String
        package let isDescending: Bool

        package init(column: String, isDescending: Bool) {
            self.column = column
            self.isDescending = isDescending
        }
    }

    /// The most rows that one answer holds.
    package static let limitMax = 10_000

    package init(
        metrics: [Metric], dimensions: [Dimension] = [], filters: [Filter] = [],
        dateRange: DateRange, grain: Grain? = nil, comparison: Comparison? = nil,
        orderBy: [Order] = [], limit: Int = MetricQuery.limitMax
    ) throws(MetricQueryError) {
        var problems: [MetricQueryError.Problem] = []
        if metrics.isEmpty {
            problems.append(.init(pointer: "/metrics", detail: "name at least one metric"))
        }
        if Set(metrics.map(\.name)).count != metrics.count {
            problems.append(.init(pointer: "/metrics", detail: "each metric only once"))
        }
        if Set(dimensions).count != dimensions.count {
            problems.append(.init(pointer: "/dimensions", detail: "each dimension only once"))
        }
        for (index, metric) in metrics.enumerated() where grain == .hour && !metric.hasHours {
            problems.append(
                .init(
                    pointer: "/metrics/\(index)",
                    detail:
                        "\(metric.name) is not known by the hour, because orders have days; "
                        + "use grain day, week or month"))
        }
        if grain == .hour, dateRange.dayCount > 31 {
            problems.append(
                .init(
                    pointer: "/date_range",
                    detail: "at most 31 days by the hour; this is \(dateRange.dayCount)"))
        }
        for (index, filter) in filters.enumerated() where filter.values.isEmpty {
            problems.append(
                .init(pointer: "/filters/\(index)/values", detail: "name at least one value"))
        }
        if !(1...MetricQuery.limitMax).contains(limit) {
            problems.append(
                .init(pointer: "/limit", detail: "between 1 and \(MetricQuery.limitMax)"))
        }
        let columns =
            metrics.map(\.name) + dimensions.map(\.rawValue) + (grain == nil ? [] : ["period"])
        for (index, order) in orderBy.enumerated() where !columns.contains(order.column) {
            problems.append(
                .init(
                    pointer: "/order_by/\(index)/by",
                    detail: "\(order.column) is not in this answer; it has "
                        + columns.joined(separator: ", ")))
        }
        guard problems.isEmpty else { throw MetricQueryError(problems: problems) }
        self.metrics = metrics
        self.dimensions = dimensions
        self.filters = filters
        self.dateRange = dateRange
        self.grain = grain
        self.comparison = comparison
        self.orderBy = orderBy
        self.limit = limit
    }
}

/// What is wrong with a query, all of it at once.
package struct MetricQueryError: Error, Sendable, Hashable, CustomStringConvertible {
    package struct Problem: Sendable, Hashable {
        /// A JSON pointer into the query.
        package let pointer: String
        package let detail: String

        package init(pointer: String, detail: String) {
            self.pointer = pointer
            self.detail = detail
        }
    }

    package let problems: [Problem]

    package init(problems: [Problem]) {
        self.problems = problems
    }

    package var description: String {
        problems.map { "\($0.pointer): \($0.detail)" }.joined(separator: "; ")
    }
}
