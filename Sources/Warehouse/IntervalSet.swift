package import ExactValues

/// Days or hours, by number since 1970, as an incremental model is cut into them.
package struct IntervalSet: Hashable, Sendable {
    package let unit: IntervalUnit
    /// Ascending, none twice.
    package let positions: [Int64]

    package init(unit: IntervalUnit, positions: some Sequence<Int64>) {
        self.unit = unit
        self.positions = Set(positions).sorted()
    }

    package init(days: some Sequence<CalendarDate>) {
        self.init(unit: .day, positions: days.map { Int64($0.daysSinceEpoch) })
    }

    package init(hours: some Sequence<UTCTimestamp>) {
        self.init(
            unit: .hour,
            positions: hours.map { $0.startOfHour.microseconds / UTCTimestamp.microsecondsPerHour })
    }

    package var isEmpty: Bool { positions.isEmpty }

    package var count: Int { positions.count }

    package func union(_ other: IntervalSet) -> IntervalSet {
        precondition(unit == other.unit, "intervals of one unit")
        return IntervalSet(unit: unit, positions: positions + other.positions)
    }

    /// The stretches without a hole between them.
    package var stretches: [ClosedRange<Int64>] {
        var stretches: [ClosedRange<Int64>] = []
        for position in positions {
            if let last = stretches.last, last.upperBound + 1 == position {
                stretches[stretches.count - 1] = last.lowerBound...position
            } else {
                stretches.append(position...position)
            }
        }
        return stretches
    }

    /// The stretches in at most `groupsMax` groups, parted where the holes are widest: one
    /// statement a group, so that each reads little more than it needs.
    package func groups(groupsMax: Int) -> [[ClosedRange<Int64>]] {
        let stretches = stretches
        guard stretches.count > groupsMax else { return stretches.map { [$0] } }
        let holes = stretches.indices.dropFirst().map { index in
            (index, stretches[index].lowerBound - stretches[index - 1].upperBound)
        }
        let cuts = Set(
            holes.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(groupsMax - 1).map { $0.0 })
        var groups: [[ClosedRange<Int64>]] = []
        for (index, stretch) in stretches.enumerated() {
            if index == 0 || cuts.contains(index) {
                groups.append([stretch])
            } else {
                groups[groups.count - 1].append(stretch)
            }
        }
        return groups
    }
}

extension IntervalUnit {
    /// The position as SQL: a date or a timestamp.
    func literal(_ position: Int64) -> String {
        switch self {
        case .day: "DATE '\(CalendarDate(daysSinceEpoch: Int32(position)))'"
        case .hour: "TIMESTAMP '\(IntervalUnit.hourText(position))'"
        case .arrival: String(position)
        }
    }

    /// `2026-11-20` or `2026-11-20 09:00:00`.
    func text(_ position: Int64) -> String {
        switch self {
        case .day: CalendarDate(daysSinceEpoch: Int32(position)).description
        case .hour: IntervalUnit.hourText(position)
        case .arrival: String(position)
        }
    }

    private static func hourText(_ position: Int64) -> String {
        let instant = UTCTimestamp(microseconds: position * UTCTimestamp.microsecondsPerHour)
        return String(instant.description.dropLast().map { $0 == "T" ? " " : $0 })
    }
}

/// The rows of some intervals, as a condition on a column.
struct IntervalFilter: Hashable, Sendable {
    let column: String
    let unit: IntervalUnit
    let stretches: [ClosedRange<Int64>]

    /// More stretches than this become one list.
    private static let stretchesMax = 8

    /// `column >= first AND column <= last`, by which an engine prunes, and what lies between.
    ///
    /// DuckDB evaluates alternatives one by one, but joins a long list: a thousand scattered
    /// hours of 2 M events took 3 s as alternatives and 0.3 s as a list.
    var condition: String {
        guard let first = stretches.first, let last = stretches.last else { return "1 = 0" }
        let bounds = between(first.lowerBound...last.upperBound)
        if stretches.count == 1 { return bounds }
        if stretches.count <= IntervalFilter.stretchesMax {
            return bounds + " AND (" + stretches.map(between).joined(separator: " OR ") + ")"
        }
        let positions = stretches.joined().map(unit.literal).joined(separator: ", ")
        return bounds + " AND \(column) IN (\(positions))"
    }

    private func between(_ stretch: ClosedRange<Int64>) -> String {
        "\(column) >= \(unit.literal(stretch.lowerBound)) "
            + "AND \(column) <= \(unit.literal(stretch.upperBound))"
    }
}
