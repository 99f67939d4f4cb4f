package import ExactValues
package import MarketingDomain

/// A campaign as people plan it; what it brought is computed from events and orders.
package struct Campaign: Sendable, Hashable {
    package let id: CampaignID
    package let name: String
    package let status: CampaignStatus
    /// What it is to bring about, in words; nil where nobody said.
    package let objective: String?
    package let budget: CampaignBudget?
    /// First and last day in the workspace's zone; nil where open.
    package let startDate: CalendarDate?
    package let endDate: CalendarDate?

    package init(
        id: CampaignID, name: String, status: CampaignStatus = .active, objective: String? = nil,
        budget: CampaignBudget? = nil, startDate: CalendarDate? = nil, endDate: CalendarDate? = nil
    ) throws(CampaignError) {
        guard (1...Campaign.identifierBytesMax).contains(id.text.utf8.count) else {
            throw .identifierLength
        }
        guard !Campaign.isReserved(id) else { throw .identifierReserved(id) }
        guard (1...Campaign.nameBytesMax).contains(name.utf8.count) else { throw .nameLength }
        if let startDate, let endDate, endDate < startDate { throw .endsBeforeStart }
        self.id = id
        self.name = name
        self.status = status
        self.objective = objective
        self.budget = budget
        self.startDate = startDate
        self.endDate = endDate
    }

    /// As long as an event's campaign id may be.
    package static let identifierBytesMax = 128
    package static let nameBytesMax = 500

    private static func isReserved(_ id: CampaignID) -> Bool {
        [ReservedMember.none, ReservedMember.unknown, ReservedMember.erased].contains(id.text)
    }
}

/// What a campaign may spend in all, in one currency.
package struct CampaignBudget: Sendable, Hashable {
    /// Zero or more, with six decimals.
    package let amount: FixedDecimal
    package let currency: CurrencyCode

    package init(amount: FixedDecimal, currency: CurrencyCode) throws(CampaignError) {
        guard amount.units >= 0 else { throw .budgetNegative }
        guard let exact = amount.rescaled(to: 6), exact.units < CampaignBudget.unitsMax else {
            throw .budgetNotRepresentable
        }
        self.amount = exact
        self.currency = currency
    }

    /// `DECIMAL(18, 6)`.
    private static let unitsMax: Int128 = 1_000_000_000_000_000_000
}

/// Why a campaign cannot be as it is given.
package enum CampaignError: Error, Hashable, Sendable, CustomStringConvertible {
    case identifierLength
    case identifierReserved(CampaignID)
    case nameLength
    case endsBeforeStart
    case budgetNegative
    case budgetNotRepresentable

    package var description: String {
        switch self {
        case .identifierLength:
            "a campaign's id has 1 to \(Campaign.identifierBytesMax) bytes"
        case .identifierReserved(let id): "\(id) stands for no campaign and cannot be one's id"
        case .nameLength: "a campaign's name has 1 to \(Campaign.nameBytesMax) bytes"
        case .endsBeforeStart: "the campaign ends before it starts"
        case .budgetNegative: "a budget is 0 or more"
        case .budgetNotRepresentable:
            "a budget has at most 12 digits before and 6 behind the decimal point"
        }
    }
}
