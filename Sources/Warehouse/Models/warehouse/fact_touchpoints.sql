-- model:       warehouse.fact_touchpoints
-- describes:   What each user did: every event that has a user, without impressions and e-mails
--     sent.
-- grain:       one row per event_id
-- key:         event_id
-- depends:     staging.events, workspace.identities, warehouse.dim_customers
-- materialize: view
-- column event_id: Event id that the sender gave.
-- column user_id: User that the sender names.
-- column customer_id: Customer that the user is, by the workspace's identities or by bearing the
--     same id; (unknown) for other users.
-- column campaign_id: Campaign that the event names, known or not; (none) where it names none.
-- column channel: Channel that the event names; (unknown) where it names none.
-- column event_type: click, email_opened, signup, activation, conversion or unsubscribe.
-- column occurred_at: UTC time of the event.
-- column activity_date: Day of the event in the workspace's zone.
-- column order_id: Order that the event carries, where it carries one.
-- test not_null: user_id, customer_id, campaign_id, channel, activity_date

-- A view, because an import of orders can make a customer of any user: as a table it would be
-- built anew with each, for few readers.
WITH identified_users AS (
    SELECT identities.user_id AS user_id, MIN(identities.customer_id) AS customer_id
    FROM workspace.identities AS identities
    GROUP BY identities.user_id
)
SELECT
    CAST(events.event_id AS STRING) AS event_id,
    CAST(events.user_id AS STRING) AS user_id,
    CAST(COALESCE(dim_customers.customer_id, '(unknown)') AS STRING) AS customer_id,
    CAST(events.campaign_id AS STRING) AS campaign_id,
    CAST(events.channel AS STRING) AS channel,
    CAST(events.event_type AS STRING) AS event_type,
    CAST(events.occurred_at AS TIMESTAMP) AS occurred_at,
    CAST(events.activity_date AS DATE) AS activity_date,
    CAST(events.order_id AS STRING) AS order_id
FROM staging.events AS events
LEFT JOIN identified_users ON identified_users.user_id = events.user_id
LEFT JOIN warehouse.dim_customers AS dim_customers
    ON dim_customers.customer_id = COALESCE(identified_users.customer_id, events.user_id)
WHERE events.user_id IS NOT NULL
    AND events.event_type NOT IN ('impression', 'email_sent')
