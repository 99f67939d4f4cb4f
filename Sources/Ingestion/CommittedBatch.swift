package import ExactValues
package import MarketingDomain

/// What one commit added to `landing.events`: what the live funnel and the pipeline want to know.
package struct CommittedBatch: Sendable, Hashable {
    package let acceptedCount: Int
    /// Lines kept in `landing.rejected_events`, conflicts included.
    package let rejectedCount: Int
    /// The sequence number of the last event that is stored.
    package let lastLandingSequence: Int64
    package let committedAt: UTCTimestamp
    /// New events per minute, campaign, channel and type, in no order. Of the last 6 hours (and the
    /// minutes ahead that a clock may be wrong by) only: nobody counts older minutes.
    package let minuteCounts: [EventMinuteCount]
    /// The UTC hours into which new events fall, ascending.
    package let touchedHours: [UTCTimestamp]

    /// How far back minutes are counted: the longest window of the live funnel and a minute begun.
    package static let countedSeconds: Int64 = 6 * 3600 + 60
}
