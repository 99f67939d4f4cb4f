package import ExactValues
package import SQLAccess

/// What a workspace holds: the days its figures span, and whether there is anything at all.
package struct DataCoverage: Sendable, Hashable {
    package let eventCount: Int
    package let hasOrders: Bool
    package let from: CalendarDate?
    package let to: CalendarDate?
    package let today: CalendarDate

    /// Events are counted where they land, so that the first one shows before the pipeline ran.
    package static func read(
        now: UTCTimestamp, from readers: SQLWorkerPool
    ) async throws -> DataCoverage {
        try await readers.run { session in
            let eventCount = try session.query("SELECT COUNT(*) AS events FROM landing.events")
                .scalar(as: Int.self)
            do {
                return try read(now: now, eventCount: eventCount, on: session)
            } catch let error as SQLError where error.kind == .missingObject {
                return DataCoverage(
                    eventCount: eventCount, hasOrders: false, from: nil, to: nil,
                    today: now.utcDate)
            }
        }
    }

    private static func read(
        now: UTCTimestamp, eventCount: Int, on session: any SQLSession
    ) throws -> DataCoverage {
        let today = try LocalDay.of(now, on: session)
        let row = try session.query(
            """
            SELECT MIN(day) AS first_day, MAX(day) AS last_day, MAX(is_order) AS has_orders
            FROM (
                SELECT MIN(activity_date) AS day, 0 AS is_order FROM business.campaign_metrics_daily
                UNION ALL
                SELECT MAX(activity_date) AS day, 0 AS is_order FROM business.campaign_metrics_daily
                UNION ALL
                SELECT MIN(order_date) AS day, CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END AS is_order
                FROM business.orders
                UNION ALL
                SELECT MAX(order_date) AS day, 0 AS is_order FROM business.orders
            ) AS spans
            """
        ).rows[0]
        return DataCoverage(
            eventCount: eventCount, hasOrders: try row.decode("has_orders", as: Int.self) == 1,
            from: try row.decodeIfPresent("first_day"), to: try row.decodeIfPresent("last_day"),
            today: today)
    }
}
