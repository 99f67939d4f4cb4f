package import ExactValues
import JSONCoding
package import MarketingDomain

/// What a group of events adds up to: counts by type and exact sums of money.
package struct EventTally: Hashable, Sendable {
    private var counts = SIMD8<Int64>()
    /// In ten-thousandths of the currency.
    private var costUnits: Int64 = 0
    private var valueUnits: Int64 = 0
    private var isCosted = false
    private var isValued = false

    package init() {}

    package subscript(type: EventType) -> Int { Int(counts[type.position]) }

    package var events: Int { Int(counts.wrappedSum()) }

    /// Nil where no event carried a cost: unknown is not zero.
    package var spend: FixedDecimal? {
        isCosted ? FixedDecimal(units: Int128(costUnits), scale: EventTally.scale) : nil
    }

    /// What conversions carried as their value, whether or not they name an order.
    package var conversionValue: FixedDecimal? {
        isValued ? FixedDecimal(units: Int128(valueUnits), scale: EventTally.scale) : nil
    }

    /// Amounts have at most this many decimals.
    package static let scale = 4

    mutating func add(_ type: EventType, costUnits: Int64?, valueUnits: Int64?) {
        counts[type.position] &+= 1
        if let costUnits {
            self.costUnits += costUnits
            isCosted = true
        }
        if let valueUnits {
            self.valueUnits += valueUnits
            isValued = true
        }
    }

    package static func += (sum: inout EventTally, other: EventTally) {
        sum.counts &+= other.counts
        sum.costUnits += other.costUnits
        sum.valueUnits += other.valueUnits
        sum.isCosted = sum.isCosted || other.isCosted
        sum.isValued = sum.isValued || other.isValued
    }

    /// Members of the object being written: a count per type, `spend`, `conversion_value`.
    func writeFields(to writer: inout JSONWriter) {
        for type in EventType.allCases { writer.field(type.tallyName, self[type]) }
        writer.field("spend", spend)
        writer.field("conversion_value", conversionValue)
    }
}

extension EventType {
    /// 0 to 7, the order of `allCases`.
    var position: Int {
        switch self {
        case .impression: 0
        case .click: 1
        case .emailSent: 2
        case .emailOpened: 3
        case .signup: 4
        case .activation: 5
        case .conversion: 6
        case .unsubscribe: 7
        }
    }

    /// The name of the count, as metrics have it.
    package var tallyName: String {
        switch self {
        case .impression: "impressions"
        case .click: "clicks"
        case .emailSent: "emails_sent"
        case .emailOpened: "emails_opened"
        case .signup: "signups"
        case .activation: "activations"
        case .conversion: "conversions"
        case .unsubscribe: "unsubscribes"
        }
    }
}
