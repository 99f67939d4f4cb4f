-- model:       staging.orders
-- describes:   One row per order, with the returns that name it netted against it; a return that
--     names none is a row of its own.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     staging.order_lines, staging.booked_returns
-- materialize: table
-- column order_id: Order id of the source.
-- column customer_id: Customer of the order; (unknown) where no line names one; the first by id
--     where lines disagree.
-- column order_date: Day of the order in the workspace's zone; the first where lines disagree.
-- column ordered_at: UTC time of the order, where the file has one.
-- column sales_amount: Amount after returns booked on it, in the base currency; null in another
--     currency, which has no rate.
-- column is_return: Whether the order itself is a return: a total below zero, or named so by its
--     file.
-- column lines: Lines that count in sales, those of booked returns included.
-- column channel: Channel that the file names, else null.
-- column campaign_id: Campaign that the file names, else null.
-- test not_null: customer_id, order_date, is_return, lines
-- test accepted_range: lines >= 1
-- test reconciles: SUM(sales_amount) = SUM(staging.order_lines.sales_amount WHERE is_sale)
-- test reconciles: SUM(lines) = COUNT(staging.order_lines WHERE is_sale)
WITH booked_lines AS (
    SELECT
        COALESCE(booked_returns.returned_order_id, order_lines.order_id) AS order_id,
        CASE WHEN booked_returns.order_id IS NULL THEN order_lines.customer_id END
            AS customer_id,
        CASE WHEN booked_returns.order_id IS NULL THEN order_lines.order_date END AS order_date,
        CASE WHEN booked_returns.order_id IS NULL THEN order_lines.ordered_at END AS ordered_at,
        CASE WHEN booked_returns.order_id IS NULL THEN order_lines.original_amount END
            AS own_amount,
        CASE
            WHEN booked_returns.order_id IS NULL AND order_lines.verdict = 'return' THEN 1
            ELSE 0
        END AS return_lines,
        order_lines.sales_amount AS sales_amount
    FROM staging.order_lines AS order_lines
    LEFT JOIN staging.booked_returns AS booked_returns
        ON booked_returns.order_id = order_lines.order_id
    WHERE order_lines.is_sale
),
booked_orders AS (
    SELECT
        booked_lines.order_id AS order_id,
        MIN(booked_lines.customer_id) AS customer_id,
        MIN(booked_lines.order_date) AS order_date,
        MIN(booked_lines.ordered_at) AS ordered_at,
        CAST(SUM(booked_lines.sales_amount) AS DECIMAL(18, 6)) AS sales_amount,
        CAST(SUM(booked_lines.own_amount) AS DECIMAL(18, 6)) AS own_amount,
        MAX(booked_lines.return_lines) AS return_lines,
        COUNT(*) AS lines
    FROM booked_lines
    GROUP BY booked_lines.order_id
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
        AND (order_lines.channel IS NOT NULL OR order_lines.campaign_id IS NOT NULL)
)
SELECT
    CAST(booked_orders.order_id AS STRING) AS order_id,
    CAST(COALESCE(booked_orders.customer_id, '(unknown)') AS STRING) AS customer_id,
    CAST(booked_orders.order_date AS DATE) AS order_date,
    CAST(booked_orders.ordered_at AS TIMESTAMP) AS ordered_at,
    CAST(booked_orders.sales_amount AS DECIMAL(18, 6)) AS sales_amount,
    CAST(booked_orders.own_amount < 0 OR booked_orders.return_lines > 0 AS BOOLEAN) AS is_return,
    CAST(booked_orders.lines AS BIGINT) AS lines,
    CAST(naming_lines.channel AS STRING) AS channel,
    CAST(naming_lines.campaign_id AS STRING) AS campaign_id
FROM booked_orders
LEFT JOIN naming_lines
    ON naming_lines.order_id = booked_orders.order_id AND naming_lines.naming_position = 1
