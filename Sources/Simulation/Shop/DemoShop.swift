package import ExactValues
import MarketingDomain

/// One coherent shop with a fixed seed: two years of orders and 90 days of the advertising that
/// led to them, in which the same people click, sign up, convert and order.
///
/// Everything follows from the seed and the moment at which the demonstration began, which is kept
/// with it: the same two give the same shop on every start. Making it takes 0.05 s of CPU;
/// its two million events are made only as `events()` is read, in 0.5 s and 45 MB.
///
///     let shop = DemoShop(until: now)
///     importOrders(shop.ordersCSV)
///     var stream = shop.events()
///     while let chunk = stream.next(maximumEvents: 20_000) { ingest(chunk.bytes) }
///     keep(stream.truth)
///     var traffic = shop.traffic(after: now, extraPerSecond: 20)
package struct DemoShop: Sendable {
    package static let name = "Alder Outdoor"
    package static let currency = "USD"
    package static let usualSeed: UInt64 = 2_718_281
    /// Days of events before the day on which the demonstration begins.
    package static let eventDays = 90

    package let seed: UInt64
    /// The moment at which the demonstration began: the history's end.
    package let until: UTCTimestamp
    /// 1 for about 20,000 customers and two million events.
    package let scale: Double
    /// No event is before it, a UTC midnight.
    package let eventsFrom: UTCTimestamp
    package let customers: [DemoCustomer]
    /// Orders and returns by time.
    package let orders: [DemoOrder]
    /// What events called those customers before they had signed up.
    package let identities: [DemoIdentity]

    let behaviour: PurchaseBehaviour
    let history: PurchaseHistory
    let background: BackgroundTraffic
    /// What led to the orders of the days with events, by time.
    let journeys: [DemoEvent]
    /// Customers with an order under way, and on which days.
    let busyDays: Set<BusyDay>

    struct BusyDay: Hashable, Sendable {
        let customerNumber: UInt64
        let daysSinceEpoch: Int64
    }

    package var campaigns: [DemoCampaign] { behaviour.catalogue.campaigns }
    package var channels: [DemoChannel] { DemoChannel.all }

    package init(
        seed: UInt64 = DemoShop.usualSeed, until: UTCTimestamp, scale: Double = 1
    ) {
        precondition(scale > 0 && scale <= 1, "a shop has a part of its usual size")
        let today = until.utcDate
        let catalogue = DemoCatalogue(today: today)
        let calendar = DemandCalendar(seed: seed, start: catalogue.start)
        let behaviour = PurchaseBehaviour(catalogue: catalogue, calendar: calendar)
        let history = PurchaseHistory(
            seed: seed, behaviour: behaviour, until: until,
            customerCount: Int(20_000 * scale))
        let firstDate = today.adding(days: -DemoShop.eventDays)
        let mailing = Mailing(
            seed: seed, history: history,
            welcomeSource: catalogue.sources.firstIndex { $0.kind == .welcome },
            firstDate: firstDate)
        let levels = (0..<DemoShop.eventDays).map {
            calendar.advertising(on: firstDate.adding(days: $0))
        }
        let meanLevel = levels.reduce(0, +) / Double(levels.count)
        let eventsFrom = UTCTimestamp(date: firstDate)
        let ledOrders = OrderBook(
            seed: seed, behaviour: behaviour, history: history, mailing: mailing,
            eventsFrom: eventsFrom, until: until)
        self.seed = seed
        self.until = until
        self.scale = scale
        self.eventsFrom = eventsFrom
        self.behaviour = behaviour
        self.history = history
        background = BackgroundTraffic(
            seed: seed, behaviour: behaviour, history: history, volumeFactor: 1 / meanLevel,
            mailing: mailing)
        customers = ledOrders.customers
        orders = ledOrders.orders
        identities = ledOrders.identities
        journeys = ledOrders.journeys
        busyDays = ledOrders.busyDays
    }

    /// The orders as a file to import: about 2.5 MB.
    package var ordersCSV: [UInt8] { DemoOrder.csv(orders) }

    /// The events of the last 90 days, by time.
    package func events() -> DemoEventStream { DemoEventStream(self) }
}
