import ExactValues
import MarketingDomain

/// An hour after the shop's history: traffic, orders and the people behind them.
///
/// Its usual layer depends on the shop and the hour alone. The extra layer comes on top where
/// someone watches; it depends on the usual one, never the other way round, so that an hour that
/// was filled in afterwards and one that was watched agree in the usual layer.
struct LiveHour: Sendable {
    /// Hours since 1970.
    let number: Int64
    let extraLayer: TrafficLayer
    private(set) var usualEvents: [DemoEvent] = []
    private(set) var extraEvents: [DemoEvent] = []
    /// By time.
    private(set) var orders: [DemoOrder] = []
    /// By order number: when the first event that led to it happened.
    private(set) var journeyStarts: [UInt64: Int64] = [:]
    /// Those who are new with one of the orders, by number.
    private(set) var customers: [UInt64: DemoCustomer] = [:]

    private let shop: DemoShop

    /// - Parameter extraStep: how often the rate of extra events has been halved.
    init(number: Int64, shop: DemoShop, extraPerSecond: Double, extraStep: Int) {
        self.number = number
        self.shop = shop
        extraLayer = .extra(step: extraStep)
        usualEvents = makeEvents(.usual, scale: 1, isTaken: { _ in false })
        if extraPerSecond > 0 {
            let clicked = Set(usualEvents.lazy.filter { $0.type == .click }.map(\.user))
            let rate = extraPerSecond / Double(1 << extraStep)
            extraEvents = makeEvents(
                extraLayer, scale: extraScale(perSecond: rate),
                isTaken: { clicked.contains(.customer($0)) })
        }
        orders.sort { ($0.time, $0.number) < ($1.time, $1.number) }
    }
}

extension LiveHour {
    private var date: CalendarDate { CalendarDate(daysSinceEpoch: Int32(number / 24)) }
    private var start: Int64 { number * 3_600_000 }
    private var share: Double { DemandCalendar.hourShares[Int(number % 24)] }

    /// How many times the usual traffic gives so many events a second: a flat day, a little more
    /// in the evening.
    private func extraScale(perSecond rate: Double) -> Double {
        let calendar = shop.behaviour.calendar
        let level = shop.background.volumeFactor * shop.scale
        var daily = 0.0
        for source in shop.behaviour.catalogue.sources where source.isActive(on: date) {
            switch source.kind {
            case .paid: daily += source.volumePerDay * calendar.advertising(on: date) * 1.05
            case .unpaid: daily += source.volumePerDay * calendar.demand(on: date) * 1.2
            case .newsletter, .welcome, .winBack: break
            }
        }
        let usualPerSecond = daily * level * share / 3600
        guard usualPerSecond > 0 else { return 0 }
        return rate * (0.8 + 0.2 * share * 24) / usualPerSecond
    }

    private mutating func makeEvents(
        _ layer: TrafficLayer, scale: Double, isTaken: (UInt64) -> Bool
    ) -> [DemoEvent] {
        var events: [DemoEvent] = []
        addNewCustomers(layer, scale: scale, to: &events)
        addLaterOrders(layer, scale: scale, to: &events, isTaken: isTaken)
        let busy = Set(orders.map(\.customerNumber))
        var hour = BackgroundTraffic.Hour(number: number, scale: shop.scale * scale)
        hour.layer = layer
        shop.background.append(hour, to: &events) { busy.contains($0) }
        events.sortByTime()
        return events
    }
}

extension LiveHour {
    /// How many new customers the usual layer of an hour brings.
    static func newCustomerCount(hour: Int64, shop: DemoShop) -> Int {
        var generator = SeededGenerator(
            seed: shop.seed, purpose: DemoPurpose.newOrders,
            index: TrafficLayer.usual.index(hour: hour))
        return newCustomerCount(hour: hour, shop: shop, scale: 1, &generator)
    }

    private static func newCustomerCount(
        hour: Int64, shop: DemoShop, scale: Double, _ generator: inout SeededGenerator
    ) -> Int {
        let date = CalendarDate(daysSinceEpoch: Int32(hour / 24))
        let calendar = shop.behaviour.calendar
        let mean =
            shop.history.newCustomersPerDay * calendar.demand(on: date)
            * calendar.growth(on: date) * DemandCalendar.hourShares[Int(hour % 24)] * scale
        return min(generator.poisson(mean: mean), Int(TrafficLayer.numbers / 2))
    }

    private mutating func addNewCustomers(
        _ layer: TrafficLayer, scale: Double, to events: inout [DemoEvent]
    ) {
        var generator = SeededGenerator(
            seed: shop.seed, purpose: DemoPurpose.newOrders, index: layer.index(hour: number))
        let count = LiveHour.newCustomerCount(
            hour: number, shop: shop, scale: scale, &generator)
        for index in 0..<count {
            let customer = layer.number(hour: number, index: index)
            addOrder(
                number: customer, customer: customer, isFirst: true, to: &events, &generator)
            let seen = journeyStarts[customer] ?? start
            customers[customer] = DemoCustomer(
                number: customer, firstSeenAt: UTCTimestamp(microseconds: seen * 1000))
        }
    }

    private mutating func addLaterOrders(
        _ layer: TrafficLayer, scale: Double, to events: inout [DemoEvent],
        isTaken: (UInt64) -> Bool
    ) {
        var generator = SeededGenerator(
            seed: shop.seed, purpose: DemoPurpose.returningOrders,
            index: layer.index(hour: number))
        let mean =
            shop.history.laterOrdersPerDay * shop.behaviour.calendar.demand(on: date) * share
            * scale
        let count = min(generator.poisson(mean: mean), Int(TrafficLayer.numbers / 2) - 1)
        let choice = ReturningCustomers(shop: shop, hour: number)
        var chosen = Set(orders.map(\.customerNumber))
        for index in 0..<count {
            guard let customer = choice.choose(&generator), !isTaken(customer),
                chosen.insert(customer).inserted
            else { continue }
            let position = Int(TrafficLayer.numbers / 2) + index
            addOrder(
                number: layer.number(hour: number, index: position),
                customer: customer, isFirst: false, to: &events, &generator)
        }
    }

    private mutating func addOrder(
        number: UInt64, customer: UInt64, isFirst: Bool, to events: inout [DemoEvent],
        _ generator: inout SeededGenerator
    ) {
        let behaviour = shop.behaviour
        let source = behaviour.source(isFirstOrder: isFirst, on: date, &generator)
        let definition = behaviour.catalogue.sources[source]
        let cents = behaviour.basketCents(
            source: source, isFirstOrder: isFirst, on: date, &generator)
        // Early in the hour only a short way leads to an order: all of it lies within the hour.
        let earliest = definition.kind == .welcome ? 780_000 : 200_000
        let time = start + Int64(earliest + generator.integer(below: 3_599_000 - earliest))
        let journey = JourneyToOrder(behaviour: behaviour, earliest: start, isBrief: true)
        let firstOfOrder = events.count
        journey.append(
            JourneyToOrder.Order(
                number: number, customerNumber: customer, time: time, source: source,
                cents: cents, isFirst: isFirst, hasNewsletter: false),
            to: &events, &generator)
        journeyStarts[number] = events[firstOfOrder...].reduce(time) { min($0, $1.time) }
        orders.append(
            DemoOrder(
                number: number, customerNumber: customer, time: time, cents: cents,
                returnedNumber: nil, isFirstOfCustomer: isFirst, source: definition.source,
                namesSource: false))
    }
}
