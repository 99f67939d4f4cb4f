-- model:       staging.orders
-- describes:   One row per order, with the returns that name it netted against it; a return that
--     names none is a row of its own.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     staging.order_lines
-- materialize: table
-- column order_id: Order id of the source.
-- column customer_id: Customer of the order; (unknown) where no line names one; the first by id
--     where lines disagree.
-- column order_date: Day of the order in the workspace's zone; the first where lines disagree.
-- column ordered_at: UTC time of the order, where the file has one.
-- column sales_amount: Amount after returns booked on it, in the base currency; null in another
--     currency, which has no rate.
-- column original_amount: Amount after returns booked on it, in currency_code.
-- column currency_code: ISO 4217 code of the original amount; the first by name where lines
--     disagree.
-- column is_return: Whether the order itself is a return: a total below zero, or named so by its
--     file.
-- column lines: Lines that count in sales, those of booked returns included.
-- column channel: Channel that the file names, else null.
-- column campaign_id: Campaign that the file names, else null.
-- test not_null: customer_id, order_date, is_return, lines
-- test accepted_range: lines >= 1
-- test reconciles: SUM(sales_amount) = SUM(staging.order_lines.sales_amount WHERE is_sale)
-- test reconciles: SUM(lines) = COUNT(staging.order_lines WHERE is_sale)
WITH booked_orders AS (
    SELECT
        order_lines.booked_order_id AS order_id,
        MIN(CASE WHEN NOT order_lines.is_booked_return THEN order_lines.customer_id END)
            AS customer_id,
        MIN(CASE WHEN NOT order_lines.is_booked_return THEN order_lines.order_date END)
            AS order_date,
        MIN(CASE WHEN NOT order_lines.is_booked_return THEN order_lines.ordered_at END)
            AS ordered_at,
        CAST(SUM(order_lines.sales_amount) AS DECIMAL(18, 6)) AS sales_amount,
        CAST(SUM(order_lines.original_amount) AS DECIMAL(18, 6)) AS original_amount,
        MIN(order_lines.currency_code) AS currency_code,
        CAST(
            SUM(CASE WHEN NOT order_lines.is_booked_return THEN order_lines.original_amount END)
            AS DECIMAL(18, 6)
        ) AS own_amount,
        MAX(
            CASE
                WHEN order_lines.verdict = 'return' AND NOT order_lines.is_booked_return THEN 1
                ELSE 0
            END
        ) AS return_flag,
        COUNT(*) AS lines
    FROM staging.order_lines AS order_lines
    WHERE order_lines.is_sale
    GROUP BY order_lines.booked_order_id
),
-- Campaign and channel come from one line, so that they belong together.
naming_lines AS (
    SELECT
        order_lines.order_id AS order_id,
        order_lines.channel AS channel,
        order_lines.campaign_id AS campaign_id,
        ROW_NUMBER() OVER (
            PARTITION BY order_lines.order_id
            ORDER BY order_lines.line_number NULLS LAST
        ) AS naming_position
    FROM staging.order_lines AS order_lines
    WHERE order_lines.is_sale
        AND NOT order_lines.is_booked_return
        AND (order_lines.channel IS NOT NULL OR order_lines.campaign_id IS NOT NULL)
)
SELECT
    CAST(booked_orders.order_id AS STRING) AS order_id,
    CAST(COALESCE(booked_orders.customer_id, '(unknown)') AS STRING) AS customer_id,
    CAST(booked_orders.order_date AS DATE) AS order_date,
    CAST(booked_orders.ordered_at AS TIMESTAMP) AS ordered_at,
    CAST(booked_orders.sales_amount AS DECIMAL(18, 6)) AS sales_amount,
    CAST(booked_orders.original_amount AS DECIMAL(18, 6)) AS original_amount,
    CAST(booked_orders.currency_code AS STRING) AS currency_code,
    CAST(booked_orders.own_amount < 0 OR booked_orders.return_flag = 1 AS BOOLEAN) AS is_return,
    CAST(booked_orders.lines AS BIGINT) AS lines,
    CAST(naming_lines.channel AS STRING) AS channel,
    CAST(naming_lines.campaign_id AS STRING) AS campaign_id
FROM booked_orders
LEFT JOIN naming_lines
    ON naming_lines.order_id = booked_orders.order_id AND naming_lines.naming_position = 1
