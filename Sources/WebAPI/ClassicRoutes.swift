package import ExactValues
package import HTTPServer
import JSONCoding
import Reporting
package import SQLAccess

/// The reads that existing clients know: `/funnels/realtime`, `/campaigns/{id}/kpis`,
/// `/alerts/active`.
package struct ClassicRoutes {
    private let readers: SQLWorkerPool
    private let now: @Sendable () -> UTCTimestamp

    package init(readers: SQLWorkerPool, now: @escaping @Sendable () -> UTCTimestamp) {
        self.readers = readers
        self.now = now
    }

    package func add(to router: inout Router) {
        router.on(
            .get, "/campaigns/{campaign_id}/kpis",
            about: RouteDescription(
                "Read one campaign's KPIs by the hour, oldest first", group: "Read",
                parameters: [
                    .init("campaign_id", in: .path, summary: "The campaign"),
                    .init(
                        "hours", .integer, summary: "How far back", defaultValue: "24",
                        minimum: 1, maximum: 168),
                ])
        ) { [readers, now] request, parameters in
            let campaignID = parameters["campaign_id"]
            let hours = try request.query.integer("hours", default: 24, in: 1...168)
            let found = try await CampaignHour.read(
                campaignID: campaignID, hours: hours, now: now(), from: readers)
            return .json(ClassicRoutes.answer(campaignID, hours, found))
        }
        router.on(
            .get, "/alerts/active",
            about: RouteDescription(
                "List the open alerts, newest first", group: "Read",
                parameters: [
                    .init(
                        "limit", .integer, summary: "At most so many", defaultValue: "50",
                        minimum: 1, maximum: 200)
                ])
        ) { request, _ in
            _ = try request.query.integer("limit", default: 50, in: 1...200)
            // Nothing evaluates alerts yet, so none can be open.
            return .json(#"{"alerts":[]}"#)
        }
    }

    private static func answer(
        _ campaignID: String, _ hours: Int, _ found: [CampaignHour]
    ) -> [UInt8] {
        // The classic name of spend is total_cost.
        let names = CampaignHour.metricNames.map { $0 == "spend" ? "total_cost" : $0 }
        var writer = JSONWriter()
        writer.object { answer in
            answer.field("campaign_id", campaignID)
            answer.field("hours", hours)
            answer.array("rows") { array in
                for hour in found {
                    array.object { row in
                        row.field("hour", hour.hour)
                        row.field("campaign_id", campaignID)
                        row.field("channel", hour.channel)
                        for (name, value) in zip(names, hour.values) { row.field(name, value) }
                    }
                }
            }
        }
        return writer.bytes
    }
}
