import ExactValues
import MarketingDomain

/// The shop's orders with their numbers and returns, and the journeys that led to the late ones.
struct OrderBook {
    private(set) var customers: [DemoCustomer] = []
    private(set) var orders: [DemoOrder] = []
    private(set) var identities: [DemoIdentity] = []
    private(set) var journeys: [DemoEvent] = []
    private(set) var busyDays: Set<DemoShop.BusyDay> = []

    private let seed: UInt64
    private let behaviour: PurchaseBehaviour
    private let history: PurchaseHistory
    private let mailing: Mailing
    private let earliest: Int64
    private let latest: Int64
    /// Of customers whose first journey is told: when it begins.
    private var firstTouches: [UInt64: Int64] = [:]

    init(
        seed: UInt64, behaviour: PurchaseBehaviour, history: PurchaseHistory, mailing: Mailing,
        eventsFrom: UTCTimestamp, until: UTCTimestamp
    ) {
        self.seed = seed
        self.behaviour = behaviour
        self.history = history
        self.mailing = mailing
        earliest = eventsFrom.microseconds / 1000
        latest = until.microseconds / 1000
        for (index, purchase) in history.purchases.enumerated() {
            addOrder(purchase, number: PurchaseHistory.firstOrderNumber + UInt64(index))
        }
        orders.sort { ($0.time, $0.number) < ($1.time, $1.number) }
        journeys.sort { ($0.time, $0.type.position) < ($1.time, $1.type.position) }
        addCustomers()
    }
}

extension OrderBook {
    /// The first hour of events has no journeys: their beginnings would be missing.
    private static let millisecondsBeforeJourneys: Int64 = 3_600_000
    private static let returnRate = 0.055

    private mutating func addOrder(_ purchase: PurchaseHistory.Purchase, number: UInt64) {
        let hasJourney = purchase.time >= earliest + OrderBook.millisecondsBeforeJourneys
        let order = DemoOrder(
            number: number, customerNumber: history.customers[purchase.customer].number,
            time: purchase.time, cents: purchase.cents, returnedNumber: nil,
            isFirstOfCustomer: purchase.isFirst,
            source: behaviour.catalogue.sources[purchase.source].source,
            namesSource: !hasJourney)
        orders.append(order)
        if hasJourney { addJourney(order, source: purchase.source) }
        addReturn(of: order)
    }

    private mutating func addJourney(_ order: DemoOrder, source: Int) {
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.journey, index: order.number)
        let writer = JourneyToOrder(behaviour: behaviour, earliest: earliest, isBrief: false)
        let firstOfOrder = journeys.count
        writer.append(
            JourneyToOrder.Order(
                number: order.number, customerNumber: order.customerNumber, time: order.time,
                source: source, cents: order.cents, isFirst: order.isFirstOfCustomer,
                hasNewsletter: hasNewsletter(order)),
            to: &journeys, &generator)
        var first = order.time
        for event in journeys[firstOfOrder...] where event.user.kind != .nobody {
            first = min(first, event.time)
            busyDays.insert(
                DemoShop.BusyDay(
                    customerNumber: order.customerNumber,
                    daysSinceEpoch: event.time / 86_400_000))
        }
        if order.isFirstOfCustomer {
            identities.append(DemoIdentity(customerNumber: order.customerNumber))
            firstTouches[order.customerNumber] = first
        }
    }

    /// Whether the last issue before an order went to its customer.
    private func hasNewsletter(_ order: DemoOrder) -> Bool {
        guard !order.isFirstOfCustomer else { return false }
        let date = order.orderedAt.utcDate
        for back in 0..<5 {
            let day = date.adding(days: -back)
            guard let issue = Mailing.issue(on: day) else { continue }
            let sentAt = UTCTimestamp(date: day, hour: Mailing.hourOfDay)
            guard sentAt.microseconds / 1000 + 1_300_000 < order.time else { continue }
            return sentAt.microseconds / 1000 >= earliest
                && history.customers[..<history.customerCount(before: sentAt.microseconds / 1000)]
                    .count > Int(order.customerNumber - PurchaseHistory.firstCustomerNumber)
                && mailing.isSubscribed(order.customerNumber, toIssue: issue)
        }
        return false
    }

    private mutating func addReturn(of order: DemoOrder) {
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.returns, index: order.number)
        guard generator.chance(OrderBook.returnRate) else { return }
        let time = order.time + Int64(generator.uniform(4, 26) * 86_400_000)
        let share = generator.chance(0.55) ? 1 : generator.uniform(0.2, 0.7)
        guard time <= latest else { return }
        orders.append(
            DemoOrder(
                number: order.number, customerNumber: order.customerNumber, time: time,
                cents: -max(1, Int((Double(order.cents) * share).rounded())),
                returnedNumber: order.number, isFirstOfCustomer: false, source: order.source,
                namesSource: true))
    }

    private mutating func addCustomers() {
        customers.reserveCapacity(history.customers.count)
        for customer in history.customers {
            var generator = SeededGenerator(
                seed: seed, purpose: DemoPurpose.firstSeen, index: customer.number)
            var seen = firstTouches[customer.number] ?? customer.firstOrderAt
            // Some looked around long before: late-comers among the buyers.
            let kind = generator.unit()
            let days = kind < 0.12 ? generator.uniform(95, 400) : generator.exponential(mean: 4)
            if kind < 0.12 || firstTouches[customer.number] == nil {
                seen -= Int64((kind < 0.5 ? days : 0.01) * 86_400_000)
            }
            customers.append(
                DemoCustomer(
                    number: customer.number,
                    firstSeenAt: UTCTimestamp(microseconds: seen * 1000)))
        }
    }
}
