-- model:       staging.order_lines
-- describes:   Every order line that stands: as received, without the lines that a later import
--     replaced.
-- grain:       one row per import_id, line_number
-- key:         import_id, line_number
-- depends:     landing.order_lines, meta.run_parameters
-- materialize: table
-- column import_id: Import that brought the line.
-- column line_number: Line of the imported file, counted from 1.
-- column order_id: Order that the file names; null where it names none.
-- column booked_order_id: Order on which the amount is booked: the one that a return names, else
--     order_id.
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
--     duplicate lines do not.
-- column is_booked_return: Whether the line is a return that is booked on the order which it names.
-- column is_repeated_line: Whether an identical line stands before it in the same order of the same
--     file.
-- test accepted_values: verdict IN ('valid', 'invalid_date', 'missing_order', 'invalid_amount',
--     'amount_too_precise', 'missing_customer', 'zero_amount', 'cancelled', 'return', 'duplicate')
-- test expression: NOT is_sale OR (order_date IS NOT NULL AND booked_order_id IS NOT NULL AND
--     original_amount IS NOT NULL)

-- The first import replaces nothing: with a single import this is empty and its join is free.
WITH replaced_orders AS (
    SELECT
        later_lines.order_id AS order_id,
        MAX(later_lines.import_sequence) AS import_sequence
    FROM landing.order_lines AS later_lines
    CROSS JOIN meta.run_parameters AS parameters
    WHERE later_lines.order_id IS NOT NULL
        AND (
            parameters.as_of_date IS NULL
            OR later_lines.order_date <= parameters.as_of_date
        )
        AND later_lines.import_sequence > (
            SELECT MIN(first_lines.import_sequence) FROM landing.order_lines AS first_lines
        )
    GROUP BY later_lines.order_id
),
standing_lines AS (
    SELECT
        lines.import_id AS import_id,
        lines.line_number AS line_number,
        lines.order_id AS order_id,
        lines.returned_order_id AS returned_order_id,
        lines.order_line_id AS order_line_id,
        lines.customer_id AS customer_id,
        lines.order_date AS order_date,
        lines.ordered_at AS ordered_at,
        lines.quantity AS quantity,
        lines.unit_price_amount AS unit_price_amount,
        lines.sales_amount AS original_amount,
        CASE
            WHEN lines.currency_code IS NULL OR parameters.base_currency_code IS NULL
                OR lines.currency_code = parameters.base_currency_code THEN lines.sales_amount
        END AS sales_amount,
        COALESCE(lines.currency_code, parameters.base_currency_code) AS currency_code,
        lines.channel AS channel,
        lines.campaign_id AS campaign_id,
        lines.verdict AS verdict,
        lines.verdict IN ('valid', 'missing_customer', 'return') AS is_sale,
        lines.is_repeated_line AS is_repeated_line
    FROM landing.order_lines AS lines
    CROSS JOIN meta.run_parameters AS parameters
    LEFT JOIN replaced_orders ON replaced_orders.order_id = lines.order_id
    WHERE (parameters.as_of_date IS NULL OR lines.order_date <= parameters.as_of_date)
        AND (
            replaced_orders.order_id IS NULL
            OR replaced_orders.import_sequence = lines.import_sequence
        )
),
naming_returns AS (
    SELECT
        standing_lines.order_id AS order_id,
        MIN(standing_lines.returned_order_id) AS returned_order_id
    FROM standing_lines
    WHERE standing_lines.is_sale
        AND standing_lines.order_id IN (
            SELECT naming_lines.order_id
            FROM landing.order_lines AS naming_lines
            WHERE naming_lines.returned_order_id IS NOT NULL
        )
    GROUP BY standing_lines.order_id
    HAVING SUM(standing_lines.original_amount) < 0
        OR MAX(CASE WHEN standing_lines.verdict = 'return' THEN 1 ELSE 0 END) = 1
),
-- Only an order can be netted: a return that names another return stays in its own month.
booked_returns AS (
    SELECT
        naming_returns.order_id AS order_id,
        naming_returns.returned_order_id AS returned_order_id
    FROM naming_returns
    JOIN standing_lines ON standing_lines.order_id = naming_returns.returned_order_id
    WHERE standing_lines.is_sale
    GROUP BY naming_returns.order_id, naming_returns.returned_order_id
    HAVING SUM(standing_lines.original_amount) >= 0
        AND MAX(CASE WHEN standing_lines.verdict = 'return' THEN 1 ELSE 0 END) = 0
)
SELECT
    CAST(standing_lines.import_id AS STRING) AS import_id,
    CAST(standing_lines.line_number AS BIGINT) AS line_number,
    CAST(standing_lines.order_id AS STRING) AS order_id,
    CAST(
        COALESCE(booked_returns.returned_order_id, standing_lines.order_id) AS STRING
    ) AS booked_order_id,
    CAST(standing_lines.order_line_id AS STRING) AS order_line_id,
    CAST(standing_lines.customer_id AS STRING) AS customer_id,
    CAST(standing_lines.order_date AS DATE) AS order_date,
    CAST(standing_lines.ordered_at AS TIMESTAMP) AS ordered_at,
    CAST(standing_lines.quantity AS DECIMAL(18, 6)) AS quantity,
    CAST(standing_lines.unit_price_amount AS DECIMAL(18, 6)) AS unit_price_amount,
    CAST(standing_lines.original_amount AS DECIMAL(18, 6)) AS original_amount,
    CAST(standing_lines.sales_amount AS DECIMAL(18, 6)) AS sales_amount,
    CAST(standing_lines.currency_code AS STRING) AS currency_code,
    CAST(standing_lines.channel AS STRING) AS channel,
    CAST(standing_lines.campaign_id AS STRING) AS campaign_id,
    CAST(standing_lines.verdict AS STRING) AS verdict,
    CAST(standing_lines.is_sale AS BOOLEAN) AS is_sale,
    CAST(booked_returns.order_id IS NOT NULL AS BOOLEAN) AS is_booked_return,
    CAST(standing_lines.is_repeated_line AS BOOLEAN) AS is_repeated_line
FROM standing_lines
LEFT JOIN booked_returns
    ON booked_returns.order_id = standing_lines.order_id AND standing_lines.is_sale
