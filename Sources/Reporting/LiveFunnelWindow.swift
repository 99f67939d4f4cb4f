package import ExactValues
package import MarketingDomain

/// How many events of each stage of the funnel.
package struct FunnelCounts: Hashable, Sendable {
    package var impressions = 0
    package var clicks = 0
    package var signups = 0
    package var activations = 0

    package init(impressions: Int = 0, clicks: Int = 0, signups: Int = 0, activations: Int = 0) {
        self.impressions = impressions
        self.clicks = clicks
        self.signups = signups
        self.activations = activations
    }

    /// Events of another type change nothing.
    mutating func add(_ count: Int, of type: EventType) {
        switch type {
        case .impression: impressions += count
        case .click: clicks += count
        case .signup: signups += count
        case .activation: activations += count
        case .emailSent, .emailOpened, .conversion, .unsubscribe: break
        }
    }

    mutating func add(_ other: FunnelCounts) {
        impressions += other.impressions
        clicks += other.clicks
        signups += other.signups
        activations += other.activations
    }
}

/// One campaign on one channel within a window.
package struct LiveFunnelRow: Hashable, Sendable {
    package let campaignID: CampaignID
    package let channel: Channel
    package let counts: FunnelCounts

    package init(campaignID: CampaignID, channel: Channel, counts: FunnelCounts) {
        self.campaignID = campaignID
        self.channel = channel
        self.counts = counts
    }

    /// Most clicks first; then most impressions; then by name, so that the order never flickers.
    static func isBefore(_ left: LiveFunnelRow, _ right: LiveFunnelRow) -> Bool {
        if left.counts.clicks != right.counts.clicks {
            return left.counts.clicks > right.counts.clicks
        }
        if left.counts.impressions != right.counts.impressions {
            return left.counts.impressions > right.counts.impressions
        }
        return (left.campaignID, left.channel) < (right.campaignID, right.channel)
    }
}

/// The live funnel over one window of time.
package struct LiveFunnelWindow: Hashable, Sendable {
    /// Its length, within the allowed range.
    package let minutes: Int
    /// Events from this instant on are counted.
    package let start: UTCTimestamp
    package let asOf: UTCTimestamp
    package let rows: [LiveFunnelRow]

    package var totals: FunnelCounts {
        rows.reduce(into: FunnelCounts()) { $0.add($1.counts) }
    }
}
