-- model:       warehouse.fact_events_hourly
-- describes:   Events counted by type, with their cost and value; no distinct counts, so that all
--     of it can be added up.
-- grain:       one row per campaign_id, channel, activity_date, hour_at
-- key:         campaign_id, channel, activity_date, hour_at
-- depends:     staging.events
-- materialize: incremental by hour_at
-- column campaign_id: Campaign that the events name, known or not; (none) where they name none.
-- column channel: Channel that the events name; (unknown) where they name none.
-- column activity_date: Day in the workspace's zone; in zones off by half an hour an hour can touch
--     two.
-- column hour_at: UTC hour.
-- column impressions: Impressions.
-- column clicks: Clicks.
-- column emails_sent: E-mails sent.
-- column emails_opened: E-mails opened.
-- column signups: Sign-ups.
-- column activations: Activations.
-- column conversions: Conversions, those that carry an order included.
-- column unsubscribes: Unsubscribes.
-- column spend_amount: What the events cost, in the base currency; null where no event carried a
--     cost.
-- column conversion_value_amount: Value of the conversions that carry no order, in the base
--     currency; null where none has a value.
-- test accepted_range: spend_amount >= 0
-- test reconciles: SUM(impressions) + SUM(clicks) + SUM(emails_sent) + SUM(emails_opened) +
--     SUM(signups) + SUM(activations) + SUM(conversions) + SUM(unsubscribes) =
--     COUNT(staging.events)
-- test reconciles: SUM(spend_amount) = SUM(staging.events.cost_amount)
SELECT
    CAST(events.campaign_id AS STRING) AS campaign_id,
    CAST(events.channel AS STRING) AS channel,
    CAST(events.activity_date AS DATE) AS activity_date,
    CAST(events.hour_at AS TIMESTAMP) AS hour_at,
    CAST(COUNT(CASE WHEN events.event_type = 'impression' THEN 1 END) AS BIGINT) AS impressions,
    CAST(COUNT(CASE WHEN events.event_type = 'click' THEN 1 END) AS BIGINT) AS clicks,
    CAST(COUNT(CASE WHEN events.event_type = 'email_sent' THEN 1 END) AS BIGINT) AS emails_sent,
    CAST(
        COUNT(CASE WHEN events.event_type = 'email_opened' THEN 1 END) AS BIGINT
    ) AS emails_opened,
    CAST(COUNT(CASE WHEN events.event_type = 'signup' THEN 1 END) AS BIGINT) AS signups,
    CAST(COUNT(CASE WHEN events.event_type = 'activation' THEN 1 END) AS BIGINT) AS activations,
    CAST(COUNT(CASE WHEN events.event_type = 'conversion' THEN 1 END) AS BIGINT) AS conversions,
    CAST(COUNT(CASE WHEN events.event_type = 'unsubscribe' THEN 1 END) AS BIGINT) AS unsubscribes,
    CAST(SUM(events.cost_amount) AS DECIMAL(18, 6)) AS spend_amount,
    CAST(
        SUM(
            CASE
                WHEN events.event_type = 'conversion' AND events.order_id IS NULL
                    THEN events.value_amount
            END
        ) AS DECIMAL(18, 6)
    ) AS conversion_value_amount
FROM staging.events AS events
GROUP BY events.campaign_id, events.channel, events.activity_date, events.hour_at
