package import ExactValues
package import SQLAccess

/// Builds, tests and publishes models in one transaction.
///
/// Blocking: run it on an `SQLWorker`'s session, one run at a time on a database. Readers see the
/// old tables until the commit, and the old tables for ever where the run fails.
package struct ModelRunner: Sendable {
    package struct Settings: Sendable {
        /// IANA name of the workspace's zone.
        package var timeZone = "UTC"
        package var baseCurrencyCode: String?
        /// By `model check`: `business.orders not_null(order_id)`.
        package var checkOverrides: [String: CheckOverride] = [:]
        /// Older runs are forgotten, with what they observed.
        package var runsKept = 5_000
        var limits = ModelBuilder.Limits()

        package init(timeZone: String = "UTC", baseCurrencyCode: String? = nil) {
            self.timeZone = timeZone
            self.baseCurrencyCode = baseCurrencyCode
        }
    }

    package let library: ModelLibrary
    let settings: Settings
    let computedModels: [TableName: any ComputedModel]
    let now: @Sendable () -> UTCTimestamp

    /// - Throws: `.unknownCheck` where the settings change a check that no model has.
    package init(
        library: ModelLibrary, settings: Settings = Settings(),
        computedModels: [any ComputedModel] = [], now: @escaping @Sendable () -> UTCTimestamp
    ) throws(PipelineError) {
        self.library = library
        self.settings = settings
        self.computedModels = Dictionary(
            computedModels.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        self.now = now
        let checks = Set(
            library.graph.models.flatMap { model in
                model.header.tests.map { "\(model.name) \($0.check)" }
            })
        for name in settings.checkOverrides.keys.sorted() where !checks.contains(name) {
            throw .unknownCheck(name)
        }
    }

    var graph: ModelGraph { library.graph }

    /// Builds what changed, tests it, and publishes it if every blocking check passes.
    ///
    /// - Throws: `PipelineError`; the run is recorded as failed, the published tables are as they
    ///   were.
    package func run(
        _ request: RunRequest, sources: [SourceTable] = [], on session: any SQLSession,
        progress: @Sendable (RunProgress) -> Void = { _ in }
    ) throws -> RunReport {
        try prepare(session)
        let journal = RunJournal(session: session)
        let interrupted = try journal.markInterrupted(at: now())
        let plan = try plan(request, sources: sources, on: session)
        guard !plan.isEmpty || request.recordsIdleRun else {
            return RunReport(
                runID: request.runID, hasWorked: false, models: [], checks: [],
                interruptedRuns: interrupted)
        }
        progress(.planned(models: plan.work.count))
        try journal.begin(request, at: now())
        var execution = RunExecution(runner: self, request: request, session: session)
        do {
            try session.transaction {
                try execution.perform(plan, progress: progress)
                progress(.publishing)
                try execution.publish(plan)
            }
        } catch {
            let reason = pipelineError(error)
            do {
                try execution.recordFailure(reason)
            } catch {
                // What stopped the run may stop its record too (a full disk, a lost connection).
                // The next start marks the run; the first reason is the one to tell.
            }
            throw reason
        }
        try journal.prune(keeping: settings.runsKept)
        return RunReport(
            runID: request.runID, hasWorked: !plan.isEmpty, models: execution.models,
            checks: execution.checks, interruptedRuns: interrupted)
    }

    private func pipelineError(_ error: any Error) -> PipelineError {
        switch error {
        case is CancellationError: .cancelled
        case let error as PipelineError: error
        case let error as SQLError where error.kind == .interrupted: .cancelled
        case let error as SQLError: .modelFailed(model: "the run", error)
        default: .computationFailed(model: "the run", reason: "\(error)")
        }
    }
}

extension ModelRunner {
    /// What a run would do now, without doing it.
    package func plan(
        _ request: RunRequest, sources: [SourceTable] = [], on session: any SQLSession
    ) throws -> RunPlan {
        try prepare(session)
        if case .backfill(let from, let to) = request.mode, from > to {
            throw PipelineError.invalidRange("a backfill from \(from) to \(to) is empty")
        }
        if let into = request.into, !ModelName.isPlain(into) || into.utf8.count > 40 {
            throw PipelineError.invalidRange(
                "\"\(into)\" cannot begin a schema's name; write lower-case letters and digits")
        }
        if request.asOf != nil, request.into == nil {
            throw PipelineError.invalidRange(
                "a run as of another day would change the published tables; add --into NAME")
        }
        let ledger = try ModelLedger(session: session).versions()
        let reader = SourceReader(session: session)
        let state = try reader.state(
            of: graph.sources, copies: sources, ledger: ledger, request: request,
            baseCurrencyCode: settings.baseCurrencyCode)
        return try RunPlanner(
            graph: graph, selection: try graph.models(in: request.selection), request: request,
            prologueVersion: prologue.version(on: session.dialect), sources: state,
            ledger: ledger, existing: try existingTables(on: session),
            naming: TableNaming(prefix: request.into),
            computedVersions: computedModels.mapValues(\.version),
            touched: reader.intervals(after:upTo:), backfilled: reader.intervals(from:to:)
        ).plan()
    }

    var prologue: EnginePrologue { EnginePrologue(timeZone: settings.timeZone) }

    /// Functions, schemas and the tables that no model makes; cheap when they are there.
    func prepare(_ session: any SQLSession) throws {
        if session.dialect == .postgreSQL { try session.execute("SET TIME ZONE 'UTC'") }
        let tables = try existingTables(on: session)
        let hasLedger = tables.contains(MetaTables.modelVersions)
        let version = prologue.version(on: session.dialect)
        let installed =
            hasLedger
            ? try ModelLedger(session: session).versions()[ModelRunner.prologueEntry]?.version
            : nil
        if installed == version { return }
        try session.transaction {
            try prologue.install(on: session)
            try session.executeScript(LandingTables.creation)
            try session.executeScript(MetaTables.creation)
            for schema in ["workspace"] + ModelLayer.allCases.map(\.rawValue) {
                try session.execute("CREATE SCHEMA IF NOT EXISTS \(identifier: schema)")
            }
            for definition in TableDefinition.workspaceCopies + [.runParameters] {
                try session.execute(definition.creation)
            }
            try ModelLedger(session: session).record(
                ModelVersion(
                    version: version, watermark: nil, runID: "", builtAt: now(), rows: 0),
                of: ModelRunner.prologueEntry)
        }
    }

    static let prologueEntry = "(prologue)"

    private func existingTables(on session: any SQLSession) throws -> Set<TableName> {
        let table = try session.query(
            """
            SELECT CAST(table_schema AS VARCHAR) AS table_schema,
                CAST(table_name AS VARCHAR) AS table_name
            FROM information_schema.tables
            """)
        return Set(
            try table.rows.map { row in
                TableName(
                    schema: try row.decode("table_schema"), name: try row.decode("table_name"))
            })
    }
}
