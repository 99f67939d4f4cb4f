/// What figures can be split and filtered by. Every relation has each of them as a column.
package enum Dimension: String, Sendable, Hashable, CaseIterable {
    case channel
    case campaignID = "campaign_id"

    package var label: String {
        switch self {
        case .channel: "Channel"
        case .campaignID: "Campaign"
        }
    }
}

/// The length of the periods that figures are given for.
package enum Grain: String, Sendable, Hashable, CaseIterable {
    case hour, day, week, month
}

/// Which facts a query is about: what we measured ourselves, or what platforms reported.
package enum MetricSource: String, Sendable, Hashable, CaseIterable {
    case measured
}
