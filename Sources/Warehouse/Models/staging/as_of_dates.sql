-- model:       staging.as_of_dates
-- describes:   The day at which each kind of data stands; every recency and completeness rule
--     counts from it.
-- grain:       one row
-- key:         (none)
-- depends:     staging.order_lines, staging.events, meta.run_parameters
-- materialize: table
-- column orders_as_of_date: Last day with an order or return, or the day before the run's start day
--     if that is earlier; null without orders.
-- column events_as_of_date: Last day with an event, or the day before the run's start day if that
--     is earlier; null without events.
WITH last_days AS (
    SELECT
        (
            SELECT MAX(order_lines.order_date)
            FROM staging.order_lines AS order_lines
            WHERE order_lines.is_sale
        ) AS last_order_date,
        (SELECT MAX(events.activity_date) FROM staging.events AS events) AS last_activity_date,
        CAST(parameters.run_date - INTERVAL '1' DAY AS DATE) AS last_whole_date
    FROM meta.run_parameters AS parameters
)
SELECT
    CAST(
        CASE
            WHEN last_days.last_order_date > last_days.last_whole_date
                THEN last_days.last_whole_date
            ELSE last_days.last_order_date
        END AS DATE
    ) AS orders_as_of_date,
    CAST(
        CASE
            WHEN last_days.last_activity_date > last_days.last_whole_date
                THEN last_days.last_whole_date
            ELSE last_days.last_activity_date
        END AS DATE
    ) AS events_as_of_date
FROM last_days
