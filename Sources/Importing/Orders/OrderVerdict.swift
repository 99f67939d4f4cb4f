/// What an import thinks of a line: valid, or the first rule that it breaks, in this order.
package enum OrderVerdict: UInt8, Sendable, Hashable, CaseIterable {
    case valid
    case invalidDate
    case missingOrder
    case invalidAmount
    case amountTooPrecise
    case missingCustomer
    case zeroAmount
    case cancelled
    case `return`
    case duplicate

    /// The word in landing and in every answer.
    package var name: String {
        switch self {
        case .valid: "valid"
        case .invalidDate: "invalid_date"
        case .missingOrder: "missing_order"
        case .invalidAmount: "invalid_amount"
        case .amountTooPrecise: "amount_too_precise"
        case .missingCustomer: "missing_customer"
        case .zeroAmount: "zero_amount"
        case .cancelled: "cancelled"
        case .return: "return"
        case .duplicate: "duplicate"
        }
    }

    /// Whether the line's amount is part of sales; returns count, as negative ones.
    package var countsAsSales: Bool {
        switch self {
        case .valid, .missingCustomer, .return: true
        case .invalidDate, .missingOrder, .invalidAmount, .amountTooPrecise, .zeroAmount,
            .cancelled, .duplicate:
            false
        }
    }

    /// Whether the line cannot be used at all: one of the first four rules.
    package var isUnusable: Bool {
        switch self {
        case .invalidDate, .missingOrder, .invalidAmount, .amountTooPrecise: true
        case .valid, .missingCustomer, .zeroAmount, .cancelled, .return, .duplicate: false
        }
    }

    /// What a person reads beside a line.
    package var explanation: String {
        switch self {
        case .valid: "The line counts as a sale."
        case .invalidDate: "The date is missing, or no day of the calendar."
        case .missingOrder: "The line names no order."
        case .invalidAmount: "The amount is missing, or no number."
        case .amountTooPrecise:
            "The amount has more than six decimals; it is not rounded."
        case .missingCustomer:
            "The line names no customer; it counts as a sale of (unknown)."
        case .zeroAmount: "The amount is zero."
        case .cancelled: "The status says that the order was cancelled."
        case .return: "The line is a return; it counts as a negative sale."
        case .duplicate: "The same line of the same order stands earlier in the file."
        }
    }
}
