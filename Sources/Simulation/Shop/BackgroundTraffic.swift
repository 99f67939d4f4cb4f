import ExactValues
import MarketingDomain

/// The traffic of everyone who does not order: most of the shop's events, an hour at a time.
///
/// An hour depends on the seed, its number and the scale alone, and nothing of it happens outside
/// of it: it comes out the same whenever and in whatever company it is made.
struct BackgroundTraffic: Sendable {
    let seed: UInt64
    let behaviour: PurchaseBehaviour
    let history: PurchaseHistory
    /// So that 90 days have the wanted number of impressions in every season.
    let volumeFactor: Double
    let mailing: Mailing

    /// One hour of traffic.
    struct Hour {
        /// Hours since 1970.
        let number: Int64
        /// Against the shop's usual traffic.
        let scale: Double
        /// Extra traffic has sequences and visitors of its own, and no newsletter.
        var layer = TrafficLayer.usual

        var start: Int64 { number * 3_600_000 }
        /// The last millisecond.
        var last: Int64 { start + 3_599_999 }
        var date: CalendarDate { CalendarDate(daysSinceEpoch: Int32(number / 24)) }
        var ofDay: Int { Int(number % 24) }
    }

    /// Adds the hour's events, in no order. `isBusy` tells which customers have an order under way:
    /// no other click may come between theirs and the order.
    func append(
        _ hour: Hour, to events: inout [DemoEvent], isBusy: (UInt64) -> Bool
    ) {
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.background,
            index: hour.layer.index(hour: hour.number))
        let share = DemandCalendar.hourShares[hour.ofDay] * hour.scale
        for (index, source) in behaviour.catalogue.sources.enumerated()
        where source.isActive(on: hour.date) {
            switch source.kind {
            case .paid:
                appendPaid(index, source, hour, share, to: &events, &generator)
            case .unpaid:
                appendUnpaid(index, source, hour, share, to: &events, &generator)
            case .winBack:
                appendWinBack(index, hour, share, to: &events, &generator, isBusy: isBusy)
            case .newsletter where hour.layer.isUsual:
                mailing.append(hour, source: index, to: &events, isBusy: isBusy)
            case .newsletter, .welcome:
                break
            }
        }
    }
}

extension BackgroundTraffic {
    /// Where a visit stands in the making: all of its events, to be moved as one.
    private struct Visit {
        var events: [DemoEvent] = []

        /// Adds the visit, moved to earlier if it does not end within the hour.
        func append(to list: inout [DemoEvent], within hour: Hour) {
            let end = events.reduce(Int64.min) { max($0, $1.time) }
            let shift = max(0, end - hour.last)
            for var event in events {
                event.time -= shift
                list.append(event)
            }
        }
    }

    private func appendPaid(
        _ index: Int, _ source: DemoSource, _ hour: Hour, _ share: Double,
        to events: inout [DemoEvent], _ generator: inout SeededGenerator
    ) {
        let impressions = generator.poisson(
            mean: source.volumePerDay * volumeFactor * share
                * behaviour.calendar.advertising(on: hour.date)
                * noise(index, on: hour.date, deviation: 0.05))
        // A tenth of a campaign's clicks come with the orders' own journeys.
        let clickRate =
            source.clickRate * behaviour.catalogue.clickFactor(source, on: hour.date)
            * noise(index + 100, on: hour.date, deviation: 0.035)
        for _ in 0..<impressions {
            let time = hour.start + Int64(generator.integer(below: 3_600_000))
            let seen = DemoEvent(
                time: time, type: .impression, source: UInt8(index), user: .nobody)
            guard generator.chance(clickRate) else {
                events.append(seen)
                continue
            }
            var visit = Visit(events: [seen])
            let clicked = time + 1_200 + Int64(generator.integer(below: 20_000))
            let cost = behaviour.clickCostUnits(index, atMilliseconds: clicked, &generator)
            appendClick(index, source, clicked, cost, hour, to: &visit, &generator)
            visit.append(to: &events, within: hour)
        }
    }

    private func appendUnpaid(
        _ index: Int, _ source: DemoSource, _ hour: Hour, _ share: Double,
        to events: inout [DemoEvent], _ generator: inout SeededGenerator
    ) {
        let clicks = generator.poisson(
            mean: source.volumePerDay * volumeFactor * share
                * behaviour.calendar.demand(on: hour.date)
                * noise(index, on: hour.date, deviation: 0.04))
        for _ in 0..<clicks {
            var visit = Visit()
            let time = hour.start + Int64(generator.integer(below: 3_600_000))
            appendClick(index, source, time, nil, hour, to: &visit, &generator)
            visit.append(to: &events, within: hour)
        }
    }

    /// The click and what a visitor does after it.
    private func appendClick(
        _ index: Int, _ source: DemoSource, _ time: Int64, _ cost: Int32?, _ hour: Hour,
        to visit: inout Visit, _ generator: inout SeededGenerator
    ) {
        let user = visitor(hour, &generator)
        visit.events.append(
            DemoEvent(
                time: time, type: .click, source: UInt8(index), user: user, amountUnits: cost))
        guard generator.chance(source.signupRate) else { return }
        let signup = time + 30_000 + Int64(generator.integer(below: 300_000))
        visit.events.append(
            DemoEvent(time: signup, type: .signup, source: UInt8(index), user: user))
        if generator.chance(source.activationRate) {
            let activation = signup + 20_000 + Int64(generator.integer(below: 420_000))
            visit.events.append(
                DemoEvent(time: activation, type: .activation, source: UInt8(index), user: user))
        }
        guard let welcome = mailing.welcomeSource else { return }
        for mail in 0..<2 {
            mailing.appendMail(
                source: welcome, to: user, sentAt: signup + 40_000 + Int64(mail) * 600_000,
                openRate: 0.40, clickRate: 0.17, &visit.events, &generator)
        }
    }

    private func appendWinBack(
        _ index: Int, _ hour: Hour, _ share: Double, to events: inout [DemoEvent],
        _ generator: inout SeededGenerator, isBusy: (UInt64) -> Bool
    ) {
        let count = generator.poisson(mean: 220 * share)
        let eligible = history.customerCount(before: hour.start - 90 * 86_400_000)
        guard eligible > 0 else { return }
        for _ in 0..<count {
            let customer = history.customers[generator.integer(below: eligible)].number
            let time = hour.start + Int64(generator.integer(below: 3_000_000))
            var visit = Visit()
            mailing.appendMail(
                source: index, to: .customer(customer), sentAt: time,
                openRate: 0.28, clickRate: 0.11, &visit.events, &generator)
            guard !isBusy(customer) else { continue }
            visit.append(to: &events, within: hour)
        }
    }

    /// Visitors come back for about ten days.
    private func visitor(_ hour: Hour, _ generator: inout SeededGenerator) -> DemoUser {
        let people = Int(max(1, hour.scale) * 4_000)
        let number = generator.integer(below: people) + Int(hour.number / 24) * people / 10
        return .visitor(UInt64(number) + hour.layer.number * 1_000_000_000)
    }

    private func noise(_ index: Int, on date: CalendarDate, deviation: Double) -> Double {
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.sourceNoise,
            index: UInt64(date.daysSinceEpoch) << 8 + UInt64(index))
        return generator.logNormal(mean: 1, deviation: deviation)
    }
}
