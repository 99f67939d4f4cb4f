import DuckDBDriver
import ExactValues
import SQLAccess
import Testing

@testable import Warehouse

@Suite struct IntervalSetTests {
    private static func days(_ positions: Int64...) -> IntervalSet {
        IntervalSet(unit: .day, positions: positions)
    }

    @Test("Intervals are sorted, and each is there once")
    func sorted() {
        #expect(Self.days(5, 3, 5, 4).positions == [3, 4, 5])
        #expect(Self.days(1, 2).union(Self.days(2, 9)).positions == [1, 2, 9])
    }

    @Test("Hours are those of UTC, before 1970 too")
    func hours() {
        let set = IntervalSet(hours: [
            UTCTimestamp(microseconds: 3_600_000_000), UTCTimestamp(microseconds: 7_199_999_999),
            UTCTimestamp(microseconds: -1),
        ])
        #expect(set.positions == [-1, 1])
    }

    @Test("Neighbours make one stretch")
    func stretches() {
        #expect(Self.days(1, 2, 3, 5, 8, 9).stretches == [1...3, 5...5, 8...9])
        #expect(Self.days().stretches == [])
    }

    @Test("Groups part where the holes are widest")
    func groups() {
        let set = Self.days(1, 3, 100, 102, 110, 500)
        #expect(
            set.groups(groupsMax: 3) == [
                [1...1, 3...3], [100...100, 102...102, 110...110], [500...500],
            ])
        #expect(set.groups(groupsMax: 1) == [set.stretches])
        #expect(set.groups(groupsMax: 6).count == 6)
        #expect(Self.days().groups(groupsMax: 3) == [])
    }

    @Test("A condition bounds the column, and names what lies between")
    func condition() {
        func condition(_ positions: Int64...) -> String {
            IntervalFilter(
                column: "d", unit: .day,
                stretches: IntervalSet(unit: .day, positions: positions).stretches
            ).condition
        }
        #expect(condition(0, 1) == "d >= DATE '1970-01-01' AND d <= DATE '1970-01-02'")
        #expect(
            condition(0, 2)
                == "d >= DATE '1970-01-01' AND d <= DATE '1970-01-03' AND (d >= DATE '1970-01-01' "
                + "AND d <= DATE '1970-01-01' OR d >= DATE '1970-01-03' AND d <= DATE '1970-01-03')"
        )
        let many = condition(0, 2, 4, 6, 8, 10, 12, 14, 16)
        #expect(many.hasPrefix("d >= DATE '1970-01-01' AND d <= DATE '1970-01-17' AND d IN ("))
        #expect(many.hasSuffix("DATE '1970-01-15', DATE '1970-01-17')"))
        #expect(condition() == "1 = 0")
        #expect(
            IntervalFilter(column: "h", unit: .hour, stretches: [491_000...491_000]).condition
                == "h >= TIMESTAMP '2026-01-05 08:00:00' AND h <= TIMESTAMP '2026-01-05 08:00:00'")
    }

    @Test("DuckDB applies the bounds in the scan below the grouping", arguments: [1, 3, 40])
    func pushdown(stretchCount: Int) throws {
        let fixture = try PipelineFixture.duckDB()
        try fixture.land("2026-01-01 09:10:00 c1 click", "2026-12-31 09:10:00 c1 click")
        try fixture.run()
        let runner = try fixture.runner()
        let builder = ModelBuilder(
            session: fixture.session, naming: TableNaming(prefix: nil), computedModels: [:],
            limits: .init())
        let model = try #require(
            runner.graph.model(TableName(schema: "warehouse", name: "hours")))
        let stretches = (0..<Int64(stretchCount)).map { (498_000 + 2 * $0)...(498_000 + 2 * $0) }
        let filter = IntervalFilter(column: "hour_at", unit: .hour, stretches: stretches)
        let explained = try fixture.session.query(
            "EXPLAIN \(statement: builder.rows(of: model, where: filter))")
        let plan = try #require(try explained.rows.last?.decode("explain_value", as: String.self))
        let scan = try #require(plan.split(separator: "SEQ_SCAN", maxSplits: 1).last)
        #expect(plan.contains("GROUP_BY"))
        let words = scan.split { " │┌┐└┘─┬┴\n".contains($0) }.joined()
        #expect(words.contains("Filters:hour_at"), "\(plan)")
    }
}
