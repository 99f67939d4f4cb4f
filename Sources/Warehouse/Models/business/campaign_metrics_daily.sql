-- model:       business.campaign_metrics_daily
-- describes:   What each campaign did on each channel, day by day.
-- grain:       one row per campaign_id, channel, activity_date
-- key:         campaign_id, channel, activity_date
-- depends:     warehouse.fact_events_hourly
-- materialize: incremental by activity_date
-- column campaign_id: Campaign that the events name, known or not; (none) where they name none.
-- column channel: Channel that the events name; (unknown) where they name none.
-- column activity_date: Day in the workspace's zone: 23 or 25 hours when clocks change.
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
WITH campaign_days AS (
    SELECT
        fact_events_hourly.campaign_id AS campaign_id,
        fact_events_hourly.channel AS channel,
        fact_events_hourly.activity_date AS activity_date,
        CAST(SUM(fact_events_hourly.impressions) AS BIGINT) AS impressions,
        CAST(SUM(fact_events_hourly.clicks) AS BIGINT) AS clicks,
        CAST(SUM(fact_events_hourly.emails_sent) AS BIGINT) AS emails_sent,
        CAST(SUM(fact_events_hourly.emails_opened) AS BIGINT) AS emails_opened,
        CAST(SUM(fact_events_hourly.signups) AS BIGINT) AS signups,
        CAST(SUM(fact_events_hourly.activations) AS BIGINT) AS activations,
        CAST(SUM(fact_events_hourly.conversions) AS BIGINT) AS conversions,
        CAST(SUM(fact_events_hourly.unsubscribes) AS BIGINT) AS unsubscribes,
        CAST(SUM(fact_events_hourly.spend_amount) AS DECIMAL(18, 6)) AS spend_amount,
        CAST(SUM(fact_events_hourly.conversion_value_amount) AS DECIMAL(18, 6))
            AS conversion_value_amount
    FROM warehouse.fact_events_hourly AS fact_events_hourly
    GROUP BY
        fact_events_hourly.campaign_id,
        fact_events_hourly.channel,
        fact_events_hourly.activity_date
)
SELECT
    CAST(campaign_days.campaign_id AS STRING) AS campaign_id,
    CAST(campaign_days.channel AS STRING) AS channel,
    CAST(campaign_days.activity_date AS DATE) AS activity_date,
    CAST(campaign_days.impressions AS BIGINT) AS impressions,
    CAST(campaign_days.clicks AS BIGINT) AS clicks,
    CAST(campaign_days.emails_sent AS BIGINT) AS emails_sent,
    CAST(campaign_days.emails_opened AS BIGINT) AS emails_opened,
    CAST(campaign_days.signups AS BIGINT) AS signups,
    CAST(campaign_days.activations AS BIGINT) AS activations,
    CAST(campaign_days.conversions AS BIGINT) AS conversions,
    CAST(campaign_days.unsubscribes AS BIGINT) AS unsubscribes,
    CAST(campaign_days.spend_amount AS DECIMAL(18, 6)) AS spend_amount,
    CAST(campaign_days.conversion_value_amount AS DECIMAL(18, 6))
        AS conversion_value_amount,
    CAST(campaign_days.clicks AS DOUBLE)
        / NULLIF(CAST(campaign_days.impressions AS DOUBLE), 0) AS ctr,
    CAST(campaign_days.signups AS DOUBLE)
        / NULLIF(CAST(campaign_days.clicks AS DOUBLE), 0) AS click_to_signup,
    CAST(campaign_days.activations AS DOUBLE)
        / NULLIF(CAST(campaign_days.signups AS DOUBLE), 0) AS signup_to_activation
FROM campaign_days
