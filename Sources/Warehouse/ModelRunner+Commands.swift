package import SQLAccess

/// What operators ask besides running: checks of what is published, lineage, the cost of a plan.
extension ModelRunner {
    /// Runs the checks of the selected models on the published tables, without recording them.
    ///
    /// Models that were never built have no results.
    package func test(
        _ selection: ModelSelection = .all, on session: any SQLSession,
        progress: @Sendable (RunProgress) -> Void = { _ in }
    ) throws -> [CheckResult] {
        try prepare(session)
        let ledger = try ModelLedger(session: session).versions()
        let models = try graph.models(in: selection)
            .filter { ledger[$0.name.description] != nil }
        var tester = ModelTester(
            session: session, graph: graph, naming: TableNaming(prefix: nil),
            overrides: settings.checkOverrides, now: now)
        var results: [CheckResult] = []
        // One transaction, so that all checks see the tables of one run.
        try session.transaction {
            for (index, model) in models.enumerated() {
                try Task.checkCancellation()
                progress(
                    .testing(
                        model: model.name.description, position: index + 1, of: models.count))
                results += try tester.results(for: model, filter: nil)
            }
        }
        return results
    }

    /// What a plan costs, as far as the ledger knows: intervals and rows that are built again.
    package func cost(of plan: RunPlan, on session: any SQLSession) throws -> [PlannedCost] {
        let ledger = ModelLedger(session: session)
        let versions = try ledger.versions()
        return try plan.work.map { step in
            let name = step.model.name.description
            guard case .reopen(let intervals) = step.action else {
                return PlannedCost(
                    model: name, action: step.action, reason: step.reason,
                    rows: versions[name]?.rows)
            }
            return PlannedCost(
                model: name, action: step.action, reason: step.reason,
                rows: try ledger.rows(of: name, in: intervals))
        }
    }

    /// What a model is made of and what is made of it.
    package func lineage(of name: String) throws(PipelineError) -> ModelLineage {
        guard let table = TableName(model: name), let model = graph.model(table) else {
            throw .unknownModel(name, known: graph.models.map(\.name.description))
        }
        return ModelLineage(model: model, graph: graph)
    }
}

/// One line of a plan.
package struct PlannedCost: Sendable {
    package let model: String
    package let action: RunPlan.Action
    package let reason: String
    /// Rows that are there now and are built again; nil where nothing was built yet.
    package let rows: Int64?
}
