package import SQLAccess
package import SemanticLayer

/// A value of a dimension that figures exist for.
package struct DimensionValue: Sendable, Hashable {
    package let value: String
    package let label: String
    /// False for a campaign that events name and nobody has created yet.
    package let exists: Bool
}

package enum DimensionValues {
    /// The values by number of events and orders, the most frequent first.
    package static func read(
        _ dimension: Dimension, limit: Int, from readers: SQLWorkerPool
    ) async throws -> [DimensionValue] {
        try await readers.run { session in
            do {
                return try read(dimension, limit: limit, on: session)
            } catch let error as SQLError where error.kind == .missingObject {
                throw ReportingError.nothingPublished
            }
        }
    }

    private static func read(
        _ dimension: Dimension, limit: Int, on session: any SQLSession
    ) throws -> [DimensionValue] {
        let column: SQLStatement = "\(identifier: dimension.rawValue)"
        let names: SQLStatement =
            switch dimension {
            case .channel:
                "SELECT channel AS value, channel_name AS label, is_registered AS is_known FROM warehouse.dim_channels"
            case .campaignID:
                """
                SELECT campaign_id AS value, campaign_name AS label, is_registered AS is_known
                FROM warehouse.dim_campaigns
                """
            }
        let table = try session.query(
            """
            SELECT found.value, names.label, COALESCE(names.is_known, FALSE) AS is_known
            FROM (
                SELECT value, SUM(weight) AS weight FROM (
                    SELECT \(statement: column) AS value, SUM(impressions + clicks + emails_sent) AS weight
                    FROM business.campaign_metrics_daily GROUP BY \(statement: column)
                    UNION ALL
                    SELECT \(statement: column) AS value, COUNT(*) AS weight
                    FROM business.orders GROUP BY \(statement: column)
                ) AS counted GROUP BY value
            ) AS found
            LEFT JOIN (\(statement: names)) AS names ON names.value = found.value
            ORDER BY found.weight DESC NULLS LAST, found.value
            LIMIT \(limit)
            """)
        return try table.rows.map { row in
            let value: String = try row.decode("value")
            return DimensionValue(
                value: value, label: try row.decodeIfPresent("label") ?? value,
                exists: try row.decode("is_known"))
        }
    }
}
