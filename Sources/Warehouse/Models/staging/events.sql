-- model:       staging.events
-- describes:   Every event once: of the rows that carry one event id the first that landed.
-- grain:       one row per event_id
-- key:         event_id
-- depends:     landing.events, meta.run_parameters
-- materialize: incremental by landing_sequence
-- column landing_sequence: Order in which events landed, counted from 1.
-- column event_id: Event id that the sender gave.
-- column occurred_at: UTC time of the event.
-- column activity_date: Day of the event in the workspace's zone.
-- column hour_at: UTC hour of the event.
-- column event_type: impression, click, email_sent, email_opened, signup, activation, conversion or
--     unsubscribe.
-- column user_id: User that the sender names; null where it names none.
-- column campaign_id: Campaign that the sender names, known or not; (none) where it names none.
-- column channel: Channel that the sender names; (unknown) where it names none.
-- column cost_amount: Cost of the event in the base currency; null where it has none, or has it in
--     another currency.
-- column value_amount: Value of the event in the base currency; null where it has none, or has it
--     in another currency.
-- column currency_code: ISO 4217 code of the event's amounts; the base currency where the sender
--     names none.
-- column order_id: Order that the event carries, where it carries one.
-- test not_null: landing_sequence, occurred_at, activity_date, hour_at, campaign_id, channel
-- test accepted_values: event_type IN ('impression', 'click', 'email_sent', 'email_opened',
--     'signup', 'activation', 'conversion', 'unsubscribe')
-- test accepted_range: cost_amount >= 0

-- A left join and not NOT EXISTS: with the inequality one engine plans that as three joins. One
-- interval's rows are few, so that only they are hashed while the ids that landed pass by.
WITH landed_ids AS (
    SELECT
        landed_events.event_id AS event_id,
        landed_events.landing_sequence AS landing_sequence
    FROM landing.events AS landed_events
    CROSS JOIN meta.run_parameters AS parameters
    WHERE parameters.as_of_date IS NULL
        OR local_date(landed_events.occurred_at) <= parameters.as_of_date
)
SELECT
    CAST(events.landing_sequence AS BIGINT) AS landing_sequence,
    CAST(events.event_id AS STRING) AS event_id,
    CAST(events.occurred_at AS TIMESTAMP) AS occurred_at,
    CAST(local_date(events.occurred_at) AS DATE) AS activity_date,
    CAST(DATE_TRUNC('hour', events.occurred_at) AS TIMESTAMP) AS hour_at,
    CAST(events.event_type AS STRING) AS event_type,
    CAST(events.user_id AS STRING) AS user_id,
    CAST(events.campaign_id AS STRING) AS campaign_id,
    CAST(events.channel AS STRING) AS channel,
    CAST(
        CASE
            WHEN events.currency_code IS NULL OR parameters.base_currency_code IS NULL
                OR events.currency_code = parameters.base_currency_code THEN events.cost_amount
        END AS DECIMAL(18, 6)
    ) AS cost_amount,
    CAST(
        CASE
            WHEN events.currency_code IS NULL OR parameters.base_currency_code IS NULL
                OR events.currency_code = parameters.base_currency_code THEN events.value_amount
        END AS DECIMAL(18, 6)
    ) AS value_amount,
    CAST(
        COALESCE(events.currency_code, parameters.base_currency_code) AS STRING
    ) AS currency_code,
    CAST(events.order_id AS STRING) AS order_id
FROM landing.events AS events
CROSS JOIN meta.run_parameters AS parameters
LEFT JOIN landed_ids AS earlier_ids
    ON earlier_ids.event_id = events.event_id
    AND earlier_ids.landing_sequence < events.landing_sequence
WHERE earlier_ids.event_id IS NULL
    AND (
        parameters.as_of_date IS NULL
        OR local_date(events.occurred_at) <= parameters.as_of_date
    )
