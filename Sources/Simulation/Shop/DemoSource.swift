import ExactValues
import MarketingDomain

/// How the traffic of one source behaves: a campaign, or a channel without campaigns.
struct DemoSource: Sendable {
    enum Kind: Sendable {
        /// Impressions that cost money when they are clicked.
        case paid
        /// Visits that nobody paid for and no campaign brought.
        case unpaid
        case newsletter
        /// Sent to everyone who signs up.
        case welcome
        /// Sent to customers who have stayed away.
        case winBack
    }

    let source: EventSource
    let kind: Kind
    var firstDate: CalendarDate?
    var lastDate: CalendarDate?
    /// Impressions of a paid source on a usual day, clicks of an unpaid one.
    var volumePerDay = 0.0
    var clickRate = 0.0
    var costPerClick = 0.0
    /// Of visitors who never become customers; those who do sign up besides.
    var signupRate = 0.0
    var activationRate = 0.0
    /// Relative frequency as the last click before a first order, and before a later one.
    var firstOrderWeight = 0.0
    var laterOrderWeight = 0.0
    /// Relative frequency as a click some days before the last one.
    var assistWeight = 0.0
    /// What its customers spend and how loyal they are, against the usual.
    var basketFactor = 1.0
    var loyaltyFactor = 1.0

    func isActive(on date: CalendarDate) -> Bool {
        if let firstDate, date < firstDate { return false }
        if let lastDate, date > lastDate { return false }
        return true
    }
}
