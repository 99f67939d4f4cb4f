import ExactValues
import MarketingDomain

/// Who buys when, where from and for how much: shared by the history and by what follows it.
struct PurchaseBehaviour: Sendable {
    let catalogue: DemoCatalogue
    let calendar: DemandCalendar
    /// The acquisition month whose customers are the most loyal, and the one with the least.
    let betterCohort: CalendarDate
    let worseCohort: CalendarDate

    init(catalogue: DemoCatalogue, calendar: DemandCalendar) {
        self.catalogue = catalogue
        self.calendar = calendar
        let month = catalogue.today.firstOfMonth
        // The last December with at least four months behind it: bargain hunters.
        let december = month.adding(months: -(month.parts.month + 8) % 12 - 4)
        worseCohort = december
        let fourMonthsAgo = month.adding(months: -4)
        betterCohort = fourMonthsAgo == december ? month.adding(months: -5) : fourMonthsAgo
    }

    /// Orders that a usual customer places n calendar months after the first one.
    static func expectedOrders(monthsSinceFirst months: Int) -> Double {
        months < table.count ? table[months] : max(0.010, 0.022 - 0.001 * Double(months - 13))
    }

    private static let table = [
        0.06, 0.272, 0.150, 0.100, 0.074, 0.058, 0.047, 0.040, 0.035, 0.032, 0.029, 0.028, 0.036,
    ]

    /// How loyal the customers of an acquisition month are, against the usual.
    func loyalty(ofCohort month: CalendarDate) -> Double {
        switch month {
        case betterCohort: 2.1
        case worseCohort: 0.55
        default: 1
        }
    }
}

extension PurchaseBehaviour {
    /// A position of `catalogue.sources`: what the order owes itself to.
    func source(
        isFirstOrder: Bool, on date: CalendarDate, _ generator: inout SeededGenerator
    ) -> Int {
        choose(on: date, &generator) { isFirstOrder ? $0.firstOrderWeight : $0.laterOrderWeight }
    }

    /// A source of an earlier click; never an e-mail, which strangers do not get.
    func assistingSource(on date: CalendarDate, _ generator: inout SeededGenerator) -> Int {
        choose(on: date, &generator) { $0.assistWeight }
    }

    private func choose(
        on date: CalendarDate, _ generator: inout SeededGenerator,
        weight: (DemoSource) -> Double
    ) -> Int {
        var cumulative: [Double] = []
        cumulative.reserveCapacity(catalogue.sources.count)
        var sum = 0.0
        for source in catalogue.sources {
            if source.isActive(on: date) {
                sum += weight(source) * catalogue.clickFactor(source, on: date)
            }
            cumulative.append(sum)
        }
        return generator.position(inCumulative: cumulative)
    }

    /// What a basket comes to, in cents: log-normal, with the prices that shops like.
    func basketCents(
        source: Int, isFirstOrder: Bool, on date: CalendarDate, _ generator: inout SeededGenerator
    ) -> Int {
        let season = date.parts.month >= 11 ? 1.06 : 1
        let mean =
            (isFirstOrder ? 79.0 : 88.0) * season * catalogue.sources[source].basketFactor
        let amount = generator.logNormal(mean: mean, deviation: 0.58)
        let endings = [0, 0, 50, 90, 90, 95, 95, 95, 99]
        let whole = Int(min(amount, 1_900).rounded(.down))
        let ending = endings[generator.integer(below: endings.count)]
        // Some baskets hold several things, whose cents add up to anything.
        let cents = generator.chance(0.35) ? generator.integer(below: 100) : ending
        return max(6, whole) * 100 + cents
    }
}
