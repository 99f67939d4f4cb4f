package import MarketingDomain

/// Where simulated events come from: a campaign on a channel.
package struct EventSource: Hashable, Sendable {
    /// Nil where no campaign is named: the door then says `(none)`.
    package let campaignID: CampaignID?
    package let channel: Channel

    package init(campaignID: CampaignID?, channel: Channel) {
        self.campaignID = campaignID
        self.channel = channel
    }

    /// As tables name the campaign.
    package var campaignMember: CampaignID { campaignID ?? .none }
}
