/// What a run would do, model by model, in the order of building.
package struct RunPlan: Sendable {
    package struct Step: Sendable {
        package let model: Model
        package let action: Action
        /// Why, for people.
        package let reason: String
        /// The version and watermark that the table has afterwards.
        let version: String
        let watermark: Int64?
    }

    package enum Action: Hashable, Sendable {
        /// All rows.
        case build
        /// These intervals; the other rows stay as they are.
        case reopen(IntervalSet)
        /// The rows of the events behind the first number, up to the second.
        case arrivals(after: Int64, upTo: Int64)
        /// Nothing changed.
        case skip
    }

    package let steps: [Step]
    /// The copies of the workspace that changed since they were made.
    let sourcesToCopy: [SourceTable]
    /// The versions of the sources, by name, as they are after the run.
    let sourceVersions: [String: String]

    package var work: [Step] { steps.filter { $0.action != .skip } }

    package var isEmpty: Bool { work.isEmpty }
}

extension RunPlan.Action: CustomStringConvertible {
    package var description: String {
        switch self {
        case .build: "build"
        case .reopen(let intervals):
            "reopen \(intervals.count) \(intervals.unit.rawValue)\(intervals.count == 1 ? "" : "s")"
        case .arrivals(let after, let upTo): "add events \(after + 1) to \(upTo)"
        case .skip: "nothing to do"
        }
    }

    /// Intervals that are built again; 0 where the whole table is.
    package var intervalCount: Int {
        if case .reopen(let intervals) = self { intervals.count } else { 0 }
    }
}
