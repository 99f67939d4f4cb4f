package import ExactValues

/// How many new events of one kind fell into one minute: what a commit tells the live funnel.
package struct EventMinuteCount: Hashable, Sendable {
    /// What is counted apart.
    package struct Key: Hashable, Sendable {
        /// The start of the minute in which the events happened.
        package let minute: UTCTimestamp
        package let campaignID: CampaignID
        package let channel: Channel
        package let eventType: EventType

        package init(
            minute: UTCTimestamp, campaignID: CampaignID, channel: Channel, eventType: EventType
        ) {
            self.minute = minute
            self.campaignID = campaignID
            self.channel = channel
            self.eventType = eventType
        }
    }

    package let key: Key
    package var count: Int

    package init(key: Key, count: Int) {
        self.key = key
        self.count = count
    }
}
