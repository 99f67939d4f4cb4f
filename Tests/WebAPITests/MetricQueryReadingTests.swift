import ExactValues
import JSONCoding
import SemanticLayer
import Testing

@testable import WebAPI

@Suite("Queries are read from JSON")
struct MetricQueryReadingTests {
    private func query(_ text: String) throws -> MetricQuery {
        try MetricQuery(json: try JSONValue(reading: text))
    }

    @Test("A member that is null counts as absent")
    func nulls() throws {
        let query = try query(
            """
            {"metrics":["revenue"],"dimensions":null,"filters":null,"grain":null,"compare":null,
             "source":null,"order_by":null,"limit":null,
             "date_range":{"from":"2026-11-01","to":"2026-11-30"}}
            """)
        #expect(query.metrics.map(\.name) == ["revenue"])
        #expect(query.grain == nil)
        #expect(query.comparison == nil)
        #expect(query.limit == 1000)
    }

    @Test("Everything that can be asked is read")
    func everything() throws {
        let query = try query(
            """
            {"metrics":["revenue","roas"],"dimensions":["channel","campaign_id"],
             "filters":[{"dimension":"channel","operator":"not_in","values":["direct"]}],
             "grain":"week","compare":{"from":"2025-11-01","to":"2025-11-30"},"source":"measured",
             "order_by":[{"by":"roas","direction":"desc"}],"limit":5,
             "date_range":{"from":"2026-11-01","to":"2026-11-30"}}
            """)
        #expect(query.dimensions == [.channel, .campaignID])
        #expect(
            query.filters == [.init(dimension: .channel, isExcluding: true, values: ["direct"])])
        #expect(query.grain == .week)
        #expect(query.comparison?.range(for: query.dateRange).from.description == "2025-11-01")
        #expect(query.orderBy == [.init(column: "roas", isDescending: true)])
        #expect(query.limit == 5)
    }

    @Test("An unknown name comes with the valid ones, and every fault is told at once")
    func faults() throws {
        let error = #expect(throws: MetricQueryError.self) {
            try query(
                """
                {"metrics":["revenu"],"dimensions":["chanel"],"grain":"year","colour":1,
                 "date_range":{"from":"2026-02-30","to":"2026-03-01"}}
                """)
        }
        let problems = try #require(error?.problems)
        #expect(
            problems.map(\.pointer) == [
                "/metrics/0", "/dimensions/0", "/date_range/from", "/grain", "/colour",
            ])
        #expect(problems[0].detail.contains("revenue, conversion_value"))
        #expect(problems[1].detail.contains("channel, campaign_id"))
    }

    @Test(
        "What is no query is refused with a pointer",
        arguments: [
            ("[]", ""), (#"{"metrics":"revenue"}"#, "/metrics"),
            (
                #"{"metrics":["revenue"],"date_range":{"from":"2026-03-02","to":"2026-03-01"}}"#,
                "/date_range"
            ),
            (
                #"{"metrics":["revenue"],"source":"reported","date_range":{"from":"2026-03-01","to":"2026-03-01"}}"#,
                "/source"
            ),
        ])
    func refused(text: String, pointer: String) throws {
        let error = #expect(throws: MetricQueryError.self) { try query(text) }
        #expect(error?.problems.map(\.pointer).contains(pointer) == true)
    }
}
