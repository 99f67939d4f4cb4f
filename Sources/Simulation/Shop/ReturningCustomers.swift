import ExactValues
import MarketingDomain

/// Chooses who orders again in an hour after the history: as likely as their age makes it.
struct ReturningCustomers {
    private let shop: DemoShop
    private let hour: Int64
    /// First days of acquisition months, from the shop's first one to the hour's.
    private var months: [CalendarDate] = []
    private var cumulativeWeights: [Double] = []

    init(shop: DemoShop, hour: Int64) {
        self.shop = shop
        self.hour = hour
        let current = CalendarDate(daysSinceEpoch: Int32(hour / 24)).firstOfMonth
        var month = shop.behaviour.catalogue.start
        var sum = 0.0
        while month <= current {
            months.append(month)
            month = month.adding(months: 1)
        }
        for (position, month) in months.enumerated() {
            let age = months.count - 1 - position
            // Months after the history are as large as its last whole one.
            let size = max(customers(of: month).count, isAfterHistory(month) ? 30 : 0)
            sum +=
                PurchaseBehaviour.expectedOrders(monthsSinceFirst: age) * Double(size)
                * shop.behaviour.loyalty(ofCohort: month)
            cumulativeWeights.append(sum)
        }
    }

    /// A customer's number; nil where chance meets an hour without customers too often.
    func choose(_ generator: inout SeededGenerator) -> UInt64? {
        guard let total = cumulativeWeights.last, total > 0 else { return nil }
        let month = months[generator.position(inCumulative: cumulativeWeights)]
        let range = customers(of: month)
        if !range.isEmpty {
            let index = range.lowerBound + generator.integer(below: range.count)
            return shop.history.customers[index].number
        }
        return chooseAfterHistory(month, &generator)
    }

    private func isAfterHistory(_ month: CalendarDate) -> Bool {
        month > shop.behaviour.catalogue.today.firstOfMonth
    }

    /// Positions in the history's customers.
    private func customers(of month: CalendarDate) -> Range<Int> {
        let next = month.adding(months: 1)
        let day: Int64 = 86_400_000
        return shop.history.customerCount(
            before: Int64(month.daysSinceEpoch) * day)..<shop.history
            .customerCount(before: Int64(next.daysSinceEpoch) * day)
    }

    private func chooseAfterHistory(
        _ month: CalendarDate, _ generator: inout SeededGenerator
    ) -> UInt64? {
        let first = Int64(month.daysSinceEpoch) * 24
        let end = min(Int64(month.adding(months: 1).daysSinceEpoch) * 24, hour)
        guard first < end else { return nil }
        for _ in 0..<20 {
            let hour = first + Int64(generator.integer(below: Int(end - first)))
            let count = LiveHour.newCustomerCount(hour: hour, shop: shop)
            guard count > 0 else { continue }
            return TrafficLayer.usual.number(
                hour: hour, index: generator.integer(below: count))
        }
        return nil
    }
}
