package import SQLAccess

/// A published table that metrics are computed from. Metrics read `business` and nothing else.
package enum Relation: String, Sendable, Hashable, CaseIterable {
    case campaignMetricsDaily = "campaign_metrics_daily"
    case campaignMetricsHourly = "campaign_metrics_hourly"
    case orders
    case activeUsersDaily = "active_users_daily"

    package var table: TableName { TableName(schema: "business", name: rawValue) }

    /// The column that holds the day in the workspace's zone.
    var dateColumn: String {
        switch self {
        case .orders: "order_date"
        case .campaignMetricsDaily, .campaignMetricsHourly, .activeUsersDaily: "activity_date"
        }
    }

    /// The column that holds the UTC hour, where the relation knows hours.
    var hourColumn: String? {
        self == .campaignMetricsHourly ? "hour_at" : nil
    }

    /// The relation of the same measures by the hour, if there is one.
    var hourly: Relation? {
        switch self {
        case .campaignMetricsDaily, .campaignMetricsHourly: .campaignMetricsHourly
        case .orders, .activeUsersDaily: nil
        }
    }
}

/// A figure that one relation yields by one aggregate: what formulas are made of.
package enum Measure: String, Sendable, Hashable, CaseIterable {
    case impressions, clicks, signups, activations, conversions, unsubscribes
    case emailsSent = "emails_sent"
    case emailsOpened = "emails_opened"
    case spend
    case conversionValue = "conversion_value"
    case revenue
    case orders
    case newCustomers = "new_customers"
    case activeCustomers = "active_customers"
    case activeUsers = "active_users"
    /// Of customers who are known: guests' orders belong to nobody who could be counted.
    case revenueOfCustomers = "revenue_of_customers"
    case ordersOfCustomers = "orders_of_customers"

    package var relation: Relation {
        switch self {
        case .impressions, .clicks, .signups, .activations, .conversions, .unsubscribes,
            .emailsSent, .emailsOpened, .spend, .conversionValue:
            .campaignMetricsDaily
        case .revenue, .orders, .newCustomers, .activeCustomers, .revenueOfCustomers,
            .ordersOfCustomers:
            .orders
        case .activeUsers: .activeUsersDaily
        }
    }

    /// Whether values of disjoint parts may be added; distinct counts may not.
    package var isAdditive: Bool {
        switch self {
        case .activeCustomers, .activeUsers: false
        default: true
        }
    }

    /// What is aggregated, and how.
    var aggregate: Aggregate {
        switch self {
        case .impressions, .clicks, .signups, .activations, .conversions, .unsubscribes,
            .emailsSent, .emailsOpened:
            .sum(column: rawValue)
        case .spend: .sum(column: "spend_amount")
        case .conversionValue: .sum(column: "conversion_value_amount")
        case .revenue: .sum(column: "sales_amount")
        case .revenueOfCustomers:
            .sum(column: "sales_amount", condition: "customer_id <> '(unknown)'")
        case .ordersOfCustomers:
            .count(condition: "NOT is_return AND customer_id <> '(unknown)'")
        case .orders: .count(condition: "NOT is_return")
        case .newCustomers:
            .count(condition: "is_first_order AND customer_id <> '(unknown)'")
        case .activeCustomers:
            .countDistinct(
                column: "customer_id", condition: "NOT is_return AND customer_id <> '(unknown)'")
        case .activeUsers: .countDistinct(column: "user_id", condition: nil)
        }
    }

    /// Money is kept as a decimal to the end, counts as whole numbers.
    var isMoney: Bool {
        switch self {
        case .spend, .conversionValue, .revenue, .revenueOfCustomers: true
        default: false
        }
    }

    enum Aggregate: Sendable, Hashable {
        case sum(column: String, condition: String? = nil)
        case count(condition: String)
        case countDistinct(column: String, condition: String?)
    }
}
