package import ExactValues
package import MarketingDomain
package import SQLAccess
import Warehouse

/// The counts per minute of the last six hours, read from landing: what the commits since then have
/// told. For the start.
package struct RecentMinuteCounts: Sendable {
    package let counts: [EventMinuteCount]
    /// Events stored since the beginning.
    package let eventsTotal: Int

    /// Zone maps leave out all but the last hours of a large table.
    package init(from session: any SQLSession, now: UTCTimestamp) throws {
        let earliest = now.adding(seconds: -CommittedBatch.countedSeconds).startOfMinute
        let table = try session.query(
            """
            SELECT
                DATE_TRUNC('minute', occurred_at) AS minute_at, campaign_id, channel, event_type,
                COUNT(*) AS events
            FROM \(table: LandingTables.events)
            WHERE occurred_at >= \(earliest)
            GROUP BY DATE_TRUNC('minute', occurred_at), campaign_id, channel, event_type
            """)
        counts = try table.rows.compactMap { row in
            guard let type = EventType(rawValue: try row.decode("event_type")) else { return nil }
            return EventMinuteCount(
                key: EventMinuteCount.Key(
                    minute: try row.decode("minute_at"),
                    campaignID: CampaignID(try row.decode("campaign_id")),
                    channel: Channel(try row.decode("channel")), eventType: type),
                count: try row.decode("events"))
        }
        eventsTotal = try session.query(
            "SELECT COUNT(*) AS events FROM \(table: LandingTables.events)"
        ).scalar()
    }
}
