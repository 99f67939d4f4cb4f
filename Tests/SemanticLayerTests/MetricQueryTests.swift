import ExactValues
import SQLAccess
import SemanticLayer
import Testing

@Suite("Metric queries are checked when they are made")
struct MetricQueryTests {
    private let november = DateRange(
        from: CalendarDate(daysSinceEpoch: 20_758), to: CalendarDate(daysSinceEpoch: 20_787))

    private func range(_ from: String, _ to: String) throws -> DateRange {
        let from = try #require(CalendarDate(iso: from))
        let to = try #require(CalendarDate(iso: to))
        return try #require(DateRange(from: from, to: to))
    }

    @Test("All that is wrong is told at once, with pointers")
    func problems() throws {
        let november = try #require(november)
        let revenue = try #require(MetricCatalogue.metric(named: "revenue"))
        let error = #expect(throws: MetricQueryError.self) {
            try MetricQuery(
                metrics: [revenue],
                filters: [.init(dimension: .channel, isExcluding: false, values: [])],
                dateRange: november, grain: .hour,
                orderBy: [.init(column: "spend", isDescending: true)], limit: 0)
        }
        #expect(
            error?.problems.map(\.pointer) == [
                "/metrics/0", "/filters/0/values", "/limit", "/order_by/0/by",
            ])
    }

    @Test(
        "The limit is taken up to its bound and not beyond",
        arguments: [(10_000, true), (10_001, false)])
    func limit(limit: Int, isTaken: Bool) throws {
        let november = try #require(november)
        let clicks = try #require(MetricCatalogue.metric(named: "clicks"))
        let query = try? MetricQuery(metrics: [clicks], dateRange: november, limit: limit)
        #expect((query != nil) == isTaken)
    }

    @Test(
        "The previous period is as long and ends the day before; the previous year is a year before"
    )
    func comparisons() throws {
        let range = try range("2024-02-29", "2024-03-02")
        #expect(range.dayCount == 3)
        #expect(range.previousPeriod.from.description == "2024-02-26")
        #expect(range.previousPeriod.to.description == "2024-02-28")
        #expect(range.previousYear.from.description == "2023-02-28")
        #expect(range.previousYear.to.description == "2023-03-02")
    }

    @Test("A range ends on or after its start")
    func rangeOrder() {
        let day = CalendarDate(daysSinceEpoch: 100)
        #expect(DateRange(from: day, to: day)?.dayCount == 1)
        #expect(DateRange(from: day, to: day.adding(days: -1)) == nil)
    }

    @Test("Periods that touch a range are listed by their first day")
    func periods() throws {
        let range = try range("2026-01-31", "2026-03-01")
        #expect(
            range.periodStarts(.month).map(\.description) == [
                "2026-01-01", "2026-02-01", "2026-03-01",
            ])
        #expect(range.periodStarts(.week).first?.description == "2026-01-26")
        #expect(range.periodStarts(.day).count == 30)
    }

    @Test("Names of metrics are unique, and every metric says what it is")
    func catalogue() {
        let names = MetricCatalogue.metrics.map(\.name)
        #expect(Set(names).count == names.count)
        for metric in MetricCatalogue.metrics {
            #expect(metric.description.hasSuffix("."))
            #expect(!metric.formulaText.isEmpty)
            #expect(!metric.sourceTables.isEmpty)
        }
        #expect(
            MetricCatalogue.metric(named: "ctr")?.formulaText
                == "clicks / impressions, over channels with impressions")
    }
}
