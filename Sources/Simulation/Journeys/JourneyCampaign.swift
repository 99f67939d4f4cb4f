package import MarketingDomain

/// What the journeys of one campaign do: probabilities of each step and the price of a click.
package struct JourneyCampaign: Hashable, Sendable {
    package let source: EventSource
    /// Clicks per impression.
    package let clickProbability: Double
    /// Signups per click.
    package let signupProbability: Double
    /// Activations per signup.
    package let activationProbability: Double
    /// The mean cost of a click; a click costs max(0, Normal(mean, 0.15 · mean)).
    package let costPerClick: Double
    /// Whether the campaign's click and signup rates fall in every second phase.
    package let isDegrading: Bool

    package init(
        campaignID: CampaignID, channel: Channel, clickProbability: Double,
        signupProbability: Double, activationProbability: Double, costPerClick: Double,
        isDegrading: Bool = false
    ) {
        source = EventSource(campaignID: campaignID, channel: channel)
        self.clickProbability = clickProbability
        self.signupProbability = signupProbability
        self.activationProbability = activationProbability
        self.costPerClick = costPerClick
        self.isDegrading = isDegrading
    }

    /// Four campaigns with rates and prices as they are usual in their channels.
    package static let usual: [JourneyCampaign] = [
        JourneyCampaign(
            campaignID: "camp_google_brand", channel: "google", clickProbability: 0.045,
            signupProbability: 0.14, activationProbability: 0.65, costPerClick: 0.90),
        JourneyCampaign(
            campaignID: "camp_meta_prospecting", channel: "meta", clickProbability: 0.028,
            signupProbability: 0.10, activationProbability: 0.55, costPerClick: 0.80,
            isDegrading: true),
        JourneyCampaign(
            campaignID: "camp_tiktok_creative", channel: "tiktok", clickProbability: 0.032,
            signupProbability: 0.08, activationProbability: 0.50, costPerClick: 0.60),
        JourneyCampaign(
            campaignID: "camp_email_reactivation", channel: "email", clickProbability: 0.070,
            signupProbability: 0.20, activationProbability: 0.75, costPerClick: 0.02),
    ]
}
