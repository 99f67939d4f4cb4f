import SQLAccess

/// A KPI, defined once: SQL, API, pages, exports and documentation derive from this value.
package struct Metric: Sendable, Hashable {
    /// The name in queries and columns, for example `click_to_signup`.
    package let name: String
    /// The name that people read.
    package let label: String
    /// One sentence that says what it means.
    package let description: String
    package let unit: Unit
    package let polarity: Polarity
    package let formula: Formula

    package enum Unit: String, Sendable, Hashable {
        case count, money, fraction, ratio, number
    }

    /// Whether more of it is good news.
    package enum Polarity: String, Sendable, Hashable {
        case up, down, neutral
    }

    /// Sums, counts, distinct counts and ratios of totals. A mean of ratios cannot be written.
    package enum Formula: Sendable, Hashable {
        case measure(Measure)
        /// One measure less another, of the same relation.
        case difference(Measure, minus: Measure)
        /// `multiplier · numerator / denominator`, null where the denominator is zero or absent.
        case ratio(Numerator, over: Measure, multiplier: Int, scope: Scope)
    }

    package enum Numerator: Sendable, Hashable {
        case measure(Measure)
        case difference(Measure, minus: Measure)
    }

    /// Over which rows a ratio is taken.
    package enum Scope: Sendable, Hashable {
        case everything
        /// Only channels that have any of the measure in the asked period: a channel without
        /// spend stays outside ROAS, one without impressions outside CTR.
        case channelsWith(Measure)
    }
}

extension Metric {
    /// The measures that the formula is made of.
    package var measures: [Measure] {
        switch formula {
        case .measure(let measure): [measure]
        case .difference(let left, let right): [left, right]
        case .ratio(.measure(let numerator), over: let denominator, multiplier: _, scope: _):
            [numerator, denominator]
        case .ratio(.difference(let left, let right), over: let denominator, multiplier: _, _):
            [left, right, denominator]
        }
    }

    package var isAdditive: Bool {
        if case .measure(let measure) = formula { measure.isAdditive } else { false }
    }

    package var sourceTables: [String] {
        Set(measures.map { $0.relation.table.description }).sorted()
    }

    /// Whether it can be asked by the hour.
    package var hasHours: Bool {
        measures.allSatisfy { $0.relation.hourly != nil }
    }

    /// The formula in words: `clicks / impressions, over channels with impressions`.
    package var formulaText: String {
        switch formula {
        case .measure(let measure):
            switch measure.aggregate {
            case .sum(let column, let condition):
                return "sum of \(column)" + (condition.map { " where \($0)" } ?? "")
            case .count(let condition): return "count of rows where \(condition)"
            case .countDistinct(let column, let condition):
                return "distinct \(column)" + (condition.map { " where \($0)" } ?? "")
            }
        case .difference(let left, let right):
            return "\(left.rawValue) − \(right.rawValue)"
        case .ratio(let numerator, over: let denominator, let multiplier, let scope):
            let above =
                switch numerator {
                case .measure(let measure): measure.rawValue
                case .difference(let left, let right):
                    "(\(left.rawValue) − \(right.rawValue))"
                }
            let factor = multiplier == 1 ? "" : "\(multiplier) · "
            let ratio = "\(factor)\(above) / \(denominator.rawValue)"
            return switch scope {
            case .everything: ratio
            case .channelsWith(let measure):
                "\(ratio), over channels with \(measure.rawValue)"
            }
        }
    }
}
