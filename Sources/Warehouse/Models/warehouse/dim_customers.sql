-- model:       warehouse.dim_customers
-- describes:   Everyone who ever ordered or returned something, with their history at the as-of
--     date.
-- grain:       one row per customer_id
-- key:         customer_id
-- depends:     warehouse.dim_orders, staging.as_of_dates
-- materialize: table
-- column customer_id: Customer id of the orders' source; orders without a customer are nobody's and
--     not here.
-- column first_order_date: Day of the first order; null for who only returned something.
-- column last_order_date: Day of the last order; null for who only returned something.
-- column total_orders: Orders, returns not counted.
-- column total_lines: Order lines that count in sales, those of returns included.
-- column total_spent: Money spent after returns, in the base currency.
-- column avg_order_value: total_spent per order, in the base currency; null without orders.
-- column cohort_month: First day of the month of the first order.
-- column cohort_quarter: First day of the quarter of the first order.
-- column cohort_year: Calendar year of the first order.
-- column days_since_first_order: Days from the first order to the as-of date, 0 at least.
-- column days_since_last_order: Days from the last order to the as-of date, 0 at least.
-- column customer_vintage_group: Age of the customer: 0-30 days, 31-90 days, 91-180 days, 181-365
--     days or 365+ days.
-- column customer_segment: Segment by value and recency: VIP (spend in the top fifth) Active (30
--     days) or At Risk, Regular (mean spend or more) Active (60 days) or At Risk, One-Time Buyer,
--     Low Value Active (90 days) or Inactive.
-- test accepted_range: total_orders >= 0
-- test expression: (total_orders = 0) = (first_order_date IS NULL)
-- test expression: last_order_date >= first_order_date
-- test accepted_values: customer_vintage_group IN ('0-30 days', '31-90 days', '91-180 days',
--     '181-365 days', '365+ days')
-- test accepted_values: customer_segment IN ('VIP Active', 'VIP At Risk', 'Regular Active',
--     'Regular At Risk', 'One-Time Buyer', 'Low Value Active', 'Low Value Inactive')
-- test reconciles: SUM(total_spent) = SUM(warehouse.dim_orders.sales_amount WHERE customer_id <>
--     '(unknown)')
-- test reconciles: SUM(total_orders) = COUNT(warehouse.dim_orders WHERE customer_id <> '(unknown)'
--     AND NOT is_return)
WITH customers AS (
    SELECT
        dim_orders.customer_id AS customer_id,
        MIN(CASE WHEN NOT dim_orders.is_return THEN dim_orders.order_date END) AS first_order_date,
        MAX(CASE WHEN NOT dim_orders.is_return THEN dim_orders.order_date END) AS last_order_date,
        COUNT(CASE WHEN NOT dim_orders.is_return THEN 1 END) AS total_orders,
        CAST(SUM(dim_orders.lines) AS BIGINT) AS total_lines,
        CAST(COALESCE(SUM(dim_orders.sales_amount), 0) AS DECIMAL(18, 6)) AS total_spent
    FROM warehouse.dim_orders AS dim_orders
    WHERE dim_orders.customer_id <> '(unknown)'
    GROUP BY dim_orders.customer_id
),
value_bounds AS (
    SELECT
        CAST(
            PERCENTILE_CONT(0.8) WITHIN GROUP (ORDER BY CAST(customers.total_spent AS DOUBLE))
            AS DECIMAL(18, 4)
        ) AS vip_amount,
        CAST(SUM(customers.total_spent) AS DOUBLE)
            / NULLIF(CAST(COUNT(*) AS DOUBLE), 0) AS mean_amount
    FROM customers
    WHERE customers.total_orders > 0
),
aged_customers AS (
    SELECT
        customers.customer_id AS customer_id,
        customers.first_order_date AS first_order_date,
        customers.last_order_date AS last_order_date,
        customers.total_orders AS total_orders,
        customers.total_lines AS total_lines,
        customers.total_spent AS total_spent,
        CASE
            WHEN customers.first_order_date > as_of_dates.orders_as_of_date THEN 0
            ELSE days_between(customers.first_order_date, as_of_dates.orders_as_of_date)
        END AS days_since_first_order,
        CASE
            WHEN customers.last_order_date > as_of_dates.orders_as_of_date THEN 0
            ELSE days_between(customers.last_order_date, as_of_dates.orders_as_of_date)
        END AS days_since_last_order,
        customers.total_spent >= value_bounds.vip_amount AS is_vip,
        CAST(customers.total_spent AS DOUBLE) >= value_bounds.mean_amount AS is_regular
    FROM customers
    CROSS JOIN value_bounds
    CROSS JOIN staging.as_of_dates AS as_of_dates
)
SELECT
    CAST(aged_customers.customer_id AS STRING) AS customer_id,
    CAST(aged_customers.first_order_date AS DATE) AS first_order_date,
    CAST(aged_customers.last_order_date AS DATE) AS last_order_date,
    CAST(aged_customers.total_orders AS BIGINT) AS total_orders,
    CAST(aged_customers.total_lines AS BIGINT) AS total_lines,
    CAST(aged_customers.total_spent AS DECIMAL(18, 6)) AS total_spent,
    CAST(aged_customers.total_spent AS DOUBLE)
        / NULLIF(CAST(aged_customers.total_orders AS DOUBLE), 0) AS avg_order_value,
    CAST(DATE_TRUNC('month', aged_customers.first_order_date) AS DATE) AS cohort_month,
    CAST(DATE_TRUNC('quarter', aged_customers.first_order_date) AS DATE) AS cohort_quarter,
    CAST(EXTRACT(YEAR FROM aged_customers.first_order_date) AS BIGINT) AS cohort_year,
    CAST(aged_customers.days_since_first_order AS BIGINT) AS days_since_first_order,
    CAST(aged_customers.days_since_last_order AS BIGINT) AS days_since_last_order,
    CAST(
        CASE
            WHEN aged_customers.days_since_first_order <= 30 THEN '0-30 days'
            WHEN aged_customers.days_since_first_order <= 90 THEN '31-90 days'
            WHEN aged_customers.days_since_first_order <= 180 THEN '91-180 days'
            WHEN aged_customers.days_since_first_order <= 365 THEN '181-365 days'
            WHEN aged_customers.days_since_first_order > 365 THEN '365+ days'
        END AS STRING
    ) AS customer_vintage_group,
    CAST(
        CASE
            WHEN aged_customers.total_orders = 0 THEN NULL
            WHEN aged_customers.is_vip AND aged_customers.days_since_last_order <= 30
                THEN 'VIP Active'
            WHEN aged_customers.is_vip THEN 'VIP At Risk'
            WHEN aged_customers.is_regular AND aged_customers.days_since_last_order <= 60
                THEN 'Regular Active'
            WHEN aged_customers.is_regular THEN 'Regular At Risk'
            WHEN aged_customers.total_orders = 1 THEN 'One-Time Buyer'
            WHEN aged_customers.days_since_last_order <= 90 THEN 'Low Value Active'
            ELSE 'Low Value Inactive'
        END AS STRING
    ) AS customer_segment
FROM aged_customers
