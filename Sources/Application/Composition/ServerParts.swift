import ExactValues
import HTTPServer
import Importing
import Ingestion
import MarketingDomain
import Observability
import Reporting
import SQLAccess
import Warehouse
import WebAPI
import WebInterface
import WorkspaceStore

/// Everything that serves one data folder, wired together: the composition root.
struct ServerParts: Sendable {
    let engines: Engines
    let committer: LandingCommitter
    let batcher: EventBatcher
    let intake: EventIntake
    let funnel: LiveFunnel
    let pipeline: PipelineService
    let importer: OrderImporter
    let router: Router
    let log: StructuredLog
    let metrics: MetricsRegistry
    let now: @Sendable () -> UTCTimestamp

    /// - Parameters:
    ///   - stories: what the demo planted; empty otherwise.
    ///   - assets: the files of the web application.
    init(
        engines: Engines, configuration: Configuration, log: StructuredLog,
        assets: AssetStore, isDemo: Bool = false,
        stories: @escaping @Sendable () -> [WorkspaceRoutes.Story] = { [] },
        now: @escaping @Sendable () -> UTCTimestamp
    ) throws {
        self.engines = engines
        self.log = log
        self.now = now
        metrics = MetricsRegistry()
        funnel = LiveFunnel(now: now)
        committer = LandingCommitter(worker: engines.ingestWriter, now: now)
        var limits = CommitLimits()
        limits.linger = .milliseconds(configuration.wholeNumber("ingest.batch_wait_ms_max"))
        limits.queuedBytesMax = configuration.wholeNumber("ingest.queue_bytes_max")
        let counters = IngestCounters(metrics)
        batcher = EventBatcher(committer: committer, limits: limits, log: log) { [funnel] batch in
            counters.note(batch)
            await funnel.add(
                batch.minuteCounts, eventsTotal: Int(batch.lastLandingSequence))
        }
        var settings = IngestionSettings()
        settings.ageDaysMax = configuration.wholeNumber("ingest.timestamp_age_days_max")
        settings.bodyBytesMax = configuration.wholeNumber("server.inflated_bytes_max")
        intake = EventIntake(batcher: batcher, settings: settings, now: now)
        pipeline = PipelineService(
            runner: try ServerParts.runner(configuration, now: now), engines: engines,
            timeZone: configuration.text("workspace.time_zone"),
            intervalSeconds: configuration.wholeNumber("pipeline.interval_seconds"),
            isAutomatic: configuration.truth("pipeline.is_automatic"), log: log, now: now)
        let book = ImportBook(workspace: engines.workspace)
        importer = OrderImporter(
            landing: engines.importWriter, register: book,
            timeZone: configuration.text("workspace.time_zone"), now: now)
        router = ServerParts.router(
            configuration: configuration, engines: engines, intake: intake, funnel: funnel,
            pipeline: pipeline, importer: importer, book: book, metrics: metrics, log: log,
            assets: assets, isDemo: isDemo, stories: stories, now: now)
    }

    /// The model runner with the workspace's zone, currency and checks.
    static func runner(
        _ configuration: Configuration, now: @escaping @Sendable () -> UTCTimestamp
    ) throws -> ModelRunner {
        var settings = ModelRunner.Settings(
            timeZone: configuration.text("workspace.time_zone"),
            baseCurrencyCode: configuration.text("workspace.base_currency_code"))
        for (name, value) in configuration.values(prefix: "pipeline.checks.", suffix: "") {
            guard let override = CheckOverride(text: value) else {
                throw Configuration.Problems(sentences: [
                    "pipeline.checks.\(name) is warn, block or info, a tolerance such as <= 5%, or "
                        + "both, not \"\(value)\""
                ])
            }
            settings.checkOverrides[name] = override
        }
        return try ModelRunner(library: try ModelLibrary(), settings: settings, now: now)
    }

    /// Brings the workspace's tables to this version and reads what ingestion has to remember, so
    /// that commits can begin. Nothing is accepted before.
    func prepare() async throws {
        let instant = now()
        try await engines.workspace.run { try WorkspaceMigrator.migrate($0, now: instant) }
        let recent = try await engines.ingestWriter.run {
            try RecentMinuteCounts(from: $0, now: instant)
        }
        await funnel.add(recent.counts, eventsTotal: recent.eventsTotal)
        try await committer.prepare()
        try await pipeline.prepare()
    }
}

extension ServerParts {
    private static func router(
        configuration: Configuration, engines: Engines, intake: EventIntake, funnel: LiveFunnel,
        pipeline: PipelineService, importer: OrderImporter, book: ImportBook,
        metrics: MetricsRegistry, log: StructuredLog, assets: AssetStore, isDemo: Bool,
        stories: @escaping @Sendable () -> [WorkspaceRoutes.Story],
        now: @escaping @Sendable () -> UTCTimestamp
    ) -> Router {
        var router = Router(errorResponse: ErrorResponse.make())
        PageRoutes(store: assets).add(to: &router)
        EventRoutes(
            intake: intake, bodyBytesMax: configuration.wholeNumber("server.body_bytes_max"),
            inflatedBytesMax: configuration.wholeNumber("server.inflated_bytes_max")
        ).add(to: &router)
        ImportRoutes(
            importer: importer, register: book,
            bodyBytesMax: configuration.wholeNumber("server.inflated_bytes_max"),
            onImport: { await pipeline.noteImport() }
        ).add(to: &router)
        MetricRoutes(readers: engines.readers, now: now).add(to: &router)
        LiveRoutes(
            funnel: funnel, pipeline: pipeline, thresholds: thresholds(configuration),
            knownCampaigns: {
                try await engines.workspace.run { session in
                    Set(try CampaignRepository(session).list().map(\.campaign.id.description))
                }
            }
        ).add(to: &router)
        ClassicRoutes(readers: engines.readers, now: now).add(to: &router)
        WorkspaceRoutes(
            description: {
                WorkspaceRoutes.Description(
                    name: configuration.text("workspace.name"),
                    baseCurrencyCode: configuration.text("workspace.base_currency_code"),
                    timeZone: configuration.text("workspace.time_zone"),
                    version: ProgramVersion.text, stories: stories(), isDemo: isDemo)
            }, readers: engines.readers, now: now
        ).add(to: &router)
        RunRoutes(pipeline: pipeline, readers: engines.readers).add(to: &router)
        SQLRoutes(readers: engines.readers).add(to: &router)
        let readiness = Readiness(engines: engines, configuration: configuration, now: now)
        OperationRoutes(metrics: metrics, version: ProgramVersion.text) {
            await readiness.checks()
        }.add(to: &router)
        return router
    }

    private static func thresholds(_ configuration: Configuration) -> LiveRoutes.Thresholds {
        let general = LiveRoutes.Thresholds.Target(
            ctr: configuration.fraction("live_funnel.ctr_min"),
            signupToActivation: configuration.fraction("live_funnel.signup_to_activation_min"))
        let prefix = "live_funnel.channels."
        let ctr = Dictionary(
            uniqueKeysWithValues: configuration.values(prefix: prefix, suffix: ".ctr_min")
                .map { ($0.middle, Double($0.value) ?? general.ctr) })
        let activation = Dictionary(
            uniqueKeysWithValues: configuration.values(
                prefix: prefix, suffix: ".signup_to_activation_min"
            ).map { ($0.middle, Double($0.value) ?? general.signupToActivation) })
        var channels: [String: LiveRoutes.Thresholds.Target] = [:]
        for channel in Set(ctr.keys).union(activation.keys) {
            channels[channel] = .init(
                ctr: ctr[channel] ?? general.ctr,
                signupToActivation: activation[channel] ?? general.signupToActivation)
        }
        return LiveRoutes.Thresholds(
            general: general, channels: channels,
            impressionsMin: configuration.wholeNumber("live_funnel.impressions_min"),
            signupsMin: configuration.wholeNumber("live_funnel.signups_min"))
    }
}

/// What ingestion tells Prometheus.
private struct IngestCounters: Sendable {
    private let accepted: MetricCounter
    private let rejected: MetricCounter
    private let commits: MetricCounter

    init(_ metrics: MetricsRegistry) {
        accepted = metrics.counter(
            "bellwether_events_accepted_total", help: "Events stored by this process.")
        rejected = metrics.counter(
            "bellwether_events_rejected_total",
            help: "Lines kept as rejected by this process, conflicts included.")
        commits = metrics.counter(
            "bellwether_ingest_commits_total", help: "Commits of events by this process.")
    }

    func note(_ batch: CommittedBatch) {
        accepted.increment(by: batch.acceptedCount)
        rejected.increment(by: batch.rejectedCount)
        commits.increment()
    }
}
