-- model:       warehouse.dim_dates
-- describes:   Every day of the calendar years that orders and events touch.
-- grain:       one row per full_date
-- key:         full_date
-- depends:     staging.orders, warehouse.fact_events_hourly
-- materialize: table
-- refresh:     with events
-- column full_date: The day.
-- column calendar_year: Calendar year.
-- column calendar_quarter: Quarter of the year, 1 to 4.
-- column calendar_month: Month of the year, 1 to 12.
-- column day_of_month: Day of the month, 1 to 31.
-- column day_of_year: Day of the year, 1 to 366.
-- column day_of_week: Day of the week, 1 for Monday to 7 for Sunday.
-- column iso_year: Year to which the ISO week belongs.
-- column iso_week: ISO week, 1 to 53.
-- column month_name: English name of the month.
-- column month_abbreviation: First three letters of the month's name.
-- column day_name: English name of the day.
-- column day_abbreviation: First three letters of the day's name.
-- column month_start_date: First day of the month.
-- column quarter_start_date: First day of the quarter.
-- column year_start_date: First day of the year.
-- column week_start_date: Monday of the week.
-- column is_weekend: Whether the day is a Saturday or Sunday.
-- column is_month_start: Whether it is the first day of its month.
-- column is_month_end: Whether it is the last day of its month.
-- column is_quarter_start: Whether it is the first day of its quarter.
-- column is_quarter_end: Whether it is the last day of its quarter.
-- column is_year_start: Whether it is 1 January.
-- column is_year_end: Whether it is 31 December.
-- test accepted_range: iso_week BETWEEN 1 AND 53
WITH observed_days AS (
    SELECT MIN(orders.order_date) AS first_date, MAX(orders.order_date) AS last_date
    FROM staging.orders AS orders
    UNION ALL
    SELECT
        MIN(fact_events_hourly.activity_date) AS first_date,
        MAX(fact_events_hourly.activity_date) AS last_date
    FROM warehouse.fact_events_hourly AS fact_events_hourly
),
observed_years AS (
    SELECT
        CAST(DATE_TRUNC('year', MIN(observed_days.first_date)) AS DATE) AS first_year_date,
        MAX(observed_days.last_date) AS last_date
    FROM observed_days
),
digits AS (
    SELECT 0 AS digit UNION ALL SELECT 1 AS digit UNION ALL SELECT 2 AS digit
    UNION ALL SELECT 3 AS digit UNION ALL SELECT 4 AS digit UNION ALL SELECT 5 AS digit
    UNION ALL SELECT 6 AS digit UNION ALL SELECT 7 AS digit UNION ALL SELECT 8 AS digit
    UNION ALL SELECT 9 AS digit
),
numbers AS (
    SELECT 100 * hundreds.digit + 10 * tens.digit + ones.digit AS number
    FROM digits AS hundreds
    CROSS JOIN digits AS tens
    CROSS JOIN digits AS ones
),
-- A thousand years from the first: landing accepts no others.
years AS (
    SELECT
        CAST(
            observed_years.first_year_date + INTERVAL '12' MONTH * numbers.number AS DATE
        ) AS year_start_date
    FROM observed_years
    CROSS JOIN numbers
    WHERE observed_years.first_year_date IS NOT NULL
        AND CAST(
            observed_years.first_year_date + INTERVAL '12' MONTH * numbers.number AS DATE
        ) <= observed_years.last_date
),
days AS (
    SELECT
        CAST(years.year_start_date + INTERVAL '1' DAY * numbers.number AS DATE) AS full_date,
        years.year_start_date AS year_start_date
    FROM years
    CROSS JOIN numbers
    WHERE numbers.number < 366
),
named_days AS (
    SELECT
        days.full_date AS full_date,
        days.year_start_date AS year_start_date,
        CAST(DATE_TRUNC('month', days.full_date) AS DATE) AS month_start_date,
        CAST(DATE_TRUNC('quarter', days.full_date) AS DATE) AS quarter_start_date,
        CAST(EXTRACT(MONTH FROM days.full_date) AS BIGINT) AS calendar_month,
        CAST(iso_dow(days.full_date) AS BIGINT) AS day_of_week,
        CASE CAST(EXTRACT(MONTH FROM days.full_date) AS BIGINT)
            WHEN 1 THEN 'January'
            WHEN 2 THEN 'February'
            WHEN 3 THEN 'March'
            WHEN 4 THEN 'April'
            WHEN 5 THEN 'May'
            WHEN 6 THEN 'June'
            WHEN 7 THEN 'July'
            WHEN 8 THEN 'August'
            WHEN 9 THEN 'September'
            WHEN 10 THEN 'October'
            WHEN 11 THEN 'November'
            ELSE 'December'
        END AS month_name,
        CASE CAST(iso_dow(days.full_date) AS BIGINT)
            WHEN 1 THEN 'Monday'
            WHEN 2 THEN 'Tuesday'
            WHEN 3 THEN 'Wednesday'
            WHEN 4 THEN 'Thursday'
            WHEN 5 THEN 'Friday'
            WHEN 6 THEN 'Saturday'
            ELSE 'Sunday'
        END AS day_name,
        CAST(days.full_date + INTERVAL '1' DAY AS DATE) AS next_date
    FROM days
    WHERE CAST(DATE_TRUNC('year', days.full_date) AS DATE) = days.year_start_date
)
SELECT
    CAST(named_days.full_date AS DATE) AS full_date,
    CAST(EXTRACT(YEAR FROM named_days.full_date) AS BIGINT) AS calendar_year,
    CAST(EXTRACT(QUARTER FROM named_days.full_date) AS BIGINT) AS calendar_quarter,
    CAST(named_days.calendar_month AS BIGINT) AS calendar_month,
    CAST(EXTRACT(DAY FROM named_days.full_date) AS BIGINT) AS day_of_month,
    CAST(EXTRACT(DOY FROM named_days.full_date) AS BIGINT) AS day_of_year,
    CAST(named_days.day_of_week AS BIGINT) AS day_of_week,
    CAST(
        EXTRACT(
            YEAR FROM named_days.full_date + INTERVAL '1' DAY * (4 - named_days.day_of_week)
        ) AS BIGINT
    ) AS iso_year,
    CAST(EXTRACT(WEEK FROM named_days.full_date) AS BIGINT) AS iso_week,
    CAST(named_days.month_name AS STRING) AS month_name,
    CAST(SUBSTRING(named_days.month_name, 1, 3) AS STRING) AS month_abbreviation,
    CAST(named_days.day_name AS STRING) AS day_name,
    CAST(SUBSTRING(named_days.day_name, 1, 3) AS STRING) AS day_abbreviation,
    CAST(named_days.month_start_date AS DATE) AS month_start_date,
    CAST(named_days.quarter_start_date AS DATE) AS quarter_start_date,
    CAST(named_days.year_start_date AS DATE) AS year_start_date,
    CAST(
        named_days.full_date - INTERVAL '1' DAY * (named_days.day_of_week - 1) AS DATE
    ) AS week_start_date,
    CAST(named_days.day_of_week >= 6 AS BOOLEAN) AS is_weekend,
    CAST(named_days.full_date = named_days.month_start_date AS BOOLEAN) AS is_month_start,
    CAST(
        CAST(DATE_TRUNC('month', named_days.next_date) AS DATE) = named_days.next_date
        AS BOOLEAN
    ) AS is_month_end,
    CAST(named_days.full_date = named_days.quarter_start_date AS BOOLEAN) AS is_quarter_start,
    CAST(
        CAST(DATE_TRUNC('quarter', named_days.next_date) AS DATE) = named_days.next_date
        AS BOOLEAN
    ) AS is_quarter_end,
    CAST(named_days.full_date = named_days.year_start_date AS BOOLEAN) AS is_year_start,
    CAST(
        CAST(DATE_TRUNC('year', named_days.next_date) AS DATE) = named_days.next_date AS BOOLEAN
    ) AS is_year_end
FROM named_days
