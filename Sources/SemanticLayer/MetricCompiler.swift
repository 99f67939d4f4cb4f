package import SQLAccess

/// Turns a query into one statement over `business`, in SQL that all engines read alike.
///
/// Each relation is aggregated once, at the asked grain, into the measures that formulas need; the
/// relations are stacked and brought together by their keys; ratios are divided last. A measure
/// that a ratio takes over some channels only is a column of its own.
package struct MetricCompiler {
    private let query: MetricQuery

    package init(_ query: MetricQuery) {
        self.query = query
    }

    /// The rows of the asked period, or of another one for the comparison.
    ///
    /// Columns: `period` (where a grain is asked), the dimensions, the metrics, by name.
    package func rows(in range: DateRange? = nil) -> SQLStatement {
        statement(range: range ?? query.dateRange, isTotal: false)
    }

    /// One row: the metrics over the whole period. Not a sum of the rows: distinct customers and
    /// ratios cannot be added.
    package func totals(in range: DateRange? = nil) -> SQLStatement {
        statement(range: range ?? query.dateRange, isTotal: true)
    }

    private func statement(range: DateRange, isTotal: Bool) -> SQLStatement {
        let components = Component.needed(by: query.metrics)
        let relations = Relation.allCases.filter { relation in
            components.contains { self.relation(of: $0) == relation }
        }
        let keys = isTotal ? [] : keyColumns
        var ctes = scopes(components).map { scopeCTE($0, range: range) }
        let stacked = relations.map { relation in
            relationSelect(relation, components: components, range: range, isTotal: isTotal)
        }
        ctes.append("stacked AS (\(statement: stacked.joined(separator: "\nUNION ALL\n")))")
        let keyList = keys.map { "\(identifier: $0)" as SQLStatement }
        let measures = components.map { component -> SQLStatement in
            "SUM(\(identifier: component.name)) AS \(identifier: component.name)"
        }
        var combined: SQLStatement =
            "combined AS (SELECT \(statement: (keyList + measures).joined(separator: ", ")) FROM stacked"
        if !keys.isEmpty {
            combined += " GROUP BY \(statement: keyList.joined(separator: ", "))"
        }
        ctes.append(combined + ")")
        let outputs = keyList + query.metrics.map(output)
        var result: SQLStatement = """
            WITH \(statement: ctes.joined(separator: ",\n"))
            SELECT \(statement: outputs.joined(separator: ", "))
            FROM combined
            """
        if !isTotal {
            result += " ORDER BY \(statement: ordering.joined(separator: ", "))"
            // One more than asked tells that there are more.
            result += " LIMIT \(query.limit + 1)"
        }
        return result
    }

    private var keyColumns: [String] {
        (query.grain == nil ? [] : ["period"]) + query.dimensions.map(\.rawValue)
    }

    private var ordering: [SQLStatement] {
        var orders = query.orderBy
        for key in keyColumns where !orders.contains(where: { $0.column == key }) {
            orders.append(.init(column: key, isDescending: false))
        }
        if orders.isEmpty { return ["1"] }
        return orders.map { order in
            order.isDescending
                ? "\(identifier: order.column) DESC NULLS LAST"
                : "\(identifier: order.column) ASC NULLS LAST"
        }
    }
}

extension MetricCompiler {
    private func relation(of component: Component) -> Relation {
        let relation = component.measure.relation
        return query.grain == .hour ? relation.hourly ?? relation : relation
    }

    private func relationSelect(
        _ relation: Relation, components: [Component], range: DateRange, isTotal: Bool
    ) -> SQLStatement {
        var keys: [SQLStatement] = []
        if !isTotal {
            if let grain = query.grain {
                keys.append(periodExpression(grain, relation))
            }
            keys += query.dimensions.map { "\(identifier: $0.rawValue)" }
        }
        var outputs: [SQLStatement] = []
        for (key, name) in zip(keys, isTotal ? [] : keyColumns) {
            outputs.append("\(statement: key) AS \(identifier: name)")
        }
        for component in components {
            let value =
                self.relation(of: component) == relation
                ? aggregate(component) : SQLStatement(trusted: "NULL")
            outputs.append(
                """
                CAST(\(statement: value) AS \
                \(statement: component.measure.isMoney ? "DECIMAL(38, 6)" : "BIGINT")) \
                AS \(identifier: component.name)
                """)
        }
        var select: SQLStatement = """
            SELECT \(statement: outputs.joined(separator: ", "))
            FROM \(table: relation.table)
            WHERE \(statement: condition(relation, range: range))
            """
        if !keys.isEmpty {
            select += " GROUP BY \(statement: keys.joined(separator: ", "))"
        }
        return select
    }

    private func periodExpression(_ grain: Grain, _ relation: Relation) -> SQLStatement {
        let date: SQLStatement = "\(identifier: relation.dateColumn)"
        return switch grain {
        case .hour: "\(identifier: relation.hourColumn ?? relation.dateColumn)"
        case .day: date
        case .week: "CAST(DATE_TRUNC('week', \(statement: date)) AS DATE)"
        case .month: "CAST(DATE_TRUNC('month', \(statement: date)) AS DATE)"
        }
    }

    private func condition(_ relation: Relation, range: DateRange) -> SQLStatement {
        let date: SQLStatement = "\(identifier: relation.dateColumn)"
        var conditions: [SQLStatement] = [
            "\(statement: date) BETWEEN \(range.from) AND \(range.to)"
        ]
        for filter in query.filters {
            let column: SQLStatement = "\(identifier: filter.dimension.rawValue)"
            conditions.append(
                filter.isExcluding
                    ? "\(statement: column) NOT IN (\(list: filter.values))"
                    : "\(statement: column) IN (\(list: filter.values))")
        }
        return conditions.joined(separator: " AND ")
    }

    private func aggregate(_ component: Component) -> SQLStatement {
        let scope = component.scope.map { scope -> SQLStatement in
            "channel IN (SELECT channel FROM \(identifier: scopeName(scope)))"
        }
        switch component.measure.aggregate {
        case .sum(let column, let condition):
            let all =
                (condition.map { [SQLStatement(trusted: $0)] } ?? []) + (scope.map { [$0] } ?? [])
            if all.isEmpty { return "SUM(\(identifier: column))" }
            return """
                SUM(CASE WHEN \(statement: all.joined(separator: " AND ")) \
                THEN \(identifier: column) END)
                """
        case .count(let condition):
            let all = [SQLStatement(trusted: condition)] + (scope.map { [$0] } ?? [])
            return "COUNT(CASE WHEN \(statement: all.joined(separator: " AND ")) THEN 1 END)"
        case .countDistinct(let column, let condition):
            let all =
                (condition.map { [SQLStatement(trusted: $0)] } ?? []) + (scope.map { [$0] } ?? [])
            if all.isEmpty { return "COUNT(DISTINCT \(identifier: column))" }
            return """
                COUNT(DISTINCT CASE WHEN \(statement: all.joined(separator: " AND ")) \
                THEN \(identifier: column) END)
                """
        }
    }

    private func scopes(_ components: [Component]) -> [Measure] {
        Measure.allCases.filter { measure in components.contains { $0.scope == measure } }
    }

    private func scopeName(_ measure: Measure) -> String { "channels_with_\(measure.rawValue)" }

    /// The channels that have any of the measure in the period, under the query's filters.
    private func scopeCTE(_ measure: Measure, range: DateRange) -> SQLStatement {
        let plain = Component(measure: measure, scope: nil)
        let relation = relation(of: plain)
        return """
            \(identifier: scopeName(measure)) AS (
            SELECT channel FROM \(table: relation.table)
            WHERE \(statement: condition(relation, range: range))
            GROUP BY channel HAVING \(statement: aggregate(plain)) > 0)
            """
    }

    private func output(_ metric: Metric) -> SQLStatement {
        let value: SQLStatement
        switch metric.formula {
        case .measure(let measure):
            value = "\(identifier: Component(measure: measure, scope: nil).name)"
        case .difference(let left, let right):
            value = difference(left, right, scope: nil)
        case .ratio(let numerator, over: let denominator, let multiplier, let scope):
            let scope = scope.measure
            let above: SQLStatement =
                switch numerator {
                case .measure(let measure):
                    "\(identifier: Component(measure: measure, scope: scope).name)"
                case .difference(let left, let right): difference(left, right, scope: scope)
                }
            let below: SQLStatement =
                "\(identifier: Component(measure: denominator, scope: scope).name)"
            let factor = SQLStatement(trusted: multiplier == 1 ? "" : "\(multiplier) * ")
            value = """
                \(statement: factor)CAST(\(statement: above) AS DOUBLE PRECISION) \
                / NULLIF(CAST(\(statement: below) AS DOUBLE PRECISION), 0)
                """
        }
        return "\(statement: value) AS \(identifier: metric.name)"
    }

    /// An absent part counts as nothing where the other is present.
    private func difference(_ left: Measure, _ right: Measure, scope: Measure?) -> SQLStatement {
        let (left, right) = (
            Component(measure: left, scope: scope).name,
            Component(measure: right, scope: scope).name
        )
        return "(COALESCE(\(identifier: left), 0) - COALESCE(\(identifier: right), 0))"
    }
}

/// A measure as a column of the compiled statement, perhaps over some channels only.
struct Component: Hashable {
    let measure: Measure
    let scope: Measure?

    var name: String {
        scope.map { "\(measure.rawValue)_of_\($0.rawValue)" } ?? measure.rawValue
    }

    /// Each once, in the order of first use.
    static func needed(by metrics: [Metric]) -> [Component] {
        var found: [Component] = []
        for metric in metrics {
            let scope: Measure? =
                if case .ratio(_, over: _, multiplier: _, scope: let scope) = metric.formula {
                    scope.measure
                } else { nil }
            for measure in metric.measures {
                let component = Component(measure: measure, scope: scope)
                if !found.contains(component) { found.append(component) }
            }
        }
        return found
    }
}

extension Metric.Scope {
    var measure: Measure? {
        if case .channelsWith(let measure) = self { measure } else { nil }
    }
}
