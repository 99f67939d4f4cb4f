package import SQLAccess

/// The contract on top of a model file: what its rows are, where they come from, what must hold.
package struct ModelHeader: Hashable, Sendable {
    package let name: TableName
    package let layer: ModelLayer
    package let describes: String
    package let grain: String
    /// The columns that tell rows apart; empty where the model has exactly one row.
    package let key: [String]
    package let depends: [TableName]
    package let materialization: Materialization
    /// A table that is built with every run of events although other sources feed it too:
    /// small, and wanted fresh.
    package let isRefreshedWithEvents: Bool
    package let columns: [Column]
    /// The written tests and those that the key generates.
    package let tests: [ModelTest]

    package struct Column: Hashable, Sendable {
        package let name: String
        package let description: String
    }

    package func hasColumn(_ name: String) -> Bool {
        columns.contains { $0.name == name }
    }
}

/// How a model's rows are kept.
package enum Materialization: Hashable, Sendable {
    /// Computed when read.
    case view
    /// Built whole.
    case table
    /// A table of which only the intervals that events touched are built again.
    case incremental(by: String, IntervalUnit)
    /// A table of what a `ComputedModel` makes of the rows of the SELECT.
    case computed

    package var isView: Bool { self == .view }

    package var interval: (column: String, unit: IntervalUnit)? {
        if case .incremental(let column, let unit) = self { (column, unit) } else { nil }
    }
}

extension Materialization: CustomStringConvertible {
    package var description: String {
        switch self {
        case .view: "view"
        case .table: "table"
        case .incremental(let column, _): "incremental by \(column)"
        case .computed: "computed"
        }
    }
}

/// What an incremental model is cut into. The column's name tells: `…_date`, `…_at`,
/// `landing_sequence`.
package enum IntervalUnit: String, Hashable, Sendable {
    /// Days of the workspace's zone, in a `DATE`.
    case day
    /// Hours of UTC, in a `TIMESTAMP`.
    case hour
    /// The order of arrival: each event gives at most one row, which no later event can change,
    /// so that a run only adds.
    case arrival

    init?(column: String) {
        if column == "landing_sequence" {
            self = .arrival
        } else if column.hasSuffix("_date") {
            self = .day
        } else if column.hasSuffix("_at") {
            self = .hour
        } else {
            return nil
        }
    }
}
