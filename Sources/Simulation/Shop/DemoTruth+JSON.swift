package import JSONCoding
import MarketingDomain

/// The truth as a JSON object:
///
///     {"shop":"Alder Outdoor","currency":"USD","seed":"…","events_from":"…","until":"…",
///      "events":2000000,"totals":{…counts, spend, conversion_value…},
///      "orders":{"orders":…,"returns":…,"new_customers":…,"revenue":…},"stories":[…],
///      "order_days":[{"campaign_id","channel","date","orders","returns","new_customers",
///      "revenue"}],"days":[{"campaign_id","channel","date",…}],"hours":[…]}
///
/// Amounts are exact decimals.
extension DemoTruth: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        let total = EventLedger.total(hours)
        writer.object { truth in
            truth.field("shop", DemoShop.name)
            truth.field("currency", DemoShop.currency)
            truth.field("seed", String(seed))
            truth.field("events_from", eventsFrom)
            truth.field("until", until)
            truth.field("events", total.events)
            truth.object("totals") { total.writeFields(to: &$0) }
            truth.object("orders") { orders in
                orders.field("orders", orderDays.reduce(0) { $0 + $1.orders })
                orders.field("returns", orderDays.reduce(0) { $0 + $1.returns })
                orders.field("new_customers", orderDays.reduce(0) { $0 + $1.newCustomers })
                orders.field("revenue", revenue)
            }
            truth.field("stories", stories)
            truth.array("order_days") { list in
                for day in orderDays { list.object { day.writeFields(to: &$0) } }
            }
            EventLedger.write(hours, to: &truth)
        }
    }
}

extension DemoTruth.OrderDay {
    fileprivate func writeFields(to writer: inout JSONWriter) {
        source.writeFields(to: &writer)
        writer.field("date", date)
        writer.field("orders", orders)
        writer.field("returns", returns)
        writer.field("new_customers", newCustomers)
        writer.field("revenue", revenue)
    }
}
