import ExactValues
import SQLAccess

/// One run on its way: what it built and observed so far.
struct RunExecution {
    let runner: ModelRunner
    let request: RunRequest
    let session: any SQLSession
    private(set) var models: [ModelRunRecord] = []
    private(set) var checks: [CheckResult] = []
    private let ledger: ModelLedger
    private let journal: RunJournal
    private let naming: TableNaming

    init(runner: ModelRunner, request: RunRequest, session: any SQLSession) {
        self.runner = runner
        self.request = request
        self.session = session
        ledger = ModelLedger(session: session)
        journal = RunJournal(session: session)
        naming = TableNaming(prefix: request.into)
    }

    /// Builds and tests each step, inside the transaction.
    mutating func perform(
        _ plan: RunPlan, progress: (RunProgress) -> Void
    ) throws {
        try createSchemas()
        try copySources(plan)
        try writeParameters()
        let builder = ModelBuilder(
            session: session, naming: naming, computedModels: runner.computedModels,
            limits: runner.settings.limits)
        var tester = ModelTester(
            session: session, graph: runner.graph, naming: naming,
            overrides: runner.settings.checkOverrides, now: runner.now)
        let work = plan.work
        for (index, step) in work.enumerated() {
            try Task.checkCancellation()
            let name = step.model.name.description
            progress(.building(model: name, position: index + 1, of: work.count))
            let outcome = try build(step, with: builder)
            progress(.testing(model: name, position: index + 1, of: work.count))
            try test(step, outcome, with: &tester)
        }
    }

    private mutating func build(
        _ step: RunPlan.Step, with builder: ModelBuilder
    ) throws -> ModelBuilder.Outcome {
        let started = runner.now()
        let name = step.model.name.description
        do {
            let outcome = try builder.perform(step)
            try enter(step, outcome, at: started)
            models.append(record(of: step, since: started, rows: outcome.rows ?? 0, error: nil))
            return outcome
        } catch {
            models.append(record(of: step, since: started, rows: 0, error: "\(error)"))
            if let error = error as? SQLError, error.kind != .interrupted {
                throw PipelineError.modelFailed(model: name, error)
            }
            throw error
        }
    }

    /// A step's line in the ledger, in the transaction that publishes it.
    private func enter(
        _ step: RunPlan.Step, _ outcome: ModelBuilder.Outcome, at started: UTCTimestamp
    ) throws {
        let place = naming.place(of: step.model.name)
        try ledger.record(
            ModelVersion(
                version: step.version, watermark: step.watermark, runID: request.runID,
                builtAt: started, rows: outcome.rows ?? 0),
            of: place.description)
        guard let interval = step.model.header.materialization.interval,
            interval.unit != .arrival
        else { return }
        try ledger.recordIntervals(
            of: place.description, in: place, column: interval.column, unit: interval.unit,
            filter: outcome.filter, run: (request.runID, started))
    }

    private mutating func test(
        _ step: RunPlan.Step, _ outcome: ModelBuilder.Outcome, with tester: inout ModelTester
    ) throws {
        let results: [CheckResult]
        do {
            results = try tester.results(for: step.model, filter: outcome.filter)
        } catch let error as SQLError where error.kind != .interrupted {
            throw PipelineError.modelFailed(model: "a check of \(step.model.name)", error)
        }
        checks += results
        let blocking = results.filter(\.blocks)
        guard blocking.isEmpty else {
            models[models.count - 1].status = .failed
            throw PipelineError.checksFailed(blocking)
        }
    }

    private func record(
        of step: RunPlan.Step, since started: UTCTimestamp, rows: Int64, error: String?
    ) -> ModelRunRecord {
        ModelRunRecord(
            model: step.model.name.description, status: error == nil ? .built : .failed,
            reason: "\(step.action): \(step.reason)", startedAt: started,
            durationMilliseconds: (runner.now().microseconds - started.microseconds) / 1_000,
            rows: rows, intervals: step.action.intervalCount, error: error)
    }

    /// The last statements of the transaction: the run says that it succeeded if, and only if,
    /// its tables are there.
    func publish(_ plan: RunPlan) throws {
        try journal.record(models, of: request.runID)
        try journal.record(checks, of: request.runID)
        try journal.finish(
            request.runID, status: .succeeded, at: runner.now(), models: models.count,
            rows: models.reduce(0) { $0 + $1.rows }, error: nil)
    }

    /// After the rollback, in a transaction of its own.
    mutating func recordFailure(_ error: PipelineError) throws {
        for index in models.indices where models[index].status == .built {
            models[index].status = .discarded
        }
        let status: RunRecord.Status = if case .cancelled = error { .cancelled } else { .failed }
        let (models, checks) = (models, checks)
        try session.transaction {
            try journal.record(models, of: request.runID)
            try journal.record(checks, of: request.runID)
            try journal.finish(
                request.runID, status: status, at: runner.now(), models: 0, rows: 0,
                error: error.description)
        }
    }
}

extension RunExecution {
    private func createSchemas() throws {
        guard request.into != nil else { return }
        let tables = ModelLayer.allCases.map { TableName(schema: $0.rawValue, name: "") }
        for table in tables + [TableDefinition.runParameters.table] {
            let schema = naming.place(of: table).schema ?? ""
            try session.execute("CREATE SCHEMA IF NOT EXISTS \(identifier: schema)")
        }
        try session.execute(
            TableDefinition(
                naming.place(of: TableDefinition.runParameters.table),
                TableDefinition.runParameters.columns
            ).creation)
    }

    private func copySources(_ plan: RunPlan) throws {
        for source in plan.sourcesToCopy {
            guard
                let definition = TableDefinition.workspaceCopies
                    .first(where: { $0.table == source.name })
            else {
                throw SQLError(
                    kind: .misuse, engine: session.dialect,
                    message: "no definition says what columns \(source.name) has")
            }
            let rows = try source.rows()
            try session.execute("DELETE FROM \(table: source.name)")
            if !rows.isEmpty {
                try session.append(try definition.conformed(rows), to: source.name)
            }
            try ledger.record(
                ModelVersion(
                    version: source.version, watermark: nil, runID: request.runID,
                    builtAt: runner.now(), rows: Int64(rows.rowCount)),
                of: source.name.description)
        }
    }

    private func writeParameters() throws {
        let table = naming.place(of: TableDefinition.runParameters.table)
        try session.execute("DELETE FROM \(table: table)")
        try session.execute(
            """
            INSERT INTO \(table: table) (run_id, run_date, as_of_date, base_currency_code)
            VALUES (\(request.runID), \(request.runDate), \(request.asOf.sqlValue),
                \(runner.settings.baseCurrencyCode.sqlValue))
            """)
    }
}
