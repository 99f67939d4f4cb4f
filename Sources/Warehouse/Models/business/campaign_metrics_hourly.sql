-- model:       business.campaign_metrics_hourly
-- describes:   What each campaign did on each channel, hour by hour.
-- grain:       one row per campaign_id, channel, activity_date, hour_at
-- key:         campaign_id, channel, activity_date, hour_at
-- depends:     warehouse.fact_events_hourly
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
-- column ctr: clicks per impression, as a fraction; null without impressions.
-- column click_to_signup: signups per click, as a fraction; null without clicks.
-- column signup_to_activation: activations per sign-up, as a fraction; null without sign-ups.
-- test accepted_range: spend_amount >= 0
-- test reconciles: SUM(impressions) + SUM(clicks) = SUM(warehouse.fact_events_hourly.impressions) +
--     SUM(warehouse.fact_events_hourly.clicks)
-- test reconciles: SUM(spend_amount) = SUM(warehouse.fact_events_hourly.spend_amount)
SELECT
    CAST(fact_events_hourly.campaign_id AS STRING) AS campaign_id,
    CAST(fact_events_hourly.channel AS STRING) AS channel,
    CAST(fact_events_hourly.activity_date AS DATE) AS activity_date,
    CAST(fact_events_hourly.hour_at AS TIMESTAMP) AS hour_at,
    CAST(fact_events_hourly.impressions AS BIGINT) AS impressions,
    CAST(fact_events_hourly.clicks AS BIGINT) AS clicks,
    CAST(fact_events_hourly.emails_sent AS BIGINT) AS emails_sent,
    CAST(fact_events_hourly.emails_opened AS BIGINT) AS emails_opened,
    CAST(fact_events_hourly.signups AS BIGINT) AS signups,
    CAST(fact_events_hourly.activations AS BIGINT) AS activations,
    CAST(fact_events_hourly.conversions AS BIGINT) AS conversions,
    CAST(fact_events_hourly.unsubscribes AS BIGINT) AS unsubscribes,
    CAST(fact_events_hourly.spend_amount AS DECIMAL(18, 6)) AS spend_amount,
    CAST(fact_events_hourly.conversion_value_amount AS DECIMAL(18, 6))
        AS conversion_value_amount,
    CAST(fact_events_hourly.clicks AS DOUBLE)
        / NULLIF(CAST(fact_events_hourly.impressions AS DOUBLE), 0) AS ctr,
    CAST(fact_events_hourly.signups AS DOUBLE)
        / NULLIF(CAST(fact_events_hourly.clicks AS DOUBLE), 0) AS click_to_signup,
    CAST(fact_events_hourly.activations AS DOUBLE)
        / NULLIF(CAST(fact_events_hourly.signups AS DOUBLE), 0) AS signup_to_activation
FROM warehouse.fact_events_hourly AS fact_events_hourly
