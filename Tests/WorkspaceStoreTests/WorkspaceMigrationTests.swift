import ExactValues
import MarketingDomain
import SQLAccess
import SQLiteDriver
import Testing

@testable import WorkspaceStore

@Suite("Migrations of the workspace")
struct WorkspaceMigrationTests {
    @Test(
        "An empty workspace gets every table, a second run changes nothing",
        arguments: Engine.allCases)
    func fromNothing(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let ledger: SQLStatement = """
            SELECT number, name, fingerprint, applied_at FROM workspace.schema_migrations
            ORDER BY number
            """
        let first = try workspace.session.query(ledger)
        #expect(first.rowCount == WorkspaceMigrations.all.count)
        try WorkspaceMigrator.migrate(
            workspace.session, now: Workspace.now.adding(seconds: 60))
        #expect(try workspace.session.query(ledger) == first)
        #expect(try first.rows[0].decode("applied_at", as: UTCTimestamp.self) == Workspace.now)
        for table in ["campaigns", "channels", "identities", "settings", "imports"] {
            let name = TableName(schema: "workspace", name: table)
            #expect(try workspace.session.query("SELECT * FROM \(table: name)").isEmpty)
        }
    }

    @Test("A migration that came later is run alone, and rows stay", arguments: Engine.allCases)
    func later(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        try ChannelRepository(workspace.session).save(
            NamedChannel(channel: "google", displayName: "Google", isPaid: true), at: Workspace.now)
        let next = WorkspaceMigration(
            number: WorkspaceMigrations.all.count + 1, name: "notes",
            sql: "ALTER TABLE channels ADD COLUMN note TEXT;")
        try WorkspaceMigrator.migrate(
            workspace.session, WorkspaceMigrations.all + [next], now: Workspace.now)
        let rows = try workspace.session.query("SELECT channel, note FROM workspace.channels")
        #expect(rows.rows[0].values == [.text("google"), .null])
    }

    @Test("A migration that fails leaves nothing of the whole attempt", arguments: Engine.allCases)
    func failure(_ engine: Engine) throws {
        let workspace = try Workspace(engine, isMigrated: false)
        let broken = WorkspaceMigration(
            number: WorkspaceMigrations.all.count + 1, name: "broken",
            sql: "CREATE TABLE extra (\n    id TEXT NOT NULL\n);\nCREATE TABL nonsense;")
        #expect(throws: SQLError.self) {
            try WorkspaceMigrator.migrate(
                workspace.session, WorkspaceMigrations.all + [broken], now: Workspace.now)
        }
        #expect(!workspace.session.isInTransaction)
        #expect(throws: SQLError.self) {
            try workspace.session.query("SELECT * FROM workspace.campaigns")
        }
    }

    @Test(
        "A released migration whose text was edited is refused by name", arguments: Engine.allCases)
    func edited(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        var migrations = WorkspaceMigrations.all
        migrations[0] = WorkspaceMigration(
            number: 1, name: migrations[0].name, sql: migrations[0].sql + " ")
        #expect {
            try WorkspaceMigrator.migrate(workspace.session, migrations, now: Workspace.now)
        } throws: {
            ($0 as? WorkspaceMigrationError)
                == .changed(number: 1, name: "campaigns, channels, identities")
                && "\($0)".contains("migration 1")
        }
    }

    @Test("A workspace of a newer program is refused with words", arguments: Engine.allCases)
    func newer(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        #expect {
            try WorkspaceMigrator.migrate(
                workspace.session, [WorkspaceMigrations.all[0]], now: Workspace.now)
        } throws: {
            ($0 as? WorkspaceMigrationError) == .newerThanProgram(number: 2, known: 1)
                && "\($0)".contains("newer version")
        }
    }

    @Test("A file that was opened under another name is refused with words")
    func unnamed() throws {
        let session = try SQLiteSession.open(path: ":memory:")
        #expect(throws: WorkspaceMigrationError.schemaNotNamed) {
            try WorkspaceMigrator.migrate(session, now: Workspace.now)
        }
    }

    @Test("Numbers have no gaps, and each released text has its fingerprint for ever")
    func released() {
        #expect(WorkspaceMigrations.all.map(\.number) == Array(1...WorkspaceMigrations.all.count))
        #expect(
            WorkspaceMigrations.all.map(\.fingerprint) == ["333b82cdbf4a1c90", "0061e89f192f6174"])
    }

    @Test("On SQLite every table is strict and every column has one of its five types")
    func strictTables() throws {
        let workspace = try Workspace(.sqlite)
        let loose = try workspace.session.query(
            """
            SELECT name FROM pragma_table_list
            WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'
            """)
        #expect(loose.isEmpty)
        #expect(throws: SQLError.self) {
            try workspace.session.execute(
                """
                INSERT INTO workspace.channels (channel, display_name, is_paid, updated_at)
                VALUES ('a', 'A', 'yes', '2026-11-20')
                """)
        }
    }

    @Test("Types are rendered for SQLite, names and words in texts are not")
    func rendering() {
        let text = """
            CREATE TABLE t (
                start_date DATE,
                budget_amount DECIMAL(18, 6) NOT NULL,
                is_paid BOOLEAN NOT NULL,
                n BIGINT NOT NULL PRIMARY KEY,
                at TIMESTAMP,
                kind TEXT CHECK (kind IN ('DATES'))
            );
            """
        let wanted = """
            CREATE TABLE t (
                start_date TEXT,
                budget_amount TEXT NOT NULL,
                is_paid INTEGER NOT NULL,
                n INTEGER NOT NULL PRIMARY KEY,
                at TEXT,
                kind TEXT CHECK (kind IN ('DATES'))
            ) STRICT;
            """
        #expect(SQLiteRendering.render(text) == wanted)
    }
}
