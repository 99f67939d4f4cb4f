package import ExactValues
package import MarketingDomain

/// A campaign of the demonstration shop, as a marketer would have entered it.
package struct DemoCampaign: Hashable, Sendable {
    package let id: CampaignID
    package let name: String
    package let channel: Channel
    package let objective: String
    package let status: CampaignStatus
    /// For the whole flight, in the shop's currency; nil where none was set.
    package let budget: FixedDecimal?
    package let startDate: CalendarDate
    /// Nil for a campaign that runs until somebody ends it.
    package let endDate: CalendarDate?
}

package struct DemoChannel: Hashable, Sendable {
    package let id: Channel
    package let displayName: String
    package let isPaid: Bool

    package static let all: [DemoChannel] = [
        DemoChannel(id: "google", displayName: "Google Ads", isPaid: true),
        DemoChannel(id: "meta", displayName: "Meta Ads", isPaid: true),
        DemoChannel(id: "tiktok", displayName: "TikTok Ads", isPaid: true),
        DemoChannel(id: "linkedin", displayName: "LinkedIn Ads", isPaid: true),
        DemoChannel(id: "email", displayName: "E-mail", isPaid: false),
        DemoChannel(id: "organic", displayName: "Organic search", isPaid: false),
        DemoChannel(id: "direct", displayName: "Direct", isPaid: false),
    ]
}
