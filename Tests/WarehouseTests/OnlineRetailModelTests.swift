import TestSupport
import Testing

private let onlineRetailFile = "online_retail/online_retail.csv.gz"

/// Invoice lines of a real shop: returns, guests and lines that cost nothing included.
@Suite(.enabled(if: SharedData.isWanted(onlineRetailFile), SharedData.skipWords))
struct OnlineRetailModelTests {
    @Test("DuckDB adds identified, guest and returned amounts up to the file's total")
    func duckDB() throws {
        try check(try pipeline())
    }

    @Test("PostgreSQL gives the same, and each table agrees with DuckDB's in every digit")
    func postgreSQL() throws {
        let duckDB = try pipeline()
        let (postgreSQL, database) = try duckDB.onPostgreSQL()
        try check(postgreSQL)
        for table in ShippedPipeline.comparedTables {
            let difference = Set(try postgreSQL.sortedRows(of: table))
                .symmetricDifference(try duckDB.sortedRows(of: table))
            #expect(difference.isEmpty, "\(table): \(difference.sorted().prefix(4))")
        }
        withExtendedLifetime(database) {}
    }

    private func check(_ pipeline: ShippedPipeline) throws {
        #expect(
            try pipeline.rows(
                """
                SELECT verdict, COUNT(*), SUM(original_amount) FROM staging.order_lines
                GROUP BY verdict ORDER BY verdict
                """) == [
                    "missing_customer|135080|1447682.12", "return|8905|-611342.09",
                    "valid|397884|8911407.904", "zero_amount|40|0",
                ])
        // 9,747,747.934 in all. Guests' lines of no amount are no orders.
        #expect(
            try pipeline.rows(
                """
                SELECT CASE WHEN is_return THEN 'returned'
                        WHEN customer_id = '(unknown)' THEN 'guest' ELSE 'identified' END AS kind,
                    COUNT(*), SUM(sales_amount), CAST(SUM(lines) AS BIGINT)
                FROM business.orders GROUP BY 1 ORDER BY 1
                """) == [
                    "guest|1428|1755276.64|132220", "identified|18532|8911407.904|397884",
                    "returned|3838|-918936.61|9290",
                ])
        #expect(
            try pipeline.rows(
                """
                SELECT (SELECT SUM(sales_amount) FROM landing.order_lines) AS landed,
                    (SELECT SUM(sales_amount) FROM warehouse.fact_sales) AS sold,
                    (SELECT SUM(total_sales) FROM business.monthly_metrics) AS monthly
                """) == ["9747747.934|9747747.934|9747747.934"])
        #expect(
            try pipeline.rows(
                """
                SELECT COUNT(*), COUNT(first_order_date), SUM(total_orders), SUM(total_spent)
                FROM warehouse.dim_customers
                """) == ["4371|4338|18532|8300065.814"])
        try checkMonths(pipeline)
    }

    private func checkMonths(_ pipeline: ShippedPipeline) throws {
        #expect(
            try pipeline.rows(
                """
                SELECT period_month, total_sales, unique_customers, new_customers
                FROM business.monthly_metrics WHERE NOT is_complete_month
                """) == ["2011-12-01|433668.01|615|41"])
        #expect(
            try pipeline.rows(
                """
                SELECT active_customers FROM business.cohort_retention
                WHERE cohort_month = DATE '2010-12-01' ORDER BY months_since_acquisition
                """)
                == [
                    "885", "324", "286", "340", "321", "352", "321", "309", "313", "350", "331",
                    "445", "235",
                ])
        #expect(
            try pipeline.rows(
                """
                SELECT active_customers FROM business.cohort_retention
                WHERE cohort_month = DATE '2011-01-01' ORDER BY months_since_acquisition
                """)
                == [
                    "417", "92", "111", "96", "134", "120", "103", "101", "125", "136", "152", "49",
                ])
    }

    private func pipeline() throws -> ShippedPipeline {
        try ShippedPipeline.duckDB(
            landing: { path in
                """
                INSERT INTO landing.order_lines (import_id, import_sequence, line_number,
                    order_id, customer_id, order_date, ordered_at, quantity, unit_price_amount,
                    sales_amount, verdict, is_repeated_line, received_at)
                SELECT 'retail', 1, row_number() OVER (), InvoiceNo,
                    split_part(CustomerID, '.', 1), CAST(InvoiceDate AS DATE), InvoiceDate,
                    Quantity, UnitPrice, Quantity * UnitPrice,
                    CASE WHEN CustomerID IS NULL THEN 'missing_customer'
                        WHEN Quantity * UnitPrice = 0 THEN 'zero_amount'
                        WHEN InvoiceNo LIKE 'C%' THEN 'return' ELSE 'valid' END,
                    false, TIMESTAMP '2026-11-20 10:00:00'
                FROM read_csv('\(path)', types = {'InvoiceNo': 'VARCHAR',
                    'CustomerID': 'VARCHAR', 'StockCode': 'VARCHAR', 'Description': 'VARCHAR',
                    'InvoiceDate': 'TIMESTAMP', 'Quantity': 'DECIMAL(8, 0)',
                    'UnitPrice': 'DECIMAL(12, 6)'})
                """
            }, of: onlineRetailFile)
    }
}
