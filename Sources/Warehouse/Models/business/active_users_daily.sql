-- model:       business.active_users_daily
-- describes:   Who was active where: each user once per campaign, channel and day, for distinct
--     counts at any grain.
-- grain:       one row per campaign_id, channel, activity_date, user_id
-- key:         campaign_id, channel, activity_date, user_id
-- depends:     staging.events
-- materialize: incremental by activity_date
-- column campaign_id: Campaign that the user's events name, known or not; (none) where they name
--     none.
-- column channel: Channel that the user's events name; (unknown) where they name none.
-- column activity_date: Day in the workspace's zone.
-- column user_id: User with an event of that day other than an impression or an e-mail sent.

-- The events of fact_touchpoints, without its join to customers: no column of that is needed.
SELECT DISTINCT
    CAST(events.campaign_id AS STRING) AS campaign_id,
    CAST(events.channel AS STRING) AS channel,
    CAST(events.activity_date AS DATE) AS activity_date,
    CAST(events.user_id AS STRING) AS user_id
FROM staging.events AS events
WHERE events.user_id IS NOT NULL
    AND events.event_type NOT IN ('impression', 'email_sent')
