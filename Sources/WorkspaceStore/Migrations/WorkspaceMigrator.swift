package import ExactValues
package import SQLAccess

/// Brings the schema `workspace` to the program's state: all of it or nothing.
///
/// On SQLite the file's session has to be opened with `schema: "workspace"`, so that
/// `workspace.campaigns` means the same on both engines.
package enum WorkspaceMigrator {
    /// Runs the migrations that are missing. Two programs that start at once wait for each other.
    package static func migrate(
        _ session: any SQLSession, now: UTCTimestamp
    ) throws {
        try migrate(session, WorkspaceMigrations.all, now: now)
    }

    static func migrate(
        _ session: any SQLSession, _ migrations: [WorkspaceMigration], now: UTCTimestamp
    ) throws {
        try session.transaction {
            try prepare(session)
            let applied = try readLedger(session)
            try check(applied, against: migrations)
            for migration in migrations.dropFirst(applied.count) {
                try run(migration, session)
                try session.execute(
                    """
                    INSERT INTO schema_migrations (number, name, fingerprint, applied_at)
                    VALUES (\(migration.number), \(migration.name), \(migration.fingerprint), \(now))
                    """)
            }
        }
    }

    /// A migration as the database remembers it.
    struct Applied: Hashable {
        let number: Int
        let name: String
        let fingerprint: String
    }

    /// The database's migrations have to be the program's first ones, word by word.
    static func check(
        _ applied: [Applied], against migrations: [WorkspaceMigration]
    ) throws(WorkspaceMigrationError) {
        for (position, done) in applied.enumerated() {
            guard position < migrations.count else {
                throw .newerThanProgram(
                    number: applied.last?.number ?? done.number, known: migrations.count)
            }
            let known = migrations[position]
            guard done.number == known.number, done.fingerprint == known.fingerprint else {
                throw .changed(number: done.number, name: done.name)
            }
        }
    }

    private static func prepare(_ session: any SQLSession) throws {
        switch session.dialect {
        case .postgreSQL:
            // One number for all programs: whoever holds it migrates, the others wait.
            try session.execute("SELECT pg_advisory_xact_lock(\(lockNumber))")
            try session.executeScript("CREATE SCHEMA IF NOT EXISTS workspace")
            try session.executeScript("SET LOCAL search_path TO workspace")
        case .sqlite:
            let names = try session.query("SELECT name FROM pragma_database_list")
            guard try names.rows.contains(where: { try $0.decode("name") == "workspace" }) else {
                throw WorkspaceMigrationError.schemaNotNamed
            }
        case .duckDB:
            throw WorkspaceMigrationError.unsupportedEngine
        }
        try runPortable(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number BIGINT NOT NULL PRIMARY KEY,
                name TEXT NOT NULL,
                fingerprint TEXT NOT NULL,
                applied_at TIMESTAMP NOT NULL
            );
            """, session)
    }

    private static func run(_ migration: WorkspaceMigration, _ session: any SQLSession) throws {
        try runPortable(migration.sql, session)
    }

    private static func runPortable(_ sql: String, _ session: any SQLSession) throws {
        try session.executeScript(session.dialect == .sqlite ? SQLiteRendering.render(sql) : sql)
    }

    private static func readLedger(_ session: any SQLSession) throws -> [Applied] {
        try session.query(
            "SELECT number, name, fingerprint FROM schema_migrations ORDER BY number"
        ).rows.map {
            Applied(
                number: try $0.decode("number"), name: try $0.decode("name"),
                fingerprint: try $0.decode("fingerprint"))
        }
    }

    private static let lockNumber: Int64 = 0x62_656C_6C77
}

/// Why a workspace cannot be used by this program.
package enum WorkspaceMigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    case changed(number: Int, name: String)
    case newerThanProgram(number: Int, known: Int)
    case schemaNotNamed
    case unsupportedEngine

    package var description: String {
        switch self {
        case .changed(let number, let name):
            "the workspace was made by another text of migration \(number) (\(name)) than this "
                + "program's: use the version of bellwether that made it, or restore a backup"
        case .newerThanProgram(let number, let known):
            "the workspace is of a newer version (migration \(number)) than this program, which "
                + "knows \(known): use the newer bellwether"
        case .schemaNotNamed:
            "the workspace's file has to be opened under the name workspace"
        case .unsupportedEngine:
            "the workspace lives in SQLite or PostgreSQL"
        }
    }
}
