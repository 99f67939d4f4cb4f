-- model:       staging.booked_returns
-- describes:   The returns that are netted against the order which they name; all others stand in
--     their own month.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     staging.order_lines
-- materialize: table
-- column order_id: Order id of the return.
-- column returned_order_id: Order that the return names, against which its amount is netted.
-- test expression: order_id <> returned_order_id
WITH naming_orders AS (
    SELECT
        order_lines.order_id AS order_id,
        MIN(order_lines.returned_order_id) AS returned_order_id
    FROM staging.order_lines AS order_lines
    WHERE order_lines.returned_order_id IS NOT NULL
        AND order_lines.is_sale
    GROUP BY order_lines.order_id
),
naming_returns AS (
    SELECT
        naming_orders.order_id AS order_id,
        naming_orders.returned_order_id AS returned_order_id
    FROM naming_orders
    JOIN staging.order_lines AS order_lines ON order_lines.order_id = naming_orders.order_id
    WHERE order_lines.is_sale
    GROUP BY naming_orders.order_id, naming_orders.returned_order_id
    HAVING SUM(order_lines.original_amount) < 0
        OR MAX(CASE WHEN order_lines.verdict = 'return' THEN 1 ELSE 0 END) = 1
)
-- Only an order can be netted: a return that names another return stands alone.
SELECT
    CAST(naming_returns.order_id AS STRING) AS order_id,
    CAST(naming_returns.returned_order_id AS STRING) AS returned_order_id
FROM naming_returns
JOIN staging.order_lines AS order_lines
    ON order_lines.order_id = naming_returns.returned_order_id
WHERE order_lines.is_sale
GROUP BY naming_returns.order_id, naming_returns.returned_order_id
HAVING SUM(order_lines.original_amount) >= 0
    AND MAX(CASE WHEN order_lines.verdict = 'return' THEN 1 ELSE 0 END) = 0
