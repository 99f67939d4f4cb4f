-- model:       staging.replaced_orders
-- describes:   The orders that an import after the first one names, with the last import that does.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     landing.order_lines, meta.run_parameters
-- materialize: table
-- column order_id: Order whose lines of earlier imports no longer stand.
-- column import_sequence: Number of the last import that names the order: only its lines stand.

-- The first import replaces nothing: with a single import this is empty. It is a table of its own,
-- so that the engine knows how small it is where it joins it to all lines.
SELECT
    CAST(later_lines.order_id AS STRING) AS order_id,
    CAST(MAX(later_lines.import_sequence) AS BIGINT) AS import_sequence
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
