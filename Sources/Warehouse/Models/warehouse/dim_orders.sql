-- model:       warehouse.dim_orders
-- describes:   One row per order or return: its amount, campaign and channel, and its place in the
--     customer's history.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     staging.orders, staging.events, workspace.identities
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
WITH conversions AS (
    SELECT
        events.order_id AS order_id,
        events.campaign_id AS campaign_id,
        events.channel AS channel,
        ROW_NUMBER() OVER (
            PARTITION BY events.order_id
            ORDER BY events.occurred_at NULLS LAST, events.event_id NULLS LAST
        ) AS conversion_position
    FROM staging.events AS events
    WHERE events.event_type = 'conversion'
        AND events.order_id IS NOT NULL
        AND events.campaign_id <> '(none)'
),
identified_users AS (
    SELECT identities.user_id AS user_id, MIN(identities.customer_id) AS customer_id
    FROM workspace.identities AS identities
    GROUP BY identities.user_id
),
clicks AS (
    SELECT
        COALESCE(identified_users.customer_id, events.user_id) AS customer_id,
        events.event_id AS event_id,
        events.activity_date AS activity_date,
        events.occurred_at AS occurred_at,
        events.campaign_id AS campaign_id,
        events.channel AS channel
    FROM staging.events AS events
    LEFT JOIN identified_users ON identified_users.user_id = events.user_id
    WHERE events.event_type = 'click'
        AND events.user_id IS NOT NULL
),
-- Returns are brought by no click; an order without a time stands at the end of its day.
open_orders AS (
    SELECT
        orders.order_id AS order_id,
        orders.customer_id AS customer_id,
        orders.ordered_at AS ordered_at,
        CASE
            WHEN orders.ordered_at IS NULL THEN orders.order_date
            ELSE local_date(orders.ordered_at)
        END AS moment_date
    FROM staging.orders AS orders
    LEFT JOIN conversions
        ON conversions.order_id = orders.order_id AND conversions.conversion_position = 1
    WHERE orders.campaign_id IS NULL
        AND orders.channel IS NULL
        AND conversions.order_id IS NULL
        AND NOT orders.is_return
        AND orders.customer_id <> '(unknown)'
        AND orders.customer_id IN (SELECT clicks.customer_id FROM clicks)
),
moments AS (
    SELECT
        clicks.customer_id AS customer_id,
        clicks.event_id AS moment_id,
        clicks.activity_date AS moment_date,
        clicks.occurred_at AS moment_at,
        clicks.campaign_id AS campaign_id,
        clicks.channel AS channel,
        1 AS clicks
    FROM clicks
    WHERE clicks.customer_id IN (SELECT open_orders.customer_id FROM open_orders)
    UNION ALL
    SELECT
        open_orders.customer_id AS customer_id,
        open_orders.order_id AS moment_id,
        open_orders.moment_date AS moment_date,
        open_orders.ordered_at AS moment_at,
        CAST(NULL AS STRING) AS campaign_id,
        CAST(NULL AS STRING) AS channel,
        0 AS clicks
    FROM open_orders
),
-- One pass over each customer's time line numbers the clicks: an order's last click is the one
-- whose number is the count of clicks up to the order. Clicks at one time stand by event id.
numbered_moments AS (
    SELECT
        moments.customer_id AS customer_id,
        moments.moment_id AS moment_id,
        moments.moment_date AS moment_date,
        moments.moment_at AS moment_at,
        moments.campaign_id AS campaign_id,
        moments.channel AS channel,
        moments.clicks AS clicks,
        CAST(
            SUM(moments.clicks) OVER (
                PARTITION BY moments.customer_id
                ORDER BY
                    moments.moment_date NULLS LAST, moments.moment_at NULLS LAST,
                    moments.clicks DESC NULLS LAST, moments.moment_id NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS BIGINT
        ) AS click_number
    FROM moments
),
last_clicks AS (
    SELECT
        ordering_moments.moment_id AS order_id,
        click_moments.campaign_id AS campaign_id,
        click_moments.channel AS channel
    FROM numbered_moments AS ordering_moments
    JOIN numbered_moments AS click_moments
        ON click_moments.customer_id = ordering_moments.customer_id
        AND click_moments.click_number = ordering_moments.click_number
    WHERE ordering_moments.clicks = 0
        AND click_moments.clicks = 1
        AND CASE
            WHEN ordering_moments.moment_at IS NULL
                THEN click_moments.moment_date
                    >= CAST(ordering_moments.moment_date - INTERVAL '29' DAY AS DATE)
            ELSE click_moments.moment_at >= ordering_moments.moment_at - INTERVAL '30' DAY
        END
),
placed_orders AS (
    SELECT
        orders.order_id AS order_id,
        orders.customer_id AS customer_id,
        orders.order_date AS order_date,
        orders.sales_amount AS sales_amount,
        orders.lines AS lines,
        orders.is_return AS is_return,
        orders.customer_id <> '(unknown)' AS is_identified,
        CASE
            WHEN NOT orders.is_return AND orders.customer_id <> '(unknown)'
                THEN orders.order_date
        END AS purchase_date,
        CASE
            WHEN orders.campaign_id IS NOT NULL OR orders.channel IS NOT NULL
                THEN orders.campaign_id
            WHEN conversions.order_id IS NOT NULL THEN conversions.campaign_id
            ELSE last_clicks.campaign_id
        END AS campaign_id,
        CASE
            WHEN orders.campaign_id IS NOT NULL OR orders.channel IS NOT NULL
                THEN orders.channel
            WHEN conversions.order_id IS NOT NULL THEN conversions.channel
            ELSE last_clicks.channel
        END AS channel,
        CASE
            WHEN orders.campaign_id IS NOT NULL OR orders.channel IS NOT NULL THEN 'file'
            WHEN conversions.order_id IS NOT NULL THEN 'conversion'
            WHEN last_clicks.order_id IS NOT NULL THEN 'last_click'
            ELSE 'nothing'
        END AS attributed_by
    FROM staging.orders AS orders
    LEFT JOIN conversions
        ON conversions.order_id = orders.order_id AND conversions.conversion_position = 1
    LEFT JOIN last_clicks ON last_clicks.order_id = orders.order_id
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
