/// What a column of an order file can mean. The raw value is its name in mappings and in landing.
package enum OrderField: String, Sendable, Hashable, CaseIterable {
    case date = "order_date"
    case customer = "customer_id"
    case order = "order_id"
    case sales = "sales_amount"
    case quantity = "quantity"
    case unitPrice = "unit_price_amount"
    case line = "order_line_id"
    case currency = "currency_code"
    case channel = "channel"
    case campaign = "campaign_id"
    case status = "order_status"
    case returnedOrder = "returned_order_id"

    /// What a person calls it.
    package var label: String {
        switch self {
        case .date: "Date"
        case .customer: "Customer ID"
        case .order: "Order ID"
        case .sales: "Sales"
        case .quantity: "Quantity"
        case .unitPrice: "Unit price"
        case .line: "Line ID"
        case .currency: "Currency"
        case .channel: "Channel"
        case .campaign: "Campaign"
        case .status: "Status"
        case .returnedOrder: "Returned order"
        }
    }

    /// Reads a name as a person may write it in a mapping: `date`, `Customer ID`, `sales_amount`.
    package init?(name: String) {
        let key = ColumnName.key(of: name)
        let found = OrderField.allCases.first { field in
            ColumnName.key(of: field.rawValue) == key || ColumnName.key(of: field.label) == key
                || ColumnName.key(of: "\(field)") == key || field.columnNames.contains(key)
        }
        guard let found else { return nil }
        self = found
    }
}
