package import SQLAccess

/// The tables of schema `meta`: what ran, what it found, and what was built from what.
///
/// The runner alone writes them. DuckDB and PostgreSQL read the same text once the prologue has
/// defined the types.
package enum MetaTables {
    package static let pipelineRuns = TableName(schema: "meta", name: "pipeline_runs")
    package static let modelRuns = TableName(schema: "meta", name: "model_runs")
    package static let dataQualityResults = TableName(schema: "meta", name: "data_quality_results")
    package static let intervals = TableName(schema: "meta", name: "intervals")
    package static let modelVersions = TableName(schema: "meta", name: "model_versions")

    /// Creates what is missing; safe on every start.
    package static let creation = """
        CREATE SCHEMA IF NOT EXISTS meta;
        CREATE TABLE IF NOT EXISTS meta.pipeline_runs (
            run_id STRING NOT NULL,
            trigger STRING NOT NULL,
            selection STRING NOT NULL,
            status STRING NOT NULL,
            started_at TIMESTAMP NOT NULL,
            finished_at TIMESTAMP,
            run_date DATE NOT NULL,
            as_of_date DATE,
            table_set STRING,
            models BIGINT,
            rows BIGINT,
            error STRING
        );
        CREATE TABLE IF NOT EXISTS meta.model_runs (
            run_id STRING NOT NULL,
            position BIGINT NOT NULL,
            model STRING NOT NULL,
            status STRING NOT NULL,
            reason STRING NOT NULL,
            started_at TIMESTAMP NOT NULL,
            duration_ms BIGINT NOT NULL,
            rows BIGINT NOT NULL,
            intervals BIGINT NOT NULL,
            error STRING
        );
        CREATE TABLE IF NOT EXISTS meta.data_quality_results (
            run_id STRING NOT NULL,
            position BIGINT NOT NULL,
            model STRING NOT NULL,
            check_name STRING NOT NULL,
            severity STRING NOT NULL,
            status STRING NOT NULL,
            observed DOUBLE,
            threshold DOUBLE NOT NULL,
            detail STRING NOT NULL,
            checked_at TIMESTAMP NOT NULL
        );
        CREATE TABLE IF NOT EXISTS meta.model_versions (
            model STRING NOT NULL,
            version STRING NOT NULL,
            watermark_sequence BIGINT,
            run_id STRING NOT NULL,
            built_at TIMESTAMP NOT NULL,
            rows BIGINT NOT NULL
        );
        CREATE TABLE IF NOT EXISTS meta.intervals (
            model STRING NOT NULL,
            interval_unit STRING NOT NULL,
            interval_start TIMESTAMP NOT NULL,
            rows BIGINT NOT NULL,
            run_id STRING NOT NULL,
            built_at TIMESTAMP NOT NULL
        );
        """

    /// The comments that a reader of the database sees.
    static let comments: [(table: TableName, comment: String)] = [
        (pipelineRuns, "Every run of the pipeline that had something to do."),
        (modelRuns, "What each run did with each model."),
        (dataQualityResults, "What each check of each run observed."),
        (modelVersions, "From which text, inputs and events each published table was built."),
        (intervals, "Which days and hours of each incremental model which run built."),
    ]
}
