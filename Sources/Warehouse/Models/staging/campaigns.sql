-- model:       staging.campaigns
-- describes:   The campaigns of the workspace as they stood at the start of the run.
-- grain:       one row per campaign_id
-- key:         campaign_id
-- depends:     workspace.campaigns
-- materialize: table
-- column campaign_id: Campaign id, as events and files carry it.
-- column campaign_name: Name of the campaign, its id where it has none.
-- column campaign_status: Status that the workspace gives it.
-- column objective: What the campaign is to bring about; null where nobody said.
-- column budget_amount: Budget of the whole campaign, in currency_code; null without one.
-- column currency_code: ISO 4217 code of the budget; null without one.
-- column start_date: First day of the campaign in the workspace's zone; null where open.
-- column end_date: Last day of the campaign in the workspace's zone; null where open.
-- test accepted_range warn: budget_amount >= 0
-- test expression warn: end_date >= start_date
SELECT
    CAST(campaigns.campaign_id AS STRING) AS campaign_id,
    CAST(
        COALESCE(NULLIF(TRIM(campaigns.name), ''), campaigns.campaign_id) AS STRING
    ) AS campaign_name,
    CAST(campaigns.status AS STRING) AS campaign_status,
    CAST(campaigns.objective AS STRING) AS objective,
    CAST(campaigns.budget_amount AS DECIMAL(18, 6)) AS budget_amount,
    CAST(campaigns.currency_code AS STRING) AS currency_code,
    CAST(campaigns.start_date AS DATE) AS start_date,
    CAST(campaigns.end_date AS DATE) AS end_date
FROM workspace.campaigns AS campaigns
