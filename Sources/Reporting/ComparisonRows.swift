import ExactValues
import SQLAccess
import SemanticLayer

/// The rows of the period compared with, found by their place in it and their dimensions.
struct ComparisonRows {
    private let valuesByKey: [[SQLValue]: [SQLValue]]
    private let positions: [SQLValue: Int]
    private let isPeriodic: Bool
    private let keyCount: Int
    private let metricCount: Int

    init(table: SQLTable, range: DateRange, query: MetricQuery) {
        isPeriodic = query.grain != nil
        keyCount = query.dimensions.count + (query.grain == nil ? 0 : 1)
        metricCount = query.metrics.count
        let own = query.grain.map { ComparisonRows.periods(of: query.dateRange, grain: $0) } ?? []
        let others = query.grain.map { ComparisonRows.periods(of: range, grain: $0) } ?? []
        positions = Dictionary(uniqueKeysWithValues: zip(own, own.indices))
        let otherPositions = Dictionary(uniqueKeysWithValues: zip(others, others.indices))
        var byKey: [[SQLValue]: [SQLValue]] = [:]
        for row in table.rows {
            let values = row.values
            var key = Array(values.prefix(keyCount))
            if isPeriodic {
                guard let position = otherPositions[key[0]] else { continue }
                key[0] = .integer(Int64(position))
            }
            byKey[key] = Array(values.dropFirst(keyCount))
        }
        valuesByKey = byKey
    }

    /// The metrics of the row that stands at the same place, nulls where there is none.
    func values(beside row: [SQLValue]) -> [SQLValue] {
        let none = Array(repeating: SQLValue.null, count: metricCount)
        var key = Array(row.prefix(keyCount))
        if isPeriodic {
            guard let position = positions[key[0]] else { return none }
            key[0] = .integer(Int64(position))
        }
        return valuesByKey[key] ?? none
    }

    /// Every period of a range as the compiled statement writes it.
    private static func periods(of range: DateRange, grain: Grain) -> [SQLValue] {
        guard grain == .hour else { return range.periodStarts(grain).map { .date($0) } }
        let start = UTCTimestamp(date: range.from).adding(seconds: -14 * 3600)
        // A local day is at most 26 hours of UTC away from its date on either side; hours beyond
        // the range have no rows, and positions count from the same offset on both sides.
        return (0..<(range.dayCount * 24 + 28)).map {
            .timestamp(start.adding(seconds: Int64($0) * 3600))
        }
    }
}
