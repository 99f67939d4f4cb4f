import ExactValues
import MarketingDomain

/// Two years of customers and what they ordered.
struct PurchaseHistory: Sendable {
    struct Customer: Sendable {
        let number: UInt64
        /// Milliseconds since 1970.
        let firstOrderAt: Int64
    }

    /// An order before it has a number.
    struct Purchase: Sendable {
        let customer: Int
        let time: Int64
        let source: Int
        let cents: Int
        let isFirst: Bool
    }

    /// By first order, ascending.
    private(set) var customers: [Customer] = []
    /// By time, ascending; returns are not among them.
    private(set) var purchases: [Purchase] = []
    /// Later orders that a day of demand 1 brings, as of the history's last eight weeks.
    private(set) var laterOrdersPerDay = 0.0
    /// First orders that a day of demand 1 without growth brings.
    let newCustomersPerDay: Double
    private let behaviour: PurchaseBehaviour
    private let seed: UInt64
    /// Milliseconds since 1970; nothing happens after it.
    private let until: Int64
    private var months: [CalendarDate: MonthOfDemand] = [:]

    /// Where a month's orders fall.
    private struct MonthOfDemand {
        let cumulative: [Double]
        /// The mean demand of its days.
        let level: Double
    }

    /// About `customerCount` customers and 1.9 orders each; 0.03 s for 20,000.
    init(seed: UInt64, behaviour: PurchaseBehaviour, until: UTCTimestamp, customerCount: Int) {
        self.seed = seed
        self.behaviour = behaviour
        self.until = until.microseconds / 1000
        let calendar = behaviour.calendar
        let first = behaviour.catalogue.start
        let dates = (0...behaviour.catalogue.today.days(since: first)).map {
            first.adding(days: $0)
        }
        let weights = dates.map { calendar.demand(on: $0) * calendar.growth(on: $0) }
        newCustomersPerDay = Double(customerCount) / weights.reduce(0, +)
        var month = first
        while month <= behaviour.catalogue.today {
            months[month] = PurchaseHistory.demand(ofMonth: month, calendar)
            month = month.adding(months: 1)
        }
        addCustomers(dates: dates, weights: weights)
        for index in customers.indices { addPurchases(ofCustomer: index) }
        purchases.sort { ($0.time, $0.customer) < ($1.time, $1.customer) }
        laterOrdersPerDay = rateOfLaterOrders(calendar, today: behaviour.catalogue.today)
    }
}

extension PurchaseHistory {
    /// The customers whose first order is before a time: positions below this.
    func customerCount(before time: Int64) -> Int {
        var low = 0
        var high = customers.count
        while low < high {
            let middle = (low + high) / 2
            if customers[middle].firstOrderAt < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    static let firstCustomerNumber: UInt64 = 10_001
    static let firstOrderNumber: UInt64 = 100_001
}

extension PurchaseHistory {
    private static func demand(
        ofMonth month: CalendarDate, _ calendar: DemandCalendar
    ) -> MonthOfDemand {
        let (year, number, _) = month.parts
        let days = CalendarDate.daysIn(month: number, year: year)
        var sum = 0.0
        let cumulative = (0..<days).map { day in
            sum += calendar.demand(on: month.adding(days: day))
            return sum
        }
        return MonthOfDemand(cumulative: cumulative, level: sum / Double(days))
    }

    private func rateOfLaterOrders(_ calendar: DemandCalendar, today: CalendarDate) -> Double {
        let first = today.adding(days: -56)
        let demand = (0..<56).reduce(0) { $0 + calendar.demand(on: first.adding(days: $1)) }
        let times =
            Int64(first.daysSinceEpoch) * 86_400_000..<Int64(today.daysSinceEpoch) * 86_400_000
        let count = purchases.count { !$0.isFirst && times.contains($0.time) }
        return Double(count) / demand
    }

    private mutating func addCustomers(dates: [CalendarDate], weights: [Double]) {
        var generator = SeededGenerator(seed: seed, purpose: DemoPurpose.newCustomers)
        for (date, weight) in zip(dates, weights) {
            let count = generator.poisson(mean: newCustomersPerDay * weight)
            var times = (0..<count).map { _ in DemandCalendar.moment(of: date, &generator) }
            times.sort()
            for time in times where time <= until {
                let number = PurchaseHistory.firstCustomerNumber + UInt64(customers.count)
                customers.append(Customer(number: number, firstOrderAt: time))
            }
        }
    }

    private mutating func addPurchases(ofCustomer index: Int) {
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.customer, index: UInt64(index))
        let first = customers[index].firstOrderAt
        let date = UTCTimestamp(microseconds: first * 1000).utcDate
        let source = behaviour.source(isFirstOrder: true, on: date, &generator)
        add(customer: index, time: first, source: source, isFirst: true, on: date, &generator)
        let cohort = date.firstOfMonth
        // Nearly half wanted one thing and have it.
        let interest = generator.chance(0.45) ? 0.15 : 1.7
        let loyalty =
            generator.logNormal(mean: interest, deviation: 0.4)
            * behaviour.loyalty(ofCohort: cohort)
            * behaviour.catalogue.sources[source].loyaltyFactor
        // Late-comers stay away for most of a year; then some return.
        let isLate = generator.chance(0.07)
        var month = cohort
        for months in 0... {
            guard let demand = self.months[month] else { break }
            var expected = PurchaseBehaviour.expectedOrders(monthsSinceFirst: months)
            if isLate { expected = months < 8 ? 0 : months < 14 ? 0.11 : 0.05 }
            let count = generator.poisson(mean: expected * loyalty * demand.level.squareRoot())
            for _ in 0..<count {
                let day = generator.position(inCumulative: demand.cumulative)
                let date = month.adding(days: day)
                let time = DemandCalendar.moment(of: date, &generator)
                guard time > first + 86_400_000, time <= until else { continue }
                let source = behaviour.source(isFirstOrder: false, on: date, &generator)
                add(
                    customer: index, time: time, source: source, isFirst: false, on: date,
                    &generator)
            }
            month = month.adding(months: 1)
        }
    }

    private mutating func add(
        customer: Int, time: Int64, source: Int, isFirst: Bool, on date: CalendarDate,
        _ generator: inout SeededGenerator
    ) {
        let cents = behaviour.basketCents(
            source: source, isFirstOrder: isFirst, on: date, &generator)
        purchases.append(
            Purchase(
                customer: customer, time: time, source: source, cents: cents, isFirst: isFirst))
    }
}
