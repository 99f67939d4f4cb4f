-- model:       business.monthly_metrics
-- describes:   Sales, orders and customers of each calendar month that has an order or a return.
-- grain:       one row per period_month
-- key:         period_month
-- depends:     warehouse.dim_orders, staging.as_of_dates
-- materialize: table
-- column period_month: First day of the month, in the workspace's zone.
-- column total_sales: Revenue after returns, in the base currency; returns that name no order count
--     in their own month.
-- column total_orders: Orders, those of unknown customers included and returns not.
-- column total_lines: Order lines that count in sales, those of returns included.
-- column unique_customers: Known customers with an order in the month.
-- column new_customers: Known customers whose first order is in the month.
-- column returning_customers: Known customers with an order in the month and their first before it.
-- column avg_order_value: total_sales per order, in the base currency; null without orders.
-- column orders_per_customer: Orders of known customers per known customer; null without one.
-- column sales_growth_rate: Change of total_sales against the calendar month before, as a fraction
--     of it; null where that month has no sales above zero.
-- column is_complete_month: Whether the data covers the whole month: false where it begins or ends
--     inside it.
-- test accepted_range: total_orders >= 0
-- test accepted_range: returning_customers >= 0
-- test expression: unique_customers = new_customers + returning_customers
-- test reconciles: SUM(total_sales) = SUM(warehouse.dim_orders.sales_amount)
-- test reconciles: SUM(total_orders) = COUNT(warehouse.dim_orders WHERE NOT is_return)
-- test reconciles: SUM(new_customers) = COUNT(warehouse.dim_orders WHERE is_first_order)
WITH months AS (
    SELECT
        CAST(DATE_TRUNC('month', dim_orders.order_date) AS DATE) AS period_month,
        CAST(COALESCE(SUM(dim_orders.sales_amount), 0) AS DECIMAL(18, 6)) AS total_sales,
        COUNT(CASE WHEN NOT dim_orders.is_return THEN 1 END) AS total_orders,
        COUNT(dim_orders.customer_order_sequence) AS known_orders,
        CAST(SUM(dim_orders.lines) AS BIGINT) AS total_lines,
        COUNT(CASE WHEN dim_orders.is_first_order_of_month THEN 1 END) AS unique_customers,
        COUNT(CASE WHEN dim_orders.is_first_order THEN 1 END) AS new_customers,
        MIN(dim_orders.order_date) AS first_date
    FROM warehouse.dim_orders AS dim_orders
    GROUP BY CAST(DATE_TRUNC('month', dim_orders.order_date) AS DATE)
),
sequenced_months AS (
    SELECT
        months.period_month AS period_month,
        months.total_sales AS total_sales,
        months.total_orders AS total_orders,
        months.known_orders AS known_orders,
        months.total_lines AS total_lines,
        months.unique_customers AS unique_customers,
        months.new_customers AS new_customers,
        LAG(months.period_month) OVER (ORDER BY months.period_month NULLS LAST)
            AS previous_month,
        LAG(months.total_sales) OVER (ORDER BY months.period_month NULLS LAST)
            AS previous_sales,
        MIN(months.first_date) OVER (
            ORDER BY months.period_month NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS data_from
    FROM months
)
SELECT
    CAST(sequenced_months.period_month AS DATE) AS period_month,
    CAST(sequenced_months.total_sales AS DECIMAL(18, 6)) AS total_sales,
    CAST(sequenced_months.total_orders AS BIGINT) AS total_orders,
    CAST(sequenced_months.total_lines AS BIGINT) AS total_lines,
    CAST(sequenced_months.unique_customers AS BIGINT) AS unique_customers,
    CAST(sequenced_months.new_customers AS BIGINT) AS new_customers,
    CAST(
        sequenced_months.unique_customers - sequenced_months.new_customers AS BIGINT
    ) AS returning_customers,
    CAST(sequenced_months.total_sales AS DOUBLE)
        / NULLIF(CAST(sequenced_months.total_orders AS DOUBLE), 0) AS avg_order_value,
    CAST(sequenced_months.known_orders AS DOUBLE)
        / NULLIF(CAST(sequenced_months.unique_customers AS DOUBLE), 0) AS orders_per_customer,
    CAST(
        CASE
            WHEN sequenced_months.previous_sales > 0
                AND calendar_months_between(
                    sequenced_months.previous_month, sequenced_months.period_month
                ) = 1
                THEN CAST(
                    sequenced_months.total_sales - sequenced_months.previous_sales AS DOUBLE
                ) / NULLIF(CAST(sequenced_months.previous_sales AS DOUBLE), 0)
        END AS DOUBLE
    ) AS sales_growth_rate,
    CAST(
        sequenced_months.data_from <= sequenced_months.period_month
        AND CAST(sequenced_months.period_month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)
            <= as_of_dates.orders_as_of_date AS BOOLEAN
    ) AS is_complete_month
FROM sequenced_months
CROSS JOIN staging.as_of_dates AS as_of_dates
