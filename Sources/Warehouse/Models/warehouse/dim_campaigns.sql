-- model:       warehouse.dim_campaigns
-- describes:   Every campaign that the workspace, an event or an order names, and the member
--     (none).
-- grain:       one row per campaign_id
-- key:         campaign_id
-- depends:     staging.campaigns, warehouse.fact_events_hourly, staging.orders
-- materialize: table
-- refresh:     with events
-- column campaign_id: Campaign id, as events and files carry it; (none) where they carry none.
-- column campaign_name: Name in the workspace, else the id.
-- column is_registered: Whether the workspace has the campaign; false for ids that only events or
--     orders know.
-- column campaign_status: Status that the workspace gives it, else null.
-- column objective: What the campaign is to bring about, else null.
-- column budget_amount: Budget of the whole campaign, in currency_code, else null.
-- column currency_code: ISO 4217 code of the budget, else null.
-- column start_date: First day of the campaign in the workspace's zone, else null.
-- column end_date: Last day of the campaign in the workspace's zone, else null.
WITH named_campaigns AS (
    SELECT campaigns.campaign_id AS campaign_id
    FROM staging.campaigns AS campaigns
    UNION
    SELECT fact_events_hourly.campaign_id AS campaign_id
    FROM warehouse.fact_events_hourly AS fact_events_hourly
    UNION
    SELECT orders.campaign_id AS campaign_id
    FROM staging.orders AS orders
    WHERE orders.campaign_id IS NOT NULL
    UNION
    SELECT '(none)' AS campaign_id
)
SELECT
    CAST(named_campaigns.campaign_id AS STRING) AS campaign_id,
    CAST(
        COALESCE(campaigns.campaign_name, named_campaigns.campaign_id) AS STRING
    ) AS campaign_name,
    CAST(campaigns.campaign_id IS NOT NULL AS BOOLEAN) AS is_registered,
    CAST(campaigns.campaign_status AS STRING) AS campaign_status,
    CAST(campaigns.objective AS STRING) AS objective,
    CAST(campaigns.budget_amount AS DECIMAL(18, 6)) AS budget_amount,
    CAST(campaigns.currency_code AS STRING) AS currency_code,
    CAST(campaigns.start_date AS DATE) AS start_date,
    CAST(campaigns.end_date AS DATE) AS end_date
FROM named_campaigns
LEFT JOIN staging.campaigns AS campaigns ON campaigns.campaign_id = named_campaigns.campaign_id
