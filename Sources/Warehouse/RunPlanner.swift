import ExactValues
import SQLAccess

/// Decides what a run builds, from what the ledger says was built and what has come since.
///
/// A table's version is a hash over its model's text and the versions of all that it reads, so
/// that any change of text, time zone, workspace, orders or parameters is seen below it. Events
/// are left out of it: they are known one by one, by `landing_sequence`.
struct RunPlanner {
    let graph: ModelGraph
    let selection: [Model]
    let request: RunRequest
    let prologueVersion: String
    let sources: SourceState
    let ledger: [String: ModelVersion]
    /// Tables and views that exist, as they are kept.
    let existing: Set<TableName>
    let naming: TableNaming
    let computedVersions: [TableName: String]
    /// The days and hours that the events behind the first and up to the second number touch.
    let touched: (_ after: Int64, _ upTo: Int64) throws -> TouchedIntervals
    /// The days and hours, and the numbers, of the events of some days.
    let backfilled: (_ from: CalendarDate, _ to: CalendarDate) throws -> TouchedIntervals

    /// What is known of each table while the plan is made.
    private struct Standing {
        var version: String
        /// Nil: not made of events.
        var watermark: Int64?
        var action = RunPlan.Action.skip
    }

    func plan() throws -> RunPlan {
        let selected = Set(selection.map(\.name))
        var standings = sourceStandings()
        var steps: [RunPlan.Step] = []
        for model in graph.models {
            let place = naming.place(of: model.name)
            let known = existing.contains(place) ? ledger[place.description] : nil
            let losesView =
                known != nil && model.header.materialization.isView
                && model.header.depends.contains { standings[$0]?.action == .build }
            if !selected.contains(model.name) && !losesView {
                standings[model.name] = known.map {
                    // A view knows at once what its tables know.
                    let isView = model.header.materialization.isView
                    return Standing(
                        version: $0.version,
                        watermark: isView ? watermark(of: model, standings) : $0.watermark)
                }
                continue
            }
            let step = try step(for: model, known: known, standings: standings)
            standings[model.name] = Standing(
                version: step.version, watermark: step.watermark, action: step.action)
            steps.append(step)
        }
        return RunPlan(
            steps: steps, sourcesToCopy: sources.changedCopies,
            sourceVersions: sources.versions)
    }

    private func sourceStandings() -> [TableName: Standing] {
        var standings: [TableName: Standing] = [:]
        for source in graph.sources {
            standings[source] = Standing(
                version: sources.versions[source.description] ?? "",
                watermark: source == ModelGraph.events ? sources.lastSequence : nil)
        }
        return standings
    }

    private func step(
        for model: Model, known: ModelVersion?, standings: [TableName: Standing]
    ) throws -> RunPlan.Step {
        var hash = StableHash()
        hash.combine(prologueVersion)
        hash.combine(model.header.materialization.description)
        hash.combine(naming.sql(of: model))
        hash.combine(computedVersions[model.name] ?? "")
        for table in model.header.depends {
            guard let standing = standings[table] else {
                throw PipelineError.missingUpstream(
                    model: model.name.description, upstream: table.description)
            }
            hash.combine(
                table == TableDefinition.runParameters.table
                    ? sources.parameters(readBy: model) : standing.version)
        }
        let watermark = watermark(of: model, standings)
        let decision = try decision(
            for: model, known: known, version: hash.text, watermark: watermark,
            upstream: model.header.depends.compactMap { standings[$0]?.action })
        return RunPlan.Step(
            model: model, action: decision.action, reason: decision.reason, version: hash.text,
            watermark: decision.keepsWatermark ? known?.watermark : watermark)
    }

    /// The last event of which everything that a model reads knows.
    private func watermark(of model: Model, _ standings: [TableName: Standing]) -> Int64? {
        model.header.depends.compactMap { standings[$0]?.watermark }.min()
    }

    private struct Decision {
        let action: RunPlan.Action
        let reason: String
        /// Events that arrived since are still to come.
        var keepsWatermark = false
    }

    private func decision(
        for model: Model, known: ModelVersion?, version: String, watermark: Int64?,
        upstream: [RunPlan.Action]
    ) throws -> Decision {
        guard let known else { return Decision(action: .build, reason: "it was never built") }
        if request.mode == .rebuild {
            return Decision(action: .build, reason: "a rebuild was asked for")
        }
        if known.version != version {
            return Decision(
                action: .build, reason: "its text or a source other than events changed")
        }
        if model.header.materialization.isView {
            return view(over: upstream, hasNews: (watermark ?? 0) > (known.watermark ?? 0))
        }
        if case .backfill(let from, let to) = request.mode {
            return try backfill(model, from: from, to: to, upstream: upstream)
        }
        let after = known.watermark ?? 0
        guard let watermark, watermark > after else {
            return Decision(action: .skip, reason: "unchanged")
        }
        let reason = "events \(after + 1) to \(watermark) arrived"
        let action: RunPlan.Action =
            switch model.header.materialization.interval?.unit {
            case nil: .build
            case .arrival: .arrivals(after: after, upTo: watermark)
            case .day: .reopen(try touched(after, watermark).days)
            case .hour: .reopen(try touched(after, watermark).hours)
            }
        return Decision(action: action, reason: reason)
    }

    /// A view that is built is tested too. Its rows follow its tables without being built, but
    /// testing all of them is too dear for every minute: runs of events leave that to the others.
    private func view(over upstream: [RunPlan.Action], hasNews: Bool) -> Decision {
        if upstream.contains(.build) {
            return Decision(action: .build, reason: "a table that it reads is built anew")
        }
        return hasNews && request.selection != .events
            ? Decision(action: .build, reason: "its rows changed since they were tested")
            : Decision(action: .skip, reason: "unchanged")
    }

    private func backfill(
        _ model: Model, from: CalendarDate, to: CalendarDate, upstream: [RunPlan.Action]
    ) throws -> Decision {
        let touched = try backfilled(from, to)
        let action: RunPlan.Action =
            switch model.header.materialization.interval?.unit {
            case nil: upstream.allSatisfy { $0 == .skip } ? .skip : .build
            case .arrival:
                touched.sequences.map {
                    .arrivals(after: $0.lowerBound - 1, upTo: $0.upperBound)
                } ?? .skip
            case .day: touched.days.isEmpty ? .skip : .reopen(touched.days)
            case .hour: touched.hours.isEmpty ? .skip : .reopen(touched.hours)
            }
        return Decision(
            action: action, reason: "\(from) to \(to) was asked for", keepsWatermark: true)
    }
}

/// The intervals that some events fall into.
struct TouchedIntervals: Hashable, Sendable {
    let days: IntervalSet
    let hours: IntervalSet
    /// From the first to the last event; nil where there is none.
    let sequences: ClosedRange<Int64>?
}
