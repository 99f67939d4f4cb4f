/// Every KPI of the product. Adding one is one entry here.
package enum MetricCatalogue {
    package static let metrics: [Metric] = counts + money + rates + costs + customers

    package static func metric(named name: String) -> Metric? {
        byName[name]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0) })

    private static let counts: [Metric] = [
        count(.impressions, "Impressions", "How often an ad was shown."),
        count(.clicks, "Clicks", "How often an ad, a link or an e-mail was clicked."),
        count(.signups, "Signups", "How often somebody signed up."),
        count(.activations, "Activations", "How often a signup became active."),
        count(.conversions, "Conversions", "Conversion events, with or without an order."),
        count(.emailsSent, "E-mails sent", "E-mails handed to a mail server."),
        count(.emailsOpened, "E-mails opened", "E-mails whose opening was seen."),
        count(
            .unsubscribes, "Unsubscribes", "How often somebody left a list.", polarity: .down),
        count(.orders, "Orders", "Orders in the period; returns are not orders."),
    ]

    private static let money: [Metric] = [
        Metric(
            name: "spend", label: "Spend", description: "What was paid for advertising.",
            unit: .money, polarity: .neutral, formula: .measure(.spend)),
        Metric(
            name: "revenue", label: "Revenue",
            description: "What customers paid, less what was returned. Comes from orders only.",
            unit: .money, polarity: .up, formula: .measure(.revenue)),
        Metric(
            name: "conversion_value", label: "Conversion value",
            description: "The value of conversions that carry no order.",
            unit: .money, polarity: .up, formula: .measure(.conversionValue)),
    ]

    private static let rates: [Metric] = [
        fraction(
            "ctr", "CTR", "The share of impressions that were clicked.",
            .clicks, over: .impressions, scope: .channelsWith(.impressions)),
        fraction(
            "open_rate", "Open rate", "The share of sent e-mails that were opened.",
            .emailsOpened, over: .emailsSent, scope: .channelsWith(.emailsSent)),
        fraction(
            "click_to_open_rate", "Click-to-open rate",
            "Clicks for each e-mail that was opened.",
            .clicks, over: .emailsOpened, scope: .channelsWith(.emailsOpened)),
        fraction(
            "cvr", "Conversion rate", "Conversions for each click.",
            .conversions, over: .clicks, scope: .channelsWith(.clicks)),
        fraction(
            "click_to_signup", "Click to signup", "Signups for each click.",
            .signups, over: .clicks, scope: .channelsWith(.clicks)),
        fraction(
            "signup_to_activation", "Signup to activation", "Activations for each signup.",
            .activations, over: .signups, scope: .everything),
    ]

    private static let costs: [Metric] = [
        cost("cpc", "CPC", "Spend for each click.", over: .clicks),
        cost(
            "cpm", "CPM", "Spend for a thousand impressions.", over: .impressions,
            multiplier: 1000, scope: .channelsWith(.impressions)),
        cost("cpa", "CPA", "Spend for each conversion.", over: .conversions),
        cost(
            "cac", "CAC", "Spend for each new customer, over channels with spend.",
            over: .newCustomers, scope: .channelsWith(.spend)),
        cost(
            "blended_cac", "Blended CAC", "All spend for each new customer of any channel.",
            over: .newCustomers),
        Metric(
            name: "roas", label: "ROAS",
            description: "Revenue for each unit of spend, over channels with spend.",
            unit: .ratio, polarity: .up,
            formula: .ratio(
                .measure(.revenue), over: .spend, multiplier: 1, scope: .channelsWith(.spend))),
        Metric(
            name: "mer", label: "MER",
            description: "Marketing efficiency ratio: all revenue for each unit of spend.",
            unit: .ratio, polarity: .up,
            formula: .ratio(
                .measure(.revenue), over: .spend, multiplier: 1, scope: .everything)),
        Metric(
            name: "conversion_value_roas", label: "Conversion value ROAS",
            description: "Conversion value for each unit of spend, over channels with spend.",
            unit: .ratio, polarity: .up,
            formula: .ratio(
                .measure(.conversionValue), over: .spend, multiplier: 1,
                scope: .channelsWith(.spend))),
        Metric(
            name: "roi", label: "ROI",
            description:
                "Return on spend, over channels with spend. Based on revenue: no margin is set.",
            unit: .fraction, polarity: .up,
            formula: .ratio(
                .difference(.revenue, minus: .spend), over: .spend, multiplier: 1,
                scope: .channelsWith(.spend))),
        Metric(
            name: "cost_efficiency", label: "Cost efficiency",
            description: "Conversions for each 100 of spend, over channels with spend.",
            unit: .number, polarity: .up,
            formula: .ratio(
                .measure(.conversions), over: .spend, multiplier: 100,
                scope: .channelsWith(.spend))),
    ]

    private static let customers: [Metric] = [
        Metric(
            name: "aov", label: "Average order value",
            description: "Revenue for each order.", unit: .money, polarity: .up,
            formula: .ratio(.measure(.revenue), over: .orders, multiplier: 1, scope: .everything)),
        Metric(
            name: "revenue_per_customer", label: "Revenue per customer",
            description: "Revenue for each customer with an order in the period.",
            unit: .money, polarity: .up,
            formula: .ratio(
                .measure(.revenueOfCustomers), over: .activeCustomers, multiplier: 1,
                scope: .everything)),
        Metric(
            name: "orders_per_customer", label: "Orders per customer",
            description: "Orders for each customer with an order in the period.",
            unit: .number, polarity: .up,
            formula: .ratio(
                .measure(.ordersOfCustomers), over: .activeCustomers, multiplier: 1,
                scope: .everything)),
        count(
            .activeUsers, "Active users",
            "Distinct users with an event other than an impression or an e-mail sent."),
        count(
            .activeCustomers, "Active customers",
            "Distinct customers with an order in the period."),
        count(
            .newCustomers, "New customers", "Customers whose first order is in the period."),
        Metric(
            name: "returning_customers", label: "Returning customers",
            description: "Customers with an order in the period whose first order was before it.",
            unit: .count, polarity: .up,
            formula: .difference(.activeCustomers, minus: .newCustomers)),
    ]

    private static func count(
        _ measure: Measure, _ label: String, _ description: String,
        polarity: Metric.Polarity = .up
    ) -> Metric {
        Metric(
            name: measure.rawValue, label: label, description: description, unit: .count,
            polarity: polarity, formula: .measure(measure))
    }

    private static func fraction(
        _ name: String, _ label: String, _ description: String,
        _ numerator: Measure, over denominator: Measure, scope: Metric.Scope
    ) -> Metric {
        Metric(
            name: name, label: label, description: description, unit: .fraction, polarity: .up,
            formula: .ratio(.measure(numerator), over: denominator, multiplier: 1, scope: scope))
    }

    private static func cost(
        _ name: String, _ label: String, _ description: String, over denominator: Measure,
        multiplier: Int = 1, scope: Metric.Scope = .everything
    ) -> Metric {
        Metric(
            name: name, label: label, description: description, unit: .money, polarity: .down,
            formula: .ratio(
                .measure(.spend), over: denominator, multiplier: multiplier, scope: scope))
    }
}
