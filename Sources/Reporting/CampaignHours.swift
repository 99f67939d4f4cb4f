package import ExactValues
package import SQLAccess
import SemanticLayer

/// One campaign's figures by the hour: the classic read of its KPIs, through the catalogue.
package struct CampaignHour: Sendable {
    package let hour: UTCTimestamp
    package let channel: String
    /// In the order of `CampaignHour.metricNames`.
    package let values: [SQLValue]

    package static let metricNames = [
        "impressions", "clicks", "signups", "activations", "ctr", "click_to_signup",
        "signup_to_activation", "spend",
    ]

    /// The hours that start within the last `hours`, oldest first.
    ///
    /// - Precondition: 1 to 168 hours, checked by the route.
    package static func read(
        campaignID: String, hours: Int, now: UTCTimestamp, from readers: SQLWorkerPool
    ) async throws -> [CampaignHour] {
        precondition((1...168).contains(hours), "the route checks the hours")
        let since = now.adding(seconds: -Int64(hours) * 3600)
        // A day more on either side, because a query's days are the workspace's, not UTC's.
        guard
            let range = DateRange(
                from: since.utcDate.adding(days: -1), to: now.utcDate.adding(days: 1))
        else { return [] }
        let query = try MetricQuery(
            metrics: metricNames.compactMap { MetricCatalogue.metric(named: $0) },
            dimensions: [.channel],
            filters: [
                .init(dimension: .campaignID, isExcluding: false, values: [campaignID])
            ],
            dateRange: range, grain: .hour)
        let report = try await MetricReporter(readers: readers).report(for: query, now: now)
        return report.rows.compactMap { row in
            guard case .timestamp(let hour) = row[0], hour >= since,
                case .text(let channel) = row[1]
            else { return nil }
            return CampaignHour(hour: hour, channel: channel, values: Array(row.dropFirst(2)))
        }
    }
}
