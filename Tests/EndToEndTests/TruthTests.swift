import ExactValues
import Foundation
import HTTPClient
import JSONCoding
import Testing

@Suite("Figures agree with the simulator's truth", .serialized)
struct TruthTests {
    private static let counts = ["impressions", "clicks", "signups", "activations"]

    @Test("Pages' query, classic endpoints, SQL and truth say the same, exactly")
    func allAgree() async throws {
        let server = try RunningServer()
        defer { server.remove() }
        try await server.start()
        // The last two hours up to now, so that the live funnel's hour is part of it.
        let now = UTCTimestamp(microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
        let truthPath = server.folder + "/truth.json"
        let simulated = try await server.run([
            "simulate", "--from", "\(now.adding(seconds: -7200))", "--to", "\(now)", "--rate", "3",
            "--seed", "11", "--truth", truthPath, "--json",
        ])
        #expect(simulated.exitCode == 0, "\(simulated.messages)")
        let again = try await server.run([
            "simulate", "--from", "\(now.adding(seconds: -7200))", "--to", "\(now)", "--rate", "3",
            "--seed", "11", "--json",
        ])
        #expect(again.output.contains("\"accepted\":0"), "a second sending adds nothing")
        #expect(try await server.run(["pipeline", "run"]).exitCode == 0)
        let truth = try Self.json(truthPath)

        try await compareTotals(truth, server, now)
        try await compareDays(truth, server, now)
        try await compareClassic(truth, server)
        try await compareLive(server)
    }

    private func compareTotals(
        _ truth: JSONValue, _ server: RunningServer, _ now: UTCTimestamp
    ) async throws {
        let totals = try #require(truth["totals"])
        let from = now.adding(seconds: -7200).utcDate
        let answer = try await server.post(
            "/v1/query",
            """
            {"metrics":["impressions","clicks","signups","activations","spend","ctr","cpc"],
             "date_range":{"from":"\(from)","to":"\(now.utcDate)"}}
            """)
        let found = try #require(answer["totals"])
        for name in Self.counts {
            #expect(found[name]?.int == totals[name]?.int, "\(name)")
        }
        #expect(found["spend"]?.jsonText == totals["spend"]?.jsonText)
        let clicks = try #require(totals["clicks"]?.double)
        let impressions = try #require(totals["impressions"]?.double)
        let spend = try #require(totals["spend"]?.double)
        #expect(found["ctr"]?.double == clicks / impressions)
        #expect(found["cpc"]?.double == spend / clicks)

        let sql = try await server.query(
            """
            SELECT SUM(impressions), SUM(clicks), SUM(signups), SUM(activations), SUM(spend_amount)
            FROM business.campaign_metrics_hourly
            """)
        #expect(
            sql == [
                Self.counts.map { "\(totals[$0]?.int ?? -1)" } + [totals["spend"]?.jsonText ?? ""]
            ])
    }

    private func compareDays(
        _ truth: JSONValue, _ server: RunningServer, _ now: UTCTimestamp
    ) async throws {
        let from = now.adding(seconds: -7200).utcDate
        let answer = try await server.post(
            "/v1/query",
            """
            {"metrics":["impressions","clicks","signups","activations","spend"],"grain":"day",
             "dimensions":["campaign_id","channel"],
             "date_range":{"from":"\(from)","to":"\(now.utcDate)"}}
            """)
        let rows = try #require(answer["rows"]?.array)
        let found = Set(rows.map { $0.array?.map(\.jsonText).joined(separator: ",") ?? "" })
        let expected = Set(
            try #require(truth["days"]?.array).map { day in
                let keys = ["date", "campaign_id", "channel"] + Self.counts + ["spend"]
                return keys.map { day[$0]?.jsonText ?? "" }.joined(separator: ",")
            })
        #expect(found == expected)
    }

    private func compareClassic(_ truth: JSONValue, _ server: RunningServer) async throws {
        let hours = try #require(truth["hours"]?.array)
        let campaigns = Set(hours.compactMap { $0["campaign_id"]?.string })
        #expect(campaigns.count == 4)
        for campaign in campaigns {
            let answer = try await server.get("/campaigns/\(campaign)/kpis?hours=24")
            let rows = try #require(answer["rows"]?.array)
            let expected = hours.filter { $0["campaign_id"]?.string == campaign }
            #expect(rows.count == expected.count)
            for (row, hour) in zip(rows, expected) {
                #expect(row["hour"]?.string == hour["hour"]?.string)
                for name in Self.counts { #expect(row[name]?.int == hour[name]?.int) }
                #expect(row["total_cost"]?.jsonText == hour["spend"]?.jsonText)
            }
        }
    }

    /// The live funnel equals a count over what has landed.
    private func compareLive(_ server: RunningServer) async throws {
        let live = try await server.get("/funnels/realtime?minutes=360")
        let rows = try #require(live["rows"]?.array)
        let found = rows.map { row in
            [row["campaign_id"]?.string ?? "", row["channel"]?.string ?? ""]
                + Self.counts.map { "\(row[$0]?.int ?? -1)" }
        }
        let sql = try await server.query(
            """
            SELECT campaign_id, channel,
                COUNT(CASE WHEN event_type = 'impression' THEN 1 END),
                COUNT(CASE WHEN event_type = 'click' THEN 1 END) AS clicks,
                COUNT(CASE WHEN event_type = 'signup' THEN 1 END),
                COUNT(CASE WHEN event_type = 'activation' THEN 1 END)
            FROM landing.events GROUP BY campaign_id, channel ORDER BY clicks DESC
            """)
        #expect(Set(found) == Set(sql))
        #expect(
            rows.map { $0["clicks"]?.int ?? 0 } == rows.map { $0["clicks"]?.int ?? 0 }.sorted(by: >)
        )
    }

    private static func json(_ path: String) throws -> JSONValue {
        let data = try #require(FileManager.default.contents(atPath: path))
        return try JSONValue(reading: Array(data), limits: JSONLimits(bytes: 1 << 26))
    }
}
