package import SQLAccess

/// The tables of schema `landing`: what was received, append-only.
///
/// `Ingestion` writes the events, `Importing` the order lines; staging models and the live funnel
/// read them. There is no index on events: FACTS of the engine (a primary key on a text id makes
/// appends several times dearer) led to the time-pruned anti-join in `LandingCommitter`, which
/// compares `event_hash`: eight bytes of the id that can be scanned ten times faster than its text.
package enum LandingTables {
    package static let events = TableName(schema: "landing", name: "events")
    package static let rejectedEvents = TableName(schema: "landing", name: "rejected_events")
    package static let orderLines = TableName(schema: "landing", name: "order_lines")

    /// Creates what is missing; safe on every start. DuckDB and PostgreSQL read the same text once
    /// the runner's prologue has defined the domains `string` and `double`.
    package static let creation = """
        CREATE SCHEMA IF NOT EXISTS landing;
        CREATE TABLE IF NOT EXISTS landing.events (
            landing_sequence BIGINT NOT NULL,
            event_id STRING NOT NULL,
            occurred_at TIMESTAMP NOT NULL,
            event_type STRING NOT NULL,
            user_id STRING,
            campaign_id STRING NOT NULL,
            channel STRING NOT NULL,
            cost_amount DECIMAL(18, 6),
            value_amount DECIMAL(18, 6),
            currency_code STRING,
            order_id STRING,
            properties STRING,
            received_at TIMESTAMP NOT NULL,
            batch_id STRING NOT NULL,
            event_hash BIGINT
        );
        CREATE TABLE IF NOT EXISTS landing.rejected_events (
            received_at TIMESTAMP NOT NULL,
            batch_id STRING NOT NULL,
            line_number BIGINT NOT NULL,
            reason_code STRING NOT NULL,
            pointer STRING NOT NULL,
            detail STRING NOT NULL,
            event_id STRING,
            body STRING NOT NULL
        );
        CREATE TABLE IF NOT EXISTS landing.order_lines (
            import_id STRING NOT NULL,
            import_sequence BIGINT NOT NULL,
            line_number BIGINT NOT NULL,
            order_id STRING,
            order_line_id STRING,
            customer_id STRING,
            order_date DATE,
            ordered_at TIMESTAMP,
            quantity DECIMAL(18, 6),
            unit_price_amount DECIMAL(18, 6),
            sales_amount DECIMAL(18, 6),
            currency_code STRING,
            channel STRING,
            campaign_id STRING,
            order_status STRING,
            returned_order_id STRING,
            verdict STRING NOT NULL,
            is_repeated_line BOOLEAN NOT NULL,
            received_at TIMESTAMP NOT NULL
        );
        """
}
