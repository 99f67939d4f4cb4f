import ExactValues
import MarketingDomain
import Simulation
import Testing

@Suite("Demonstration shop's orders")
struct DemoOrderTests {
    private let small: SmallShop

    init() throws {
        small = try SmallShop.made.get()
    }

    @Test("Every order of the last 90 days has its conversion, and every conversion its order")
    func conversions() {
        var conversions: [String: ReadEvent] = [:]
        for line in small.lines where line.type == .conversion {
            conversions[line.orderID ?? ""] = line
        }
        let led = small.shop.orders.filter { !$0.namesSource }
        #expect(led.count == conversions.count)
        for order in led {
            let conversion = conversions[order.id.text]
            #expect(conversion?.value == order.amount)
            #expect(conversion?.time == order.orderedAt)
            #expect(conversion?.userID == order.customerID.text)
            #expect(conversion?.campaignID == order.source.campaignID?.text)
            #expect(order.channel == nil)
        }
        let firstLed = led.first?.orderedAt
        #expect(firstLed.map { $0 >= small.shop.eventsFrom.adding(seconds: 3_600) } == true)
    }

    @Test("The last click of an order's customer is at the order's own source")
    func lastClicks() {
        let customers = Dictionary(
            uniqueKeysWithValues: small.shop.identities.map { ($0.userID.text, $0.customerID.text) }
        )
        var lastClick: [String: ReadEvent] = [:]
        var count = 0
        for line in small.lines {
            guard let user = line.userID else { continue }
            let customer = customers[user] ?? user
            if line.type == .click { lastClick[customer] = line }
            guard line.type == .conversion else { continue }
            let click = lastClick[customer]
            #expect(click?.channel == line.channel)
            #expect(click?.campaignID == line.campaignID)
            count += 1
        }
        #expect(count > 80)
    }

    @Test("A new customer signs up under the own id, clicks before that under another")
    func identities() {
        var signups: Set<String> = []
        for line in small.lines {
            guard let user = line.userID else { continue }
            if line.type == .signup { signups.insert(user) }
            if line.type == .click, user.hasPrefix("w") {
                #expect(!signups.contains("C" + user.dropFirst()))
            }
        }
        let new = small.shop.orders.filter { !$0.namesSource && $0.isFirstOfCustomer }
        #expect(Set(new.map(\.customerID)) == Set(small.shop.identities.map(\.customerID)))
        for order in new { #expect(signups.contains(order.customerID.text)) }
    }

    @Test("Orders before the events say where they come from; returns do always")
    func sources() {
        for order in small.shop.orders {
            let isEarly = order.orderedAt < small.shop.eventsFrom.adding(seconds: 3_600)
            #expect(order.namesSource == (isEarly || order.isReturn))
            #expect((order.channel != nil) == order.namesSource)
            #expect((order.amount.units < 0) == order.isReturn)
            #expect(order.orderedAt <= SmallShop.until)
        }
        let ids = small.shop.orders.map(\.id)
        #expect(Set(ids).count == ids.count)
        let returned = small.shop.orders.compactMap(\.returnedOrderID)
        #expect(!returned.isEmpty)
        #expect(Set(ids).isSuperset(of: returned))
    }

    @Test("Each customer's first order is marked once, and is not before the customer was seen")
    func firstOrders() {
        var first: [CustomerID: UTCTimestamp] = [:]
        for order in small.shop.orders where !order.isReturn {
            #expect((first[order.customerID] == nil) == order.isFirstOfCustomer)
            first[order.customerID] = first[order.customerID] ?? order.orderedAt
        }
        #expect(first.count == small.shop.customers.count)
        for customer in small.shop.customers {
            #expect(first[customer.id].map { customer.firstSeenAt < $0 } == true)
            #expect(customer.email.hasSuffix("@example.com"))
        }
        #expect(Set(small.shop.customers.map(\.email)).count == small.shop.customers.count)
    }

    @Test("The order file has a header and a line for each order")
    func orderFile() {
        let text = String(decoding: small.shop.ordersCSV, as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == small.shop.orders.count + 1)
        #expect(
            lines.first == "Date,Order ID,Customer ID,Sales,Channel,Campaign,Returned Order ID")
        #expect(
            lines.dropFirst().first
                == "2024-11-09T07:46:43.682Z,A-100001,C10001,54.50,meta,meta_prospecting,")
        #expect(lines.last == "2026-11-19T23:06:40.751Z,A-100764,C10375,126.00,,,")
    }

    @Test("The truth's order days add up to the orders")
    func orderTruth() {
        let days = small.truth.orderDays
        let orders = small.shop.orders
        #expect(days.reduce(0) { $0 + $1.orders } == orders.count { !$0.isReturn })
        #expect(days.reduce(0) { $0 + $1.returns } == orders.count { $0.isReturn })
        #expect(days.reduce(0) { $0 + $1.newCustomers } == small.shop.customers.count)
        // A return is taken off the day of its order.
        let expected = Dictionary(
            grouping: orders, by: { (($0.returnedOrderID ?? $0.id)) }
        ).values.reduce(into: [CalendarDate: Int128]()) { sums, parts in
            guard let order = parts.first(where: { !$0.isReturn }) else { return }
            sums[order.orderedAt.utcDate, default: 0] += parts.reduce(0) { $0 + $1.amount.units }
        }
        for day in Set(days.map(\.date)) {
            let revenue = days.filter { $0.date == day }.reduce(0) { $0 + $1.revenue.units }
            #expect(revenue == expected[day])
        }
        #expect(
            small.truth.revenue
                == FixedDecimal(units: orders.reduce(0) { $0 + $1.amount.units }, scale: 2))
    }
}
