-- model:       staging.order_origins
-- describes:   What brought the orders whose file does not say it: the conversion that carries the
--     order, else the customer's last click.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     staging.orders, staging.events, workspace.identities
-- materialize: table
-- column order_id: Order that a conversion or a click brought; other orders are not here.
-- column campaign_id: Campaign of the conversion or click; (none) where a click names none.
-- column channel: Channel of the conversion or click; (unknown) where it names none.
-- column attributed_by: conversion, or last_click: the last of the customer's users in the 30 days
--     up to the order.
-- test not_null: campaign_id, channel
-- test accepted_values: attributed_by IN ('conversion', 'last_click')

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
origins AS (
    SELECT
        orders.order_id AS order_id,
        conversions.campaign_id AS campaign_id,
        conversions.channel AS channel,
        'conversion' AS attributed_by
    FROM staging.orders AS orders
    JOIN conversions
        ON conversions.order_id = orders.order_id AND conversions.conversion_position = 1
    WHERE orders.campaign_id IS NULL
        AND orders.channel IS NULL
    UNION ALL
    SELECT
        last_clicks.order_id AS order_id,
        last_clicks.campaign_id AS campaign_id,
        last_clicks.channel AS channel,
        'last_click' AS attributed_by
    FROM last_clicks
)
SELECT
    CAST(origins.order_id AS STRING) AS order_id,
    CAST(origins.campaign_id AS STRING) AS campaign_id,
    CAST(origins.channel AS STRING) AS channel,
    CAST(origins.attributed_by AS STRING) AS attributed_by
FROM origins
