package import ExactValues
package import SQLAccess

/// The cohort triangle as published, with averages over complete cells.
package struct CohortReport: Sendable {
    package struct Cell: Sendable {
        package let month: Int
        package let activeCustomers: Int
        package let retentionRate: Double?
        package let totalSales: FixedDecimal?
        package let averageOrderValue: Double?
        package let isComplete: Bool
    }

    package struct Cohort: Sendable {
        package let month: CalendarDate
        package let size: Int
        package let isLeftCensored: Bool
        package let cells: [Cell]
    }

    /// The ratio of sums over cohorts whose month is complete; over all that reached the month
    /// where none is, and then not complete itself.
    package struct Average: Sendable, Hashable {
        package let month: Int
        package let activeCustomers: Int
        package let cohortSize: Int
        package let isComplete: Bool

        package var retentionRate: Double? {
            cohortSize == 0 ? nil : Double(activeCustomers) / Double(cohortSize)
        }
    }

    package let cohorts: [Cohort]
    package let averages: [Average]
    /// The last day that the orders cover.
    package let asOfDate: CalendarDate?
    package let publishedRun: PublishedRun

    /// Reads `business.cohort_retention`.
    package static func read(from readers: SQLWorkerPool) async throws -> CohortReport {
        try await readers.run { session in
            do {
                return try session.transaction { try read(on: session) }
            } catch let error as SQLError where error.kind == .missingObject {
                throw ReportingError.nothingPublished
            }
        }
    }

    static func read(on session: any SQLSession) throws -> CohortReport {
        guard let run = try MetricReporter.publishedRun(on: session) else {
            throw ReportingError.nothingPublished
        }
        let table = try session.query(
            """
            SELECT cohort_month, months_since_acquisition, cohort_size, active_customers,
                retention_rate, total_sales, avg_order_value, is_complete, is_left_censored
            FROM business.cohort_retention
            ORDER BY cohort_month, months_since_acquisition
            """)
        var cohorts: [Cohort] = []
        var cells: [Cell] = []
        var rows = table.rows[...]
        while let row = rows.popFirst() {
            cells.append(try cell(row))
            let month: CalendarDate = try row.decode("cohort_month")
            let next: CalendarDate? = try rows.first?.decode("cohort_month")
            guard next != month else { continue }
            cohorts.append(
                Cohort(
                    month: month, size: try row.decode("cohort_size"),
                    isLeftCensored: try row.decode("is_left_censored"), cells: cells))
            cells = []
        }
        let asOf = try session.query("SELECT orders_as_of_date FROM staging.as_of_dates")
        return CohortReport(
            cohorts: cohorts, averages: averages(cohorts),
            asOfDate: try asOf.rows.first?.decodeIfPresent("orders_as_of_date"),
            publishedRun: run)
    }

    private static func cell(_ row: SQLRow) throws -> Cell {
        Cell(
            month: try row.decode("months_since_acquisition"),
            activeCustomers: try row.decode("active_customers"),
            retentionRate: try row.decodeIfPresent("retention_rate"),
            totalSales: try row.decodeIfPresent("total_sales"),
            averageOrderValue: try row.decodeIfPresent("avg_order_value"),
            isComplete: try row.decode("is_complete"))
    }

    static func averages(_ cohorts: [Cohort]) -> [Average] {
        let last = cohorts.flatMap { $0.cells.map(\.month) }.max() ?? 0
        guard !cohorts.isEmpty else { return [] }
        return (0...last).map { month in
            let reached = cohorts.compactMap { cohort in
                cohort.cells.first { $0.month == month }.map { (cohort.size, $0) }
            }
            let complete = reached.filter { $0.1.isComplete }
            let taken = complete.isEmpty ? reached : complete
            return Average(
                month: month, activeCustomers: taken.reduce(0) { $0 + $1.1.activeCustomers },
                cohortSize: taken.reduce(0) { $0 + $1.0 }, isComplete: !complete.isEmpty)
        }
    }
}
