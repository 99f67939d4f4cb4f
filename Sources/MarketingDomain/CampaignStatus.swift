/// Where a campaign stands in its life.
package enum CampaignStatus: String, CaseIterable, Hashable, Sendable {
    case draft
    case active
    case paused
    case ended
}
