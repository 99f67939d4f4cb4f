/// All migrations, oldest first. A change of the tables is a new one at the end.
enum WorkspaceMigrations {
    static let all: [WorkspaceMigration] = [
        WorkspaceMigration(number: 1, name: "campaigns, channels, identities", sql: first),
        WorkspaceMigration(number: 2, name: "settings and imports", sql: second),
    ]

    private static let first = """
        CREATE TABLE campaigns (
            campaign_id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'paused', 'ended')),
            objective TEXT,
            budget_amount DECIMAL(18, 6),
            currency_code TEXT,
            start_date DATE,
            end_date DATE,
            version BIGINT NOT NULL,
            created_at TIMESTAMP NOT NULL,
            updated_at TIMESTAMP NOT NULL,
            CHECK ((budget_amount IS NULL) = (currency_code IS NULL)),
            CHECK (start_date IS NULL OR end_date IS NULL OR start_date <= end_date)
        );
        CREATE TABLE channels (
            channel TEXT NOT NULL PRIMARY KEY,
            display_name TEXT NOT NULL,
            is_paid BOOLEAN NOT NULL,
            updated_at TIMESTAMP NOT NULL
        );
        CREATE TABLE identities (
            source TEXT NOT NULL,
            user_id TEXT NOT NULL,
            customer_id TEXT NOT NULL,
            updated_at TIMESTAMP NOT NULL,
            PRIMARY KEY (source, user_id)
        );
        CREATE INDEX identities_by_customer ON identities (customer_id);
        """

    private static let second = """
        CREATE TABLE settings (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL,
            updated_at TIMESTAMP NOT NULL
        );
        CREATE TABLE imports (
            import_id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            file_name TEXT NOT NULL,
            content_sha256 TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('running', 'imported', 'failed')),
            row_count BIGINT NOT NULL CHECK (row_count >= 0),
            accepted_row_count BIGINT NOT NULL CHECK (accepted_row_count >= 0),
            rejected_row_count BIGINT NOT NULL CHECK (rejected_row_count >= 0),
            started_at TIMESTAMP NOT NULL,
            imported_at TIMESTAMP
        );
        CREATE INDEX imports_by_start ON imports (started_at);
        """
}
