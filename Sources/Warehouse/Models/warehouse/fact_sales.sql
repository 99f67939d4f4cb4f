-- model:       warehouse.fact_sales
-- describes:   Every order line that counts in sales, on the order, customer and day on which it is
--     booked.
-- grain:       one row per import_id, line_number
-- key:         import_id, line_number
-- depends:     staging.order_lines, staging.booked_returns, warehouse.dim_orders
-- materialize: view
-- column import_id: Import that brought the line.
-- column line_number: Line of the imported file, counted from 1.
-- column order_id: Order on which the line is booked: for a return the order that it names, where
--     it names one.
-- column order_line_id: Line id of the source, where it has one.
-- column customer_id: Customer of the order; (unknown) where its file names none.
-- column order_date: Day of the order in the workspace's zone, also for returns booked on it.
-- column campaign_id: Campaign that brought the order; (none) where none did, or none is known.
-- column channel: Channel that brought the order; (unknown) where none is known.
-- column quantity: Pieces, where the file has them; negative in returns.
-- column unit_price_amount: Price of one piece, in currency_code, where the file has it.
-- column sales_amount: Amount of the line in the base currency; null in a currency without a rate.
-- column original_amount: Amount of the line, in currency_code.
-- column currency_code: ISO 4217 code of the original amount.
-- column verdict: What the import found: valid, return or missing_customer.
-- column is_booked_return: Whether the line is a return that is booked on the order which it names.
-- test reconciles: SUM(sales_amount) = SUM(warehouse.dim_orders.sales_amount)
SELECT
    CAST(order_lines.import_id AS STRING) AS import_id,
    CAST(order_lines.line_number AS BIGINT) AS line_number,
    CAST(dim_orders.order_id AS STRING) AS order_id,
    CAST(order_lines.order_line_id AS STRING) AS order_line_id,
    CAST(dim_orders.customer_id AS STRING) AS customer_id,
    CAST(dim_orders.order_date AS DATE) AS order_date,
    CAST(dim_orders.campaign_id AS STRING) AS campaign_id,
    CAST(dim_orders.channel AS STRING) AS channel,
    CAST(order_lines.quantity AS DECIMAL(18, 6)) AS quantity,
    CAST(order_lines.unit_price_amount AS DECIMAL(18, 6)) AS unit_price_amount,
    CAST(order_lines.sales_amount AS DECIMAL(18, 6)) AS sales_amount,
    CAST(order_lines.original_amount AS DECIMAL(18, 6)) AS original_amount,
    CAST(order_lines.currency_code AS STRING) AS currency_code,
    CAST(order_lines.verdict AS STRING) AS verdict,
    CAST(booked_returns.order_id IS NOT NULL AS BOOLEAN) AS is_booked_return
FROM staging.order_lines AS order_lines
LEFT JOIN staging.booked_returns AS booked_returns
    ON booked_returns.order_id = order_lines.order_id
JOIN warehouse.dim_orders AS dim_orders
    ON dim_orders.order_id = COALESCE(booked_returns.returned_order_id, order_lines.order_id)
WHERE order_lines.is_sale
