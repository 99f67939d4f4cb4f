/// What the sales file holds: written down from independent computations, not by these models.
enum SalesSeedFigures {
    static let file = "seeds/sales_orders.csv.gz"

    static func pipeline(until lastDay: String = "9999-12-31") throws -> ShippedPipeline {
        try ShippedPipeline.duckDB(
            landing: { path in
                """
                INSERT INTO landing.order_lines (import_id, import_sequence, line_number,
                    order_id, customer_id, order_date, sales_amount, verdict,
                    is_repeated_line, received_at)
                SELECT 'sales', 1, row_number() OVER (), "Order ID", "Customer ID", "Date",
                    CAST(Sales AS DECIMAL(18, 6)), 'valid', false,
                    TIMESTAMP '2026-11-20 10:00:00'
                FROM read_csv('\(path)', types = {'Order ID': 'VARCHAR', 'Customer ID': 'VARCHAR',
                    'Date': 'DATE', 'Sales': 'VARCHAR'})
                WHERE "Date" <= DATE '\(lastDay)'
                """
            }, of: file)
    }

    static let monthsQuery = """
        SELECT period_month, total_sales, total_orders, unique_customers
        FROM business.monthly_metrics ORDER BY period_month
        """

    static let months = [
        "2021-01-01|279395.61|1702|1688",
        "2021-02-01|256331.7|1550|1542",
        "2021-03-01|278361.89|1702|1689",
        "2021-04-01|281264.62|1698|1684",
        "2021-05-01|299902.93|1749|1729",
        "2021-06-01|282357.89|1671|1653",
        "2021-07-01|288180.48|1722|1706",
        "2021-08-01|291055.65|1745|1733",
        "2021-09-01|294237.02|1751|1737",
        "2021-10-01|291768.96|1767|1740",
        "2021-11-01|299981.69|1789|1771",
        "2021-12-01|302783.63|1806|1789",
        "2022-01-01|308238.34|1839|1815",
        "2022-02-01|280054.61|1644|1630",
        "2022-03-01|300218.02|1796|1780",
        "2022-04-01|297973.1|1801|1778",
        "2022-05-01|327068.12|1916|1895",
        "2022-06-01|306132.65|1791|1769",
        "2022-07-01|320173.37|1877|1861",
        "2022-08-01|323662.39|1909|1887",
        "2022-09-01|317794.99|1880|1862",
        "2022-10-01|320889.35|1903|1875",
        "2022-11-01|161193.42|992|990",
    ]

    /// Sales, and customers whose first order falls into the quarter.
    static let quartersQuery = """
        SELECT CAST(DATE_TRUNC('quarter', period_month) AS DATE) AS quarter,
            SUM(total_sales) AS sales, SUM(new_customers) AS customers
        FROM business.monthly_metrics GROUP BY 1 ORDER BY 1
        """

    static let quarters = [
        "2021-01-01|814089.2|4832",
        "2021-04-01|863525.44|4753",
        "2021-07-01|873473.15|4624",
        "2021-10-01|894534.28|4490",
        "2022-01-01|888510.97|4228",
        "2022-04-01|931173.87|4239",
        "2022-07-01|961630.75|4201",
        "2022-10-01|482082.77|2110",
    ]

    /// Orders of a customer, and what such customers spent.
    static let spendByOrderCount = [
        ["1", "4816929.8"],
        ["2", "1108892.19"],
        ["3", "564310.39"],
        ["4", "165706.91"],
        ["5", "39653.31"],
        ["6", "12121.37"],
        ["7", "1406.46"],
    ]

    /// Active customers by cohort: the cohort's size, then months 1, 2, ….
    static let triangle = [
        "2021-01 1688 28 36 22 32 34 39 24 34 37 35 33 41 26 38 39 36 30 34 23 38 39 23",
        "2021-02 1514 23 25 28 25 32 26 35 33 25 32 35 27 28 23 31 34 20 39 35 33 16",
        "2021-03 1630 30 19 31 29 30 17 33 26 37 36 17 29 30 29 41 34 22 29 32 22",
        "2021-04 1607 25 21 36 22 28 32 29 25 35 35 28 28 33 25 30 28 36 31 15",
        "2021-05 1625 21 19 19 25 26 20 26 28 22 36 26 24 24 24 25 36 21 9",
        "2021-06 1521 14 23 23 16 31 20 26 28 22 24 27 25 25 25 20 26 13",
        "2021-07 1537 31 20 24 36 31 17 17 18 29 28 20 29 34 21 22 17",
        "2021-08 1558 26 21 19 26 35 25 32 32 34 21 32 16 25 26 19",
        "2021-09 1529 21 19 25 24 20 30 30 20 24 30 26 32 26 14",
        "2021-10 1497 19 27 23 20 16 22 14 22 26 33 19 21 13",
        "2021-11 1512 26 21 20 27 21 29 22 19 13 15 29 18",
        "2021-12 1481 17 16 29 16 18 20 20 22 25 16 10",
        "2022-01 1477 18 23 24 18 20 22 23 22 14 7",
        "2022-02 1339 12 19 22 21 26 23 24 19 7",
        "2022-03 1412 21 21 23 20 20 11 20 12",
        "2022-04 1394 22 24 30 28 20 16 10",
        "2022-05 1489 17 23 13 27 20 10",
        "2022-06 1356 18 27 26 11 10",
        "2022-07 1399 17 12 16 12",
        "2022-08 1430 17 22 5",
        "2022-09 1372 19 9",
        "2022-10 1396 5",
        "2022-11 714",
    ]
}
