package import SQLAccess

/// What a model may use beyond plain SQL: a few functions of one name and meaning on each engine.
///
/// `days_between(a, b)` is b − a in days; `calendar_months_between(a, b)` counts the month borders
/// between two dates; `iso_dow(d)` is 1 on Monday; the three are `BIGINT`. `local_date(ts)` is the
/// day of a UTC timestamp in the workspace's zone. PostgreSQL also gets the types `string` and
/// `double`. They are kept in the database, so that views find them from any connection.
package struct EnginePrologue: Hashable, Sendable {
    /// IANA name: `Europe/Berlin`. In `UTC` a cast replaces the look-up of the zone.
    package let timeZone: String

    package init(timeZone: String = "UTC") {
        self.timeZone = timeZone
    }

    /// Defines the functions; safe to run again.
    ///
    /// - Throws: `.misuse` where the engine does not know the zone.
    package func install(on session: any SQLSession) throws {
        try checkTimeZone(on: session)
        switch session.dialect {
        case .duckDB: try session.executeScript(duckDBScript)
        case .postgreSQL: try session.executeScript(postgreSQLScript)
        case .sqlite:
            throw SQLError(
                kind: .misuse, engine: .sqlite, message: "models do not run on SQLite")
        }
    }

    /// Changes whenever the functions do.
    func version(on dialect: SQLDialect) -> String {
        StableHash.of(dialect == .duckDB ? duckDBScript : postgreSQLScript)
    }

    private var isUTC: Bool { ["UTC", "Etc/UTC"].contains(timeZone) }

    private func checkTimeZone(on session: any SQLSession) throws {
        if isUTC { return }
        let statement: SQLStatement =
            session.dialect == .duckDB
            ? "SELECT COUNT(*) AS zones FROM pg_timezone_names() WHERE name = \(timeZone)"
            : "SELECT COUNT(*) AS zones FROM pg_timezone_names WHERE name = \(timeZone)"
        guard try session.query(statement).scalar(as: Int.self) > 0 else {
            throw SQLError(
                kind: .misuse, engine: session.dialect,
                message: "\(timeZone) is no time zone; write an IANA name such as Europe/Berlin")
        }
    }

    private var zoneLiteral: String {
        "'"
            + timeZone.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }

    private var localDate: String {
        isUTC
            ? "CAST(ts AS DATE)"
            : "CAST(timezone(\(zoneLiteral), timezone('UTC', ts)) AS DATE)"
    }

    private var duckDBScript: String {
        """
        CREATE OR REPLACE MACRO days_between(a, b) AS
            CAST(date_diff('day', CAST(a AS DATE), CAST(b AS DATE)) AS BIGINT);
        CREATE OR REPLACE MACRO calendar_months_between(a, b) AS
            CAST(date_diff('month', CAST(a AS DATE), CAST(b AS DATE)) AS BIGINT);
        CREATE OR REPLACE MACRO iso_dow(d) AS CAST(isodow(d) AS BIGINT);
        CREATE OR REPLACE MACRO local_date(ts) AS \(localDate);
        """
    }

    /// The domains are made where they are missing, as columns hold on to them.
    private var postgreSQLScript: String {
        """
        SET TIME ZONE 'UTC';
        DO $$ BEGIN
            IF to_regtype('public.string') IS NULL THEN
                CREATE DOMAIN public.string AS text;
            END IF;
            IF to_regtype('public.double') IS NULL THEN
                CREATE DOMAIN public.double AS double precision;
            END IF;
        END $$;
        CREATE OR REPLACE FUNCTION public.days_between(a date, b date) RETURNS bigint
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CAST(b - a AS bigint)';
        CREATE OR REPLACE FUNCTION public.calendar_months_between(a date, b date) RETURNS bigint
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
            'SELECT CAST((EXTRACT(YEAR FROM b) - EXTRACT(YEAR FROM a)) * 12
                + EXTRACT(MONTH FROM b) - EXTRACT(MONTH FROM a) AS bigint)';
        CREATE OR REPLACE FUNCTION public.iso_dow(d date) RETURNS bigint
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
            'SELECT CAST(EXTRACT(ISODOW FROM d) AS bigint)';
        CREATE OR REPLACE FUNCTION public.local_date(ts timestamp) RETURNS date
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
            $$SELECT \(localDate)$$;
        """
    }
}
