package import ExactValues
package import SQLAccess
package import SemanticLayer
import Warehouse

/// Answers metric queries from the published tables.
package struct MetricReporter: Sendable {
    private let readers: SQLWorkerPool

    package init(readers: SQLWorkerPool) {
        self.readers = readers
    }

    /// Up to four statements (rows and totals, twice with a comparison) on one connection, in one
    /// snapshot, so that they agree with each other.
    ///
    /// - Parameter now: decides which periods are not finished.
    package func report(for query: MetricQuery, now: UTCTimestamp) async throws -> MetricReport {
        try await readers.run { session in
            do {
                return try session.transaction {
                    try MetricReporter.report(for: query, now: now, on: session)
                }
            } catch let error as SQLError where error.kind == .missingObject {
                throw ReportingError.nothingPublished
            }
        }
    }

    static func report(
        for query: MetricQuery, now: UTCTimestamp, on session: any SQLSession
    ) throws -> MetricReport {
        guard let run = try publishedRun(on: session) else {
            throw ReportingError.nothingPublished
        }
        let compiler = MetricCompiler(query)
        let today = try LocalDay.of(now, on: session)
        let comparisonRange = query.comparison.map { comparison in
            // Equal elapsed time: days of the asked range that are still to come have no partner.
            let elapsed = max(1, today.days(since: query.dateRange.from) + 1)
            return comparison.range(for: query.dateRange).prefix(days: elapsed)
        }
        let found = try session.query(compiler.rows())
        let totals = try session.query(compiler.totals())
        var comparison: ComparisonRows?
        var comparisonTotals: SQLTable?
        if let comparisonRange {
            comparison = try ComparisonRows(
                table: session.query(compiler.rows(in: comparisonRange)), range: comparisonRange,
                query: query)
            comparisonTotals = try session.query(compiler.totals(in: comparisonRange))
        }
        let kept = found.rows.prefix(query.limit)
        return MetricReport(
            columns: columns(of: query, isCompared: comparisonRange != nil),
            rows: kept.map { row in
                let own = row.values
                return own + (comparison?.values(beside: own) ?? [])
            },
            totals: totalValues(query, totals, comparisonTotals),
            dateRange: query.dateRange, comparisonRange: comparisonRange,
            incompleteFrom: incompleteFrom(query, today: today, now: now), publishedRun: run,
            isTruncated: found.rowCount > query.limit)
    }

    private static func columns(of query: MetricQuery, isCompared: Bool) -> [MetricReport.Column] {
        var columns: [MetricReport.Column] = []
        if let grain = query.grain {
            columns.append(.init(name: "period", kind: .period(grain)))
        }
        columns += query.dimensions.map { .init(name: $0.rawValue, kind: .dimension($0)) }
        columns += query.metrics.map { .init(name: $0.name, kind: .metric($0)) }
        if isCompared {
            columns += query.metrics.map {
                .init(name: "\($0.name)_comparison", kind: .comparison($0))
            }
        }
        return columns
    }

    private static func totalValues(
        _ query: MetricQuery, _ totals: SQLTable, _ comparison: SQLTable?
    ) -> [(name: String, value: SQLValue)] {
        var values: [(name: String, value: SQLValue)] = []
        for (index, metric) in query.metrics.enumerated() {
            values.append((metric.name, totals.isEmpty ? .null : totals.columns[index][0]))
        }
        guard let comparison else { return values }
        for (index, metric) in query.metrics.enumerated() {
            values.append(
                (
                    "\(metric.name)_comparison",
                    comparison.isEmpty ? .null : comparison.columns[index][0]
                ))
        }
        return values
    }

    private static func incompleteFrom(
        _ query: MetricQuery, today: CalendarDate, now: UTCTimestamp
    ) -> SQLValue {
        guard query.dateRange.to >= today else { return .null }
        if query.grain == .hour { return .timestamp(now.startOfHour) }
        return .date((query.grain ?? .day).periodStart(of: today))
    }

    /// The last run that published, or nil before the first.
    package static func publishedRun(on session: any SQLSession) throws -> PublishedRun? {
        guard let run = try RunHistory(session: session).lastPublished(),
            let finishedAt = run.finishedAt
        else { return nil }
        return PublishedRun(runID: run.runID, finishedAt: finishedAt)
    }
}

/// The workspace's calendar, by the engine's own `local_date`.
package enum LocalDay {
    package static func of(
        _ instant: UTCTimestamp, on session: any SQLSession
    ) throws -> CalendarDate {
        try session.query("SELECT local_date(CAST(\(instant) AS TIMESTAMP)) AS day").scalar()
    }
}
