import TestSupport
import Testing

@testable import Warehouse

/// A shop's file of 40,000 orders, the figures of which were computed by other programs.
@Suite(
    .enabled(if: SharedData.isWanted(SalesSeedFigures.file), SharedData.skipWords))
struct SalesSeedTests {
    @Test("DuckDB gives the known totals, months and cohorts of the sales file")
    func duckDB() throws {
        try check(try SalesSeedFigures.pipeline())
    }

    @Test("PostgreSQL gives the same, and each table agrees with DuckDB's in every digit")
    func postgreSQL() throws {
        let duckDB = try SalesSeedFigures.pipeline()
        let (postgreSQL, database) = try duckDB.onPostgreSQL()
        try check(postgreSQL)
        for table in ShippedPipeline.comparedTables {
            let difference = Set(try postgreSQL.sortedRows(of: table))
                .symmetricDifference(try duckDB.sortedRows(of: table))
            #expect(difference.isEmpty, "\(table): \(difference.sorted().prefix(4))")
        }
        withExtendedLifetime(database) {}
    }

    @Test("A run as of another day gives the tables of a database that knew no later row")
    func asOf() throws {
        let pipeline = try SalesSeedFigures.pipeline()
        try pipeline.run(asOf: "2021-12-31", into: "then")
        let known = try SalesSeedFigures.pipeline(until: "2021-12-31")
        for table in ShippedPipeline.comparedTables + ["staging.as_of_dates"] {
            #expect(
                try pipeline.sortedRows(of: "then_\(table)") == known.sortedRows(of: table),
                "\(table) differs")
        }
        #expect(
            try pipeline.rows("SELECT orders_as_of_date FROM staging.as_of_dates")
                == ["2022-11-16"])
    }

    @Test("A rebuild from landing gives identical tables")
    func rebuild() throws {
        let pipeline = try SalesSeedFigures.pipeline()
        let before = try ShippedPipeline.comparedTables.map { try pipeline.sortedRows(of: $0) }
        try pipeline.run(mode: .rebuild)
        let after = try ShippedPipeline.comparedTables.map { try pipeline.sortedRows(of: $0) }
        #expect(before == after)
    }

    private func check(_ pipeline: ShippedPipeline) throws {
        #expect(
            try pipeline.rows("SELECT orders_as_of_date FROM staging.as_of_dates")
                == ["2022-11-16"])
        #expect(
            try pipeline.rows(
                """
                SELECT SUM(sales_amount), COUNT(*), COUNT(DISTINCT customer_id), SUM(lines)
                FROM business.orders
                """) == ["6709020.43|40000|33477|40000"])
        #expect(
            try pipeline.rows(
                """
                SELECT total_orders, COUNT(*), SUM(total_spent) FROM warehouse.dim_customers
                GROUP BY total_orders ORDER BY total_orders
                """
            ).map { $0.split(separator: "|").map(String.init) }.map { [$0[0], $0[2]] }
                == SalesSeedFigures.spendByOrderCount)
        #expect(
            try pipeline.rows(
                """
                SELECT COUNT(*), SUM(total_spent) FROM warehouse.dim_customers
                WHERE total_orders = 1
                """) == ["28753|4816929.8"])
        #expect(
            try pipeline.rows(
                "SELECT COUNT(*) FROM warehouse.dim_orders WHERE is_weekend_order") == ["11439"])
        #expect(
            try pipeline.rows(
                """
                SELECT COUNT(*), CAST(SUM(days_since_previous_order) AS BIGINT)
                FROM warehouse.dim_orders WHERE days_since_previous_order IS NOT NULL
                """) == ["6523|1264518"])
        #expect(try pipeline.rows(SalesSeedFigures.monthsQuery) == SalesSeedFigures.months)
        #expect(try pipeline.rows(SalesSeedFigures.quartersQuery) == SalesSeedFigures.quarters)
        try checkCompleteness(pipeline)
        try checkCohorts(pipeline)
    }

    private func checkCompleteness(_ pipeline: ShippedPipeline) throws {
        #expect(
            try pipeline.rows(
                """
                SELECT period_month FROM business.monthly_metrics WHERE NOT is_complete_month
                """) == ["2022-11-01"])
        #expect(
            try pipeline.rows(
                """
                SELECT COUNT(*) FROM business.monthly_metrics WHERE sales_growth_rate IS NULL
                """) == ["1"])
        #expect(
            try pipeline.rows(
                "SELECT COUNT(*), MIN(full_date), MAX(full_date) FROM warehouse.dim_dates")
                == ["730|2021-01-01|2022-12-31"])
    }

    private func checkCohorts(_ pipeline: ShippedPipeline) throws {
        var triangle: [String] = []
        var cohort = ""
        for cell in try pipeline.rows(
            """
            SELECT cohort_month, active_customers FROM business.cohort_retention
            ORDER BY cohort_month, months_since_acquisition
            """)
        {
            let parts = cell.split(separator: "|").map(String.init)
            if parts[0] == cohort {
                triangle[triangle.count - 1] += " " + parts[1]
            } else {
                cohort = parts[0]
                triangle.append("\(cohort.prefix(7)) \(parts[1])")
            }
        }
        #expect(triangle == SalesSeedFigures.triangle)
        #expect(
            try pipeline.rows(
                """
                SELECT is_complete, SUM(active_customers), SUM(cohort_size)
                FROM business.cohort_retention WHERE months_since_acquisition = 1
                GROUP BY is_complete ORDER BY is_complete
                """) == ["false|5|1396", "true|442|31367"])
        #expect(
            try pipeline.rows(
                """
                SELECT DISTINCT cohort_month FROM business.cohort_retention
                WHERE is_left_censored
                """) == ["2021-01-01"])
    }
}
