import ExactValues
import MarketingDomain

/// The events that lead to an order: earlier clicks, the last click, signup, activation, conversion.
///
/// The last click of the order's customer before it is always the order's own source.
struct JourneyToOrder: Sendable {
    let behaviour: PurchaseBehaviour
    /// Milliseconds since 1970: no event is put before it.
    let earliest: Int64
    /// Whether earlier clicks lie days before the order, or all of it within 18 minutes.
    let isBrief: Bool

    struct Order {
        let number: UInt64
        let customerNumber: UInt64
        let time: Int64
        let source: Int
        let cents: Int
        let isFirst: Bool
        /// Whether the newsletter reached the customer, so that no mail of its own is needed.
        let hasNewsletter: Bool
    }

    /// Adds the events of an order, not in the order of time.
    func append(
        _ order: Order, to events: inout [DemoEvent], _ generator: inout SeededGenerator
    ) {
        let firstOfOrder = events.count
        let customer = DemoUser.customer(order.customerNumber)
        let minute = 60_000.0
        let gap = max(30_000, Int64(generator.uniform(2.5 * minute, (isBrief ? 9 : 24) * minute)))
        let lastClick = max(earliest + 1_000, order.time - gap)
        var user = customer
        if order.isFirst {
            user = signUp(order, lastClick: lastClick, to: &events, &generator)
        }
        visit(order, at: lastClick, as: user, to: &events, &generator)
        events.append(
            DemoEvent(
                time: order.time, type: .conversion, source: UInt8(order.source), user: customer,
                amountUnits: Int32(clamping: order.cents * 100)))
        for index in firstOfOrder..<events.count { events[index].orderNumber = order.number }
    }

    /// The way of a new customer to the account; answers who makes the last click.
    private func signUp(
        _ order: Order, lastClick: Int64, to events: inout [DemoEvent],
        _ generator: inout SeededGenerator
    ) -> DemoUser {
        let customer = DemoUser.customer(order.customerNumber)
        let stranger = DemoUser.stranger(order.customerNumber)
        let needsAccount = behaviour.catalogue.sources[order.source].kind == .welcome
        var signup: (time: Int64, source: Int)?
        for time in assistTimes(before: lastClick, isNeeded: needsAccount, &generator) {
            let date = UTCTimestamp(microseconds: time * 1000).utcDate
            let source = behaviour.assistingSource(on: date, &generator)
            click(source, at: time, as: signup == nil ? stranger : customer, &events, &generator)
            if signup == nil, needsAccount || generator.chance(0.45) {
                signup = (time + 1_000 + Int64(generator.integer(below: 50_000)), source)
            }
        }
        let user = signup == nil ? stranger : customer
        let step = (order.time - lastClick) / 10
        let (time, source) = signup ?? (lastClick + 3 * step, order.source)
        let activation =
            signup == nil
            ? lastClick + 6 * step
            : min(time + 5_000 + Int64(generator.integer(below: 90_000)), lastClick - 500)
        events.append(
            DemoEvent(time: time, type: .signup, source: UInt8(source), user: customer))
        events.append(
            DemoEvent(
                time: max(activation, time + 1), type: .activation, source: UInt8(source),
                user: customer))
        return user
    }

    /// When a new customer clicked before the last time, ascending.
    private func assistTimes(
        before lastClick: Int64, isNeeded: Bool, _ generator: inout SeededGenerator
    ) -> [Int64] {
        let count = isNeeded || generator.chance(0.45) ? 1 + generator.integer(below: 2) : 0
        let day = 86_400_000.0
        var times = (0..<count).map { _ in
            isBrief
                ? lastClick - Int64(generator.uniform(4, 9) * 60_000)
                : lastClick - Int64(min(18, 0.3 + generator.exponential(mean: 5)) * day)
        }
        times.sort()
        // Where history begins too late for it, an account that is needed is made just in time.
        if isNeeded, times.allSatisfy({ $0 < earliest }) {
            times = [max(earliest + 60_000, lastClick - 240_000)]
        }
        return times.filter { $0 >= earliest }
    }
}

extension JourneyToOrder {
    private func click(
        _ source: Int, at time: Int64, as user: DemoUser, _ events: inout [DemoEvent],
        _ generator: inout SeededGenerator
    ) {
        let definition = behaviour.catalogue.sources[source]
        guard definition.kind == .paid else {
            events.append(
                DemoEvent(time: time, type: .click, source: UInt8(source), user: user))
            return
        }
        let seen = max(earliest, time - 1_200 - Int64(generator.integer(below: 20_000)))
        events.append(
            DemoEvent(time: seen, type: .impression, source: UInt8(source), user: .nobody))
        let cost = behaviour.clickCostUnits(source, atMilliseconds: time, &generator)
        events.append(
            DemoEvent(
                time: time, type: .click, source: UInt8(source), user: user, amountUnits: cost))
    }

    /// The last click, with the mail that brought it where one did.
    private func visit(
        _ order: Order, at time: Int64, as user: DemoUser, to events: inout [DemoEvent],
        _ generator: inout SeededGenerator
    ) {
        let kind = behaviour.catalogue.sources[order.source].kind
        switch kind {
        case .paid, .unpaid:
            break
        case .newsletter, .welcome, .winBack:
            let opened = max(earliest, time - 5_000 - Int64(generator.integer(below: 40_000)))
            let mail = { (type: EventType, time: Int64) in
                DemoEvent(time: time, type: type, source: UInt8(order.source), user: user)
            }
            if !(kind == .newsletter && order.hasNewsletter) {
                let delay = isBrief ? 100_000 : 3 * 3_600_000
                let sent = opened - 20_000 - Int64(generator.integer(below: delay))
                events.append(mail(.emailSent, max(earliest, sent)))
            }
            events.append(mail(.emailOpened, opened))
        }
        click(order.source, at: time, as: user, &events, &generator)
    }
}

extension PurchaseBehaviour {
    /// What a click costs, in ten-thousandths; nil where clicks cost nothing.
    func clickCostUnits(
        _ source: Int, atMilliseconds time: Int64, _ generator: inout SeededGenerator
    ) -> Int32? {
        let definition = catalogue.sources[source]
        guard definition.costPerClick > 0 else { return nil }
        let date = UTCTimestamp(microseconds: time * 1000).utcDate
        let mean = definition.costPerClick * catalogue.clickCostFactor(definition, on: date)
        let cost = generator.normal(mean: mean, deviation: 0.22 * mean)
        // Platforms bill whole cents.
        return Int32(max(1, (cost * 100).rounded())) * 100
    }
}
