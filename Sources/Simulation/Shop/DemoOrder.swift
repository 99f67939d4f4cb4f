package import ExactValues
package import MarketingDomain

/// An order of the demonstration shop, or a return of one.
package struct DemoOrder: Hashable, Sendable {
    let number: UInt64
    let customerNumber: UInt64
    /// Milliseconds since 1970.
    let time: Int64
    /// Below zero for a return.
    let cents: Int
    /// The order that a return takes back, whole or in part.
    let returnedNumber: UInt64?
    package let isFirstOfCustomer: Bool
    /// What the order owes itself to: the last click before it.
    package let source: EventSource
    /// Whether the order file says so; where it does not, the conversion's event does.
    package let namesSource: Bool

    package var isReturn: Bool { returnedNumber != nil }

    /// `A-100001`, or `R-100001` for the return of that order.
    package var id: OrderID {
        if let returnedNumber { return OrderID("R-\(returnedNumber)") }
        return OrderID("A-\(number)")
    }

    package var returnedOrderID: OrderID? { returnedNumber.map { OrderID("A-\($0)") } }
    package var customerID: CustomerID { DemoCustomer.id(customerNumber) }

    package var orderedAt: UTCTimestamp { UTCTimestamp(microseconds: time * 1000) }
    package var amount: FixedDecimal { FixedDecimal(units: Int128(cents), scale: 2) }

    package var channel: Channel? { namesSource ? source.channel : nil }
    package var campaignID: CampaignID? { namesSource ? source.campaignMember : nil }
}

extension DemoOrder {
    /// Orders as a shop system exports them: a CSV file with a header, in UTF-8.
    ///
    /// Channel and campaign are empty where events say what the order owes itself to.
    package static func csv(_ orders: some Sequence<DemoOrder>) -> [UInt8] {
        var text = "Date,Order ID,Customer ID,Sales,Channel,Campaign,Returned Order ID\n"
        for order in orders {
            text += "\(order.orderedAt),\(order.id),\(order.customerID),\(order.amount),"
            text += "\(order.channel?.text ?? ""),\(order.campaignID?.text ?? ""),"
            text += "\(order.returnedOrderID?.text ?? "")\n"
        }
        return Array(text.utf8)
    }
}
