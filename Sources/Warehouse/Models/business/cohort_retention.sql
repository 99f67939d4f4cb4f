-- model:       business.cohort_retention
-- describes:   The cohort triangle: of the customers whose first order fell in one month, how many
--     ordered in each month since.
-- grain:       one row per cohort_month, months_since_acquisition
-- key:         cohort_month, months_since_acquisition
-- depends:     warehouse.dim_orders, warehouse.dim_dates, staging.as_of_dates
-- materialize: table
-- column cohort_month: First day of the month of the customers' first order.
-- column months_since_acquisition: Calendar months from cohort_month to activity_month, 0 for the
--     month itself.
-- column activity_month: First day of the month that is looked at; months not yet begun at the end
--     of the data have no row.
-- column cohort_size: Customers whose first order is in cohort_month.
-- column active_customers: Of them, customers with an order in activity_month; 0 where nobody came
--     back.
-- column retention_rate: active_customers as a fraction of cohort_size.
-- column total_sales: Revenue after returns of the cohort in activity_month, in the base currency.
-- column total_orders: Orders of the cohort in activity_month, returns not counted.
-- column avg_order_value: total_sales per order, in the base currency; null without orders.
-- column is_complete: Whether activity_month had ended at the as-of date; other cells stay out of
--     averages.
-- column is_left_censored: Whether it is the first cohort of the data, which holds older customers
--     too.
-- test accepted_range: retention_rate BETWEEN 0 AND 1
-- test expression: months_since_acquisition > 0 OR active_customers = cohort_size
-- test expression: active_customers <= total_orders
-- test reconciles: SUM(total_orders) = COUNT(warehouse.dim_orders WHERE customer_order_sequence IS
--     NOT NULL)
-- test reconciles: SUM(total_sales) = SUM(warehouse.dim_orders.sales_amount WHERE order_date >=
--     CAST(DATE_TRUNC('month', customer_first_order_date) AS DATE))
WITH cohort_months AS (
    SELECT
        CAST(DATE_TRUNC('month', dim_orders.customer_first_order_date) AS DATE) AS cohort_month,
        CAST(DATE_TRUNC('month', dim_orders.order_date) AS DATE) AS activity_month,
        COUNT(CASE WHEN dim_orders.is_first_order THEN 1 END) AS new_customers,
        COUNT(CASE WHEN dim_orders.is_first_order_of_month THEN 1 END) AS active_customers,
        COUNT(CASE WHEN NOT dim_orders.is_return THEN 1 END) AS total_orders,
        CAST(COALESCE(SUM(dim_orders.sales_amount), 0) AS DECIMAL(18, 6)) AS total_sales
    FROM warehouse.dim_orders AS dim_orders
    WHERE dim_orders.customer_first_order_date IS NOT NULL
    GROUP BY
        CAST(DATE_TRUNC('month', dim_orders.customer_first_order_date) AS DATE),
        CAST(DATE_TRUNC('month', dim_orders.order_date) AS DATE)
),
cohorts AS (
    SELECT
        cohort_months.cohort_month AS cohort_month,
        CAST(SUM(cohort_months.new_customers) AS BIGINT) AS cohort_size
    FROM cohort_months
    GROUP BY cohort_months.cohort_month
),
data_bounds AS (
    SELECT
        (SELECT MIN(cohorts.cohort_month) FROM cohorts) AS first_cohort_month,
        (SELECT MAX(dim_orders.order_date) FROM warehouse.dim_orders AS dim_orders)
            AS last_order_date,
        as_of_dates.orders_as_of_date AS orders_as_of_date
    FROM staging.as_of_dates AS as_of_dates
),
cells AS (
    SELECT
        cohorts.cohort_month AS cohort_month,
        cohorts.cohort_size AS cohort_size,
        dim_dates.full_date AS activity_month,
        CAST(dim_dates.full_date + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)
            <= data_bounds.orders_as_of_date AS is_complete,
        cohorts.cohort_month = data_bounds.first_cohort_month AS is_left_censored
    FROM cohorts
    CROSS JOIN data_bounds
    JOIN warehouse.dim_dates AS dim_dates ON dim_dates.full_date >= cohorts.cohort_month
    WHERE dim_dates.is_month_start
        AND (
            dim_dates.full_date <= data_bounds.last_order_date
            OR dim_dates.full_date <= data_bounds.orders_as_of_date
        )
)
SELECT
    CAST(cells.cohort_month AS DATE) AS cohort_month,
    CAST(
        calendar_months_between(cells.cohort_month, cells.activity_month) AS BIGINT
    ) AS months_since_acquisition,
    CAST(cells.activity_month AS DATE) AS activity_month,
    CAST(cells.cohort_size AS BIGINT) AS cohort_size,
    CAST(COALESCE(cohort_months.active_customers, 0) AS BIGINT) AS active_customers,
    CAST(COALESCE(cohort_months.active_customers, 0) AS DOUBLE)
        / NULLIF(CAST(cells.cohort_size AS DOUBLE), 0) AS retention_rate,
    CAST(COALESCE(cohort_months.total_sales, 0) AS DECIMAL(18, 6)) AS total_sales,
    CAST(COALESCE(cohort_months.total_orders, 0) AS BIGINT) AS total_orders,
    CAST(cohort_months.total_sales AS DOUBLE)
        / NULLIF(CAST(cohort_months.total_orders AS DOUBLE), 0) AS avg_order_value,
    CAST(cells.is_complete AS BOOLEAN) AS is_complete,
    CAST(cells.is_left_censored AS BOOLEAN) AS is_left_censored
FROM cells
LEFT JOIN cohort_months
    ON cohort_months.cohort_month = cells.cohort_month
    AND cohort_months.activity_month = cells.activity_month
