import ExactValues
import Importing
import Ingestion
import JSONCoding
import MarketingDomain
import Observability
import SQLAccess
import Simulation
import Synchronization
import Warehouse
import WebAPI
import WorkspaceStore

/// Fills a demonstration's folder at its first start, and plays the shop's life from then on.
///
/// A class because routes read the stories while it runs.
final class DemoRun: Sendable {
    private let folder: DataFolder
    private let withTraffic: Bool
    private let now: @Sendable () -> UTCTimestamp
    private let state: Mutex<DemoState?>

    /// Events a chunk of the history, and the longest slice of life.
    private static let chunkEvents = 20_000
    /// How often live events are sent, and live orders imported.
    private static let slicePeriod = Duration.seconds(2)
    private static let orderPeriodSeconds: Int64 = 60

    init(
        folder: DataFolder, withTraffic: Bool, now: @escaping @Sendable () -> UTCTimestamp
    ) throws {
        self.folder = folder
        self.withTraffic = withTraffic
        self.now = now
        state = Mutex(try DemoState.read(from: folder))
    }

    var stories: [WorkspaceRoutes.Story] { state.withLock { $0?.stories ?? [] } }

    /// Runs until it is cancelled. `onReady` is told when there is something to look at.
    func run(_ parts: ServerParts, onReady: @Sendable () -> Void) async throws {
        let known = state.withLock { $0 }
        let shop = DemoShop(until: known?.until ?? now())
        if known?.isLoaded != true {
            try remember(
                DemoState(
                    until: shop.until, isLoaded: false, sentUntil: shop.until, stories: []))
            try await load(shop, into: parts)
            try await publish(parts)
        }
        onReady()
        guard withTraffic else { return }
        try await fillGap(shop, parts)
        try await live(shop, parts)
    }

    // MARK: The history

    private func load(_ shop: DemoShop, into parts: ServerParts) async throws {
        try await writeWorkspace(shop, parts)
        let bar = ProgressReport("Loading two years of \(DemoShop.name)", total: nil)
        defer { bar.finish() }
        var stream = shop.events()
        while let chunk = stream.next(maximumEvents: Self.chunkEvents) {
            try Task.checkCancellation()
            try await send(chunk.bytes, parts)
            bar.advance(by: chunk.events)
        }
        try await importOrders(shop.ordersCSV, name: "orders.csv", parts)
        let truth = stream.truth
        try FileBytes.write(truth.jsonBytes, to: DemoState.truthPath(in: folder))
        try remember(
            DemoState(
                until: shop.until, isLoaded: true, sentUntil: shop.until,
                stories: truth.stories.map {
                    .init(id: $0.id, title: $0.title, detail: $0.detail, path: $0.path)
                }))
    }

    private func writeWorkspace(_ shop: DemoShop, _ parts: ServerParts) async throws {
        let instant = now()
        try await parts.engines.workspace.run { session in
            try session.transaction {
                for channel in shop.channels {
                    try ChannelRepository(session).save(
                        NamedChannel(
                            channel: channel.id, displayName: channel.displayName,
                            isPaid: channel.isPaid), at: instant)
                }
                for campaign in shop.campaigns {
                    try CampaignRepository(session).save(
                        Campaign(
                            id: campaign.id, name: campaign.name, status: campaign.status,
                            objective: campaign.objective,
                            budget: try DemoRun.budget(of: campaign),
                            startDate: campaign.startDate, endDate: campaign.endDate),
                        at: instant)
                }
                try DemoRun.save(shop.identities, session, at: instant)
            }
        }
    }

    private static func budget(of campaign: DemoCampaign) throws -> CampaignBudget? {
        guard let amount = campaign.budget?.rescaled(to: 6),
            let currency = CurrencyCode(DemoShop.currency)
        else { return nil }
        return try CampaignBudget(amount: amount, currency: currency)
    }

    private static func save(
        _ identities: [DemoIdentity], _ session: any SQLSession, at instant: UTCTimestamp
    ) throws {
        let repository = IdentityRepository(session)
        for identity in identities {
            try repository.save(
                Identity(
                    source: DemoIdentity.source, user: identity.userID,
                    customer: identity.customerID), at: instant)
        }
    }

    /// Asks for a run of all models and waits for its end.
    private func publish(_ parts: ServerParts) async throws {
        let runID = try await parts.pipeline.start(PipelineOrder(trigger: "command"))
        while true {
            try await Task.sleep(for: .milliseconds(100))
            let record = try await parts.engines.readers.run {
                try RunHistory(session: $0).run(runID)
            }
            if let record, record.status != .running { return }
        }
    }

    // MARK: Life

    /// What happened while the program was off, so that no chart has a hole.
    private func fillGap(_ shop: DemoShop, _ parts: ServerParts) async throws {
        guard let sentUntil = state.withLock({ $0?.sentUntil }) else { return }
        let end = now()
        var traffic = shop.traffic(after: sentUntil)
        var identities: [DemoIdentity] = []
        var orders: [DemoOrder] = []
        while let slice = traffic.next(until: end, maximumEvents: Self.chunkEvents) {
            try Task.checkCancellation()
            if let events = slice.events { try await send(events.bytes, parts) }
            orders += slice.orders
            identities += slice.identities
        }
        try await take(orders, identities, parts)
        try advance(to: end)
    }

    private func live(_ shop: DemoShop, _ parts: ServerParts) async throws {
        let start = now()
        // What happened while the gap was filled belongs to neither: it comes first.
        var traffic = shop.traffic(
            after: state.withLock { $0?.sentUntil } ?? start,
            extraPerSecond: DemoTraffic.usualExtraPerSecond, extraAfter: start)
        var orders: [DemoOrder] = []
        var identities: [DemoIdentity] = []
        var ordersTakenAt = start
        while true {
            try await Task.sleep(for: Self.slicePeriod)
            let end = now()
            while let slice = traffic.next(until: end, maximumEvents: Self.chunkEvents) {
                if let events = slice.events { try await send(events.bytes, parts) }
                orders += slice.orders
                identities += slice.identities
            }
            if end >= ordersTakenAt.adding(seconds: Self.orderPeriodSeconds) {
                try await take(orders, identities, parts)
                orders = []
                identities = []
                ordersTakenAt = end
                try advance(to: end)
            }
        }
    }

    private func take(
        _ orders: [DemoOrder], _ identities: [DemoIdentity], _ parts: ServerParts
    ) async throws {
        let instant = now()
        if !identities.isEmpty {
            try await parts.engines.workspace.run { session in
                try session.transaction { try DemoRun.save(identities, session, at: instant) }
            }
        }
        guard let last = orders.last else { return }
        try await importOrders(
            DemoOrder.csv(orders), name: "orders-until-\(last.id).csv", parts)
        await parts.pipeline.noteImport()
    }

    private func importOrders(_ csv: [UInt8], name: String, _ parts: ServerParts) async throws {
        let plan = try OrderImportPlan(.bytes(csv, name: name))
        _ = try await parts.importer.commit(plan)
    }

    /// Sends again where the queue was full; the door is the one that clients use.
    private func send(_ bytes: [UInt8], _ parts: ServerParts) async throws {
        for attempt in 1... {
            do {
                _ = try await parts.intake.accept(bytes, options: IntakeOptions(format: .lines))
                return
            } catch let error as IngestionError {
                guard case .queueFull = error, attempt < 100 else { throw error }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private func advance(to instant: UTCTimestamp) throws {
        guard var new = state.withLock({ $0 }) else { return }
        new.sentUntil = instant
        try remember(new)
    }

    private func remember(_ new: DemoState) throws {
        try new.write(to: folder)
        state.withLock { $0 = new }
    }
}
