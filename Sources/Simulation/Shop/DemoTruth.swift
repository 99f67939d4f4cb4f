package import ExactValues
import MarketingDomain

/// What the shop's history adds up to: what pages, queries and SQL must show for it.
package struct DemoTruth: Hashable, Sendable {
    /// What the orders of one source on one UTC day come to. A return counts on its order's day.
    package struct OrderDay: Hashable, Sendable {
        package let source: EventSource
        package let date: CalendarDate
        /// Without returns.
        package internal(set) var orders = 0
        package internal(set) var returns = 0
        package internal(set) var newCustomers = 0
        /// Returns taken off.
        package internal(set) var revenue = FixedDecimal(units: 0, scale: 2)
    }

    package let seed: UInt64
    package let eventsFrom: UTCTimestamp
    package let until: UTCTimestamp
    /// Per source and UTC hour, in the order of time.
    package let hours: [EventLedger.Entry]
    /// Days ascending, sources in the order in which their first order of the day stands.
    /// Every return stands behind its order.
    package let orderDays: [OrderDay]
    package let stories: [DemoStory]

    init(shop: DemoShop, hours: [EventLedger.Entry]) {
        seed = shop.seed
        eventsFrom = shop.eventsFrom
        until = shop.until
        self.hours = hours
        let orderDays = DemoTruth.orderDays(shop.orders)
        self.orderDays = orderDays
        stories = DemoStory.all(
            shop: shop, eventDays: EventLedger.days(hours), orderDays: orderDays)
    }

    /// What was paid, returns taken off.
    package var revenue: FixedDecimal {
        FixedDecimal(units: orderDays.reduce(0) { $0 + $1.revenue.units }, scale: 2)
    }

    private static func orderDays(_ orders: [DemoOrder]) -> [OrderDay] {
        struct Key: Hashable {
            let source: EventSource
            let date: CalendarDate
        }
        var days: [OrderDay] = []
        var positions: [Key: Int] = [:]
        var dates: [UInt64: CalendarDate] = [:]
        for order in orders where !order.isReturn { dates[order.number] = order.orderedAt.utcDate }
        for order in orders {
            let date = dates[order.number] ?? order.orderedAt.utcDate
            let key = Key(source: order.source, date: date)
            let position = positions[key] ?? days.count
            if position == days.count {
                positions[key] = position
                days.append(OrderDay(source: key.source, date: key.date))
            }
            if order.isReturn { days[position].returns += 1 } else { days[position].orders += 1 }
            if order.isFirstOfCustomer { days[position].newCustomers += 1 }
            let units = days[position].revenue.units + Int128(order.cents)
            days[position].revenue = FixedDecimal(units: units, scale: 2)
        }
        return days
    }
}
