-- model:       warehouse.dim_channels
-- describes:   Every channel that the workspace, an event or an order names, and the member
--     (unknown).
-- grain:       one row per channel
-- key:         channel
-- depends:     workspace.channels, warehouse.fact_events_hourly, staging.orders
-- materialize: table
-- refresh:     with events
-- column channel: Channel, as events and files carry it; (unknown) where they carry none.
-- column channel_name: Name in the workspace, else the channel itself.
-- column is_paid: Whether the channel costs money by the click or view; null where nobody said.
-- column is_registered: Whether the workspace has the channel; false for those that only events or
--     orders know.
WITH named_channels AS (
    SELECT channels.channel AS channel
    FROM workspace.channels AS channels
    UNION
    SELECT fact_events_hourly.channel AS channel
    FROM warehouse.fact_events_hourly AS fact_events_hourly
    UNION
    SELECT orders.channel AS channel
    FROM staging.orders AS orders
    WHERE orders.channel IS NOT NULL
    UNION
    SELECT '(unknown)' AS channel
)
SELECT
    CAST(named_channels.channel AS STRING) AS channel,
    CAST(
        COALESCE(NULLIF(TRIM(channels.display_name), ''), named_channels.channel) AS STRING
    ) AS channel_name,
    CAST(channels.is_paid AS BOOLEAN) AS is_paid,
    CAST(channels.channel IS NOT NULL AS BOOLEAN) AS is_registered
FROM named_channels
LEFT JOIN workspace.channels AS channels ON channels.channel = named_channels.channel
