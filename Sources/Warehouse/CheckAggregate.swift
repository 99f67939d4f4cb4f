import ExactValues
import SQLAccess

/// One number about some rows of a table: what checks are decided by.
struct CheckAggregate: Hashable {
    /// The table as it is kept.
    let table: TableName
    /// Which rows; `1 = 1` for all.
    let condition: String
    /// `COUNT(*)`, `COALESCE(SUM(x) FILTER (WHERE y), 0)`.
    let expression: String
}

/// Computes aggregates, all of one table and condition in one pass, and none twice.
///
/// Valid for one run: a table is built once, before anything asks about it.
struct CheckAggregates {
    let session: any SQLSession
    private var values: [CheckAggregate: SQLValue] = [:]

    init(session: any SQLSession) {
        self.session = session
    }

    mutating func load(_ wanted: [CheckAggregate]) throws {
        var passes: [(table: TableName, condition: String, aggregates: [CheckAggregate])] = []
        for aggregate in wanted where values[aggregate] == nil {
            let pass = passes.firstIndex {
                $0.table == aggregate.table && $0.condition == aggregate.condition
            }
            if let pass {
                if !passes[pass].aggregates.contains(aggregate) {
                    passes[pass].aggregates.append(aggregate)
                }
            } else {
                passes.append((aggregate.table, aggregate.condition, [aggregate]))
            }
        }
        for (table, condition, aggregates) in passes {
            let list = aggregates.enumerated().map { index, aggregate in
                SQLStatement(trusted: "\(aggregate.expression) AS value_\(index)")
            }
            let found = try session.query(
                """
                SELECT \(statement: list.joined(separator: ", ")) FROM \(table: table)
                WHERE \(statement: SQLStatement(trusted: condition))
                """)
            for (aggregate, value) in zip(aggregates, found.rows.first?.values ?? []) {
                values[aggregate] = value
            }
        }
    }

    /// - Precondition: it was loaded.
    func value(_ aggregate: CheckAggregate) -> SQLValue {
        guard let value = values[aggregate] else {
            preconditionFailure("\(aggregate.expression) was not loaded")
        }
        return value
    }

    func count(_ aggregate: CheckAggregate) -> Int64 {
        Int64.decode(value(aggregate)) ?? 0
    }
}

extension SQLValue {
    /// The sum of what is added less what is subtracted: exact where all are exact numbers, null
    /// where one is null. Times and dates stand alone.
    static func total(_ terms: [(value: SQLValue, isSubtracted: Bool)]) -> SQLValue {
        if terms.count == 1, let only = terms.first, !only.isSubtracted { return only.value }
        if terms.contains(where: { $0.value == .null }) { return .null }
        if let exact = exactTotal(terms) { return .decimal(exact) }
        let numbers = terms.compactMap { term in
            Double.decode(term.value).map { term.isSubtracted ? -$0 : $0 }
        }
        return numbers.count == terms.count ? .double(numbers.reduce(0, +)) : .null
    }

    private static func exactTotal(
        _ terms: [(value: SQLValue, isSubtracted: Bool)]
    ) -> FixedDecimal? {
        let numbers = terms.compactMap { FixedDecimal.decode($0.value) }
        guard numbers.count == terms.count, let scale = numbers.map(\.scale).max() else {
            return nil
        }
        var units: Int128 = 0
        for (number, term) in zip(numbers, terms) {
            guard let rescaled = number.rescaled(to: scale) else { return nil }
            let (sum, overflow) =
                term.isSubtracted
                ? units.subtractingReportingOverflow(rescaled.units)
                : units.addingReportingOverflow(rescaled.units)
            guard !overflow else { return nil }
            units = sum
        }
        return FixedDecimal(units: units, scale: scale)
    }

    /// How far two values are apart: numbers, days or seconds; nil where they cannot be compared.
    func distance(to other: SQLValue) -> Double? {
        switch (self, other) {
        case (.date(let one), .date(let another)):
            return Double(abs(one.days(since: another)))
        case (.timestamp(let one), .timestamp(let another)):
            return abs(Double(one.microseconds - another.microseconds)) / 1_000_000
        default:
            let difference = SQLValue.total([(self, false), (other, true)])
            return Double.decode(difference).map { abs($0) }
        }
    }
}
