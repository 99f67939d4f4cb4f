-- model:       warehouse.dim_orders
-- describes:   One row per order or return: its amount, campaign and channel, and its place in the
--     customer's history.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     staging.orders, staging.order_origins
-- materialize: table
-- column order_id: Order id of the source.
-- column customer_id: Customer of the order; (unknown) where its file names none.
-- column order_date: Day of the order in the workspace's zone.
-- column sales_amount: Amount after returns booked on it, in the base currency; negative for
--     returns, null in a currency without a rate.
-- column lines: Order lines that count in sales, those of booked returns included.
-- column is_return: Whether it is a return that is booked on no order, hence no order itself.
-- column campaign_id: Campaign that brought the order; (none) where none did, or none is known.
-- column channel: Channel that brought the order; (unknown) where none is known.
-- column attributed_by: What campaign and channel were taken from: file, conversion, last_click or
--     nothing.
-- column customer_order_sequence: Place among the customer's orders by date, then order id, from 1;
--     null for returns and unknown customers.
-- column is_first_order: Whether it is the customer's first order; never true for returns and
--     unknown customers.
-- column is_first_order_of_month: Whether it is the customer's first order of its calendar month,
--     so that their number is that of the month's customers.
-- column customer_first_order_date: Day of the customer's first order; null for unknown customers
--     and who only returned something.
-- column days_since_customer_first_order: Days from the customer's first order; null for returns
--     and unknown customers.
-- column days_since_previous_order: Days from the customer's order before; null for a first order,
--     returns and unknown customers.
-- column order_day_of_week: Day of the week, 1 for Monday to 7 for Sunday.
-- column is_weekend_order: Whether the order was placed on a Saturday or Sunday.
-- column order_amount_quartile: Quarter of all orders by amount, 1 the smallest to 4: 1 + floor(4 x
--     (RANK - 1) / orders), so that equal amounts share one; null for returns.
-- test not_null: customer_id, order_date, is_return, campaign_id, channel, is_first_order
-- test accepted_values: attributed_by IN ('file', 'conversion', 'last_click', 'nothing')
-- test accepted_range: order_amount_quartile BETWEEN 1 AND 4
-- test expression: is_first_order = (COALESCE(customer_order_sequence, 0) = 1)
-- test accepted_range: days_since_previous_order >= 0
-- test reconciles: SUM(sales_amount) = SUM(staging.orders.sales_amount)
-- test reconciles: COUNT(*) = COUNT(staging.orders)
WITH placed_orders AS (
    SELECT
        orders.order_id AS order_id,
        orders.customer_id AS customer_id,
        orders.order_date AS order_date,
        orders.sales_amount AS sales_amount,
        orders.lines AS lines,
        orders.is_return AS is_return,
        CASE
            WHEN NOT orders.is_return AND orders.customer_id <> '(unknown)'
                THEN orders.order_date
        END AS purchase_date,
        CASE
            WHEN orders.campaign_id IS NOT NULL OR orders.channel IS NOT NULL
                THEN orders.campaign_id
            ELSE order_origins.campaign_id
        END AS campaign_id,
        CASE
            WHEN orders.campaign_id IS NOT NULL OR orders.channel IS NOT NULL
                THEN orders.channel
            ELSE order_origins.channel
        END AS channel,
        CASE
            WHEN orders.campaign_id IS NOT NULL OR orders.channel IS NOT NULL THEN 'file'
            ELSE COALESCE(order_origins.attributed_by, 'nothing')
        END AS attributed_by
    FROM staging.orders AS orders
    LEFT JOIN staging.order_origins AS order_origins
        ON order_origins.order_id = orders.order_id
),
ordered_orders AS (
    SELECT
        placed_orders.order_id AS order_id,
        placed_orders.customer_id AS customer_id,
        placed_orders.order_date AS order_date,
        placed_orders.sales_amount AS sales_amount,
        placed_orders.lines AS lines,
        placed_orders.is_return AS is_return,
        placed_orders.campaign_id AS campaign_id,
        placed_orders.channel AS channel,
        placed_orders.attributed_by AS attributed_by,
        placed_orders.purchase_date AS purchase_date,
        iso_dow(placed_orders.order_date) AS order_day_of_week,
        CASE
            WHEN placed_orders.purchase_date IS NOT NULL THEN COUNT(placed_orders.purchase_date)
                OVER (
                    PARTITION BY placed_orders.customer_id
                    ORDER BY
                        placed_orders.order_date NULLS LAST, placed_orders.order_id NULLS LAST
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                )
        END AS customer_order_sequence,
        MIN(placed_orders.purchase_date) OVER (
            PARTITION BY placed_orders.customer_id
            ORDER BY placed_orders.order_date NULLS LAST, placed_orders.order_id NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS first_date,
        MAX(placed_orders.purchase_date) OVER (
            PARTITION BY placed_orders.customer_id
            ORDER BY placed_orders.order_date NULLS LAST, placed_orders.order_id NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS previous_date
    FROM placed_orders
),
-- The rank of an amount is the number of smaller ones, so that a quarter ends at an amount.
counted_amounts AS (
    SELECT placed_orders.sales_amount AS sales_amount, COUNT(*) AS orders
    FROM placed_orders
    WHERE NOT placed_orders.is_return
        AND placed_orders.sales_amount IS NOT NULL
    GROUP BY placed_orders.sales_amount
),
ranked_amounts AS (
    SELECT
        counted_amounts.sales_amount AS sales_amount,
        CAST(
            SUM(counted_amounts.orders) OVER (
                ORDER BY counted_amounts.sales_amount NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS BIGINT
        ) - counted_amounts.orders AS smaller_orders
    FROM counted_amounts
),
ranked_orders AS (
    SELECT CAST(SUM(counted_amounts.orders) AS BIGINT) AS orders FROM counted_amounts
),
quartile_bounds AS (
    SELECT
        MAX(
            CASE
                WHEN 4 * ranked_amounts.smaller_orders < ranked_orders.orders
                    THEN ranked_amounts.sales_amount
            END
        ) AS first_amount,
        MAX(
            CASE
                WHEN 4 * ranked_amounts.smaller_orders < 2 * ranked_orders.orders
                    THEN ranked_amounts.sales_amount
            END
        ) AS second_amount,
        MAX(
            CASE
                WHEN 4 * ranked_amounts.smaller_orders < 3 * ranked_orders.orders
                    THEN ranked_amounts.sales_amount
            END
        ) AS third_amount
    FROM ranked_amounts
    CROSS JOIN ranked_orders
)
SELECT
    CAST(ordered_orders.order_id AS STRING) AS order_id,
    CAST(ordered_orders.customer_id AS STRING) AS customer_id,
    CAST(ordered_orders.order_date AS DATE) AS order_date,
    CAST(ordered_orders.sales_amount AS DECIMAL(18, 6)) AS sales_amount,
    CAST(ordered_orders.lines AS BIGINT) AS lines,
    CAST(ordered_orders.is_return AS BOOLEAN) AS is_return,
    CAST(COALESCE(ordered_orders.campaign_id, '(none)') AS STRING) AS campaign_id,
    CAST(COALESCE(ordered_orders.channel, '(unknown)') AS STRING) AS channel,
    CAST(ordered_orders.attributed_by AS STRING) AS attributed_by,
    CAST(ordered_orders.customer_order_sequence AS BIGINT) AS customer_order_sequence,
    CAST(COALESCE(ordered_orders.customer_order_sequence, 0) = 1 AS BOOLEAN) AS is_first_order,
    CAST(
        ordered_orders.purchase_date IS NOT NULL
        AND (
            ordered_orders.previous_date IS NULL
            OR ordered_orders.previous_date
                < CAST(DATE_TRUNC('month', ordered_orders.order_date) AS DATE)
        ) AS BOOLEAN
    ) AS is_first_order_of_month,
    CAST(ordered_orders.first_date AS DATE) AS customer_first_order_date,
    CAST(
        days_between(ordered_orders.first_date, ordered_orders.purchase_date) AS BIGINT
    ) AS days_since_customer_first_order,
    CAST(
        days_between(ordered_orders.previous_date, ordered_orders.purchase_date) AS BIGINT
    ) AS days_since_previous_order,
    CAST(ordered_orders.order_day_of_week AS BIGINT) AS order_day_of_week,
    CAST(ordered_orders.order_day_of_week >= 6 AS BOOLEAN) AS is_weekend_order,
    CAST(
        CASE
            WHEN ordered_orders.is_return OR ordered_orders.sales_amount IS NULL THEN NULL
            WHEN ordered_orders.sales_amount <= quartile_bounds.first_amount THEN 1
            WHEN ordered_orders.sales_amount <= quartile_bounds.second_amount THEN 2
            WHEN ordered_orders.sales_amount <= quartile_bounds.third_amount THEN 3
            ELSE 4
        END AS BIGINT
    ) AS order_amount_quartile
FROM ordered_orders
CROSS JOIN quartile_bounds
