-- model:       staging.order_lines
-- describes:   Every order line that stands: as received, without the lines that a later import
--     replaced.
-- grain:       one row per import_id, line_number
-- key:         import_id, line_number
-- depends:     landing.order_lines, staging.replaced_orders, meta.run_parameters
-- materialize: view
-- column import_id: Import that brought the line.
-- column line_number: Line of the imported file, counted from 1.
-- column order_id: Order that the file names; null where it names none.
-- column returned_order_id: Order that the line says it returns; null where it says nothing.
-- column order_line_id: Line id of the source, where it has one.
-- column customer_id: Customer that the line names; null where it names none.
-- column order_date: Day of the order or return in the workspace's zone; null where the file has no
--     date.
-- column ordered_at: UTC time of the order, where the file has one.
-- column quantity: Pieces, where the file has them; negative in returns.
-- column unit_price_amount: Price of one piece, in currency_code, where the file has it.
-- column original_amount: Amount of the line, in currency_code; null where the file has no amount.
-- column sales_amount: Amount of the line in the base currency; null in another currency, which has
--     no rate.
-- column currency_code: ISO 4217 code of the original amount; the base currency where the file
--     names none.
-- column channel: Channel that the file names, else null.
-- column campaign_id: Campaign that the file names, else null.
-- column verdict: What the import found: valid, or the first rule that the line breaks.
-- column is_sale: Whether the line counts in sales, as returns do; unusable, zero, cancelled and
--     duplicate lines do not, nor do zero lines without a customer.
-- column is_repeated_line: Whether an identical line stands before it in the same order of the same
--     file.
-- test accepted_values: verdict IN ('valid', 'invalid_date', 'missing_order', 'invalid_amount',
--     'amount_too_precise', 'missing_customer', 'zero_amount', 'cancelled', 'return', 'duplicate')
-- test expression: NOT is_sale OR (order_date IS NOT NULL AND order_id IS NOT NULL)
-- test expression: verdict <> 'valid' OR is_sale

SELECT
    CAST(lines.import_id AS STRING) AS import_id,
    CAST(lines.line_number AS BIGINT) AS line_number,
    CAST(lines.order_id AS STRING) AS order_id,
    CAST(lines.returned_order_id AS STRING) AS returned_order_id,
    CAST(lines.order_line_id AS STRING) AS order_line_id,
    CAST(lines.customer_id AS STRING) AS customer_id,
    CAST(lines.order_date AS DATE) AS order_date,
    CAST(lines.ordered_at AS TIMESTAMP) AS ordered_at,
    CAST(lines.quantity AS DECIMAL(18, 6)) AS quantity,
    CAST(lines.unit_price_amount AS DECIMAL(18, 6)) AS unit_price_amount,
    CAST(lines.sales_amount AS DECIMAL(18, 6)) AS original_amount,
    CAST(
        CASE
            WHEN lines.currency_code IS NULL OR parameters.base_currency_code IS NULL
                OR lines.currency_code = parameters.base_currency_code THEN lines.sales_amount
        END AS DECIMAL(18, 6)
    ) AS sales_amount,
    CAST(
        COALESCE(lines.currency_code, parameters.base_currency_code) AS STRING
    ) AS currency_code,
    CAST(lines.channel AS STRING) AS channel,
    CAST(lines.campaign_id AS STRING) AS campaign_id,
    CAST(lines.verdict AS STRING) AS verdict,
    CAST(
        lines.verdict IN ('valid', 'missing_customer', 'return')
        AND COALESCE(lines.sales_amount, 0) <> 0 AS BOOLEAN
    ) AS is_sale,
    CAST(lines.is_repeated_line AS BOOLEAN) AS is_repeated_line
FROM landing.order_lines AS lines
CROSS JOIN meta.run_parameters AS parameters
LEFT JOIN staging.replaced_orders AS replaced_orders
    ON replaced_orders.order_id = lines.order_id
WHERE (parameters.as_of_date IS NULL OR lines.order_date <= parameters.as_of_date)
    AND (
        replaced_orders.order_id IS NULL
        OR replaced_orders.import_sequence = lines.import_sequence
    )
