package import ExactValues
package import MarketingDomain

/// What a simulation of journeys is to do.
package struct JourneyPlan: Hashable, Sendable {
    package let campaigns: [JourneyCampaign]
    package let journeysPerSecond: Double
    package let seed: UInt64
    package let from: UTCTimestamp
    /// No event happens at or after it; nil for a simulation without an end.
    package let to: UTCTimestamp?
    package let currency: CurrencyCode?

    /// Why a plan cannot be carried out.
    package enum Refusal: Error, Hashable, Sendable {
        /// The rate is not above 0 and at most `maximumJourneysPerSecond`.
        case rateOutOfRange(Double)
        /// `to` is not after `from`, or `from` is before 1970.
        case emptyPeriod
        case noCampaigns
    }

    package static let usualJourneysPerSecond = 20.0
    package static let maximumJourneysPerSecond = 1_000_000.0

    package init(
        from: UTCTimestamp, to: UTCTimestamp?,
        journeysPerSecond: Double = JourneyPlan.usualJourneysPerSecond, seed: UInt64,
        campaigns: [JourneyCampaign] = JourneyCampaign.usual, currency: CurrencyCode? = nil
    ) throws(Refusal) {
        guard journeysPerSecond > 0, journeysPerSecond <= JourneyPlan.maximumJourneysPerSecond
        else { throw .rateOutOfRange(journeysPerSecond) }
        guard from.microseconds >= 0 else { throw .emptyPeriod }
        if let to, to <= from { throw .emptyPeriod }
        guard !campaigns.isEmpty else { throw .noCampaigns }
        self.campaigns = campaigns
        self.journeysPerSecond = journeysPerSecond
        self.seed = seed
        self.from = from
        self.to = to
        self.currency = currency
    }
}

extension JourneyPlan {
    /// People who make the journeys, again and again.
    static let userCount = 2000
    /// The click's cost scatters by this share of its mean.
    static let costDeviationShare = 0.15
    /// Phases alternate from `from` on: the first is undisturbed.
    static let phaseMilliseconds: Int64 = 120_000
    static let degradedClickFactor = 0.55
    static let degradedSignupFactor = 0.70
    /// Steps of a journey lie a quarter of the journeys' distance apart, at most this.
    static let stepMillisecondsLimit: Int64 = 1000
}
