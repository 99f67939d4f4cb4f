import CDuckDB
package import SQLAccess

/// An open DuckDB file (or memory), from which sessions are made. One process may hold a file.
///
/// Sessions keep the database alive; the file is closed when the last of them is gone.
package final class DuckDBDatabase: Sendable {
    /// What can be set when a database is opened; the engine's defaults otherwise.
    package struct Options: Sendable {
        /// Threads that one statement may use.
        package var threads: Int?
        /// For example `2GB`; what does not fit is spilled beside the file.
        package var memoryLimit: String?
        /// The size of the write-ahead log at which a commit checkpoints by itself. The engine's
        /// 16 MB stall ingest; ours is set high and checkpoints run when nobody waits.
        package var checkpointThreshold: String

        package init(
            threads: Int? = nil, memoryLimit: String? = nil, checkpointThreshold: String = "1GB"
        ) {
            self.threads = threads
            self.memoryLimit = memoryLimit
            self.checkpointThreshold = checkpointThreshold
        }
    }

    private let handle: DatabaseHandle

    /// Opens or creates the file; nil is a database in memory.
    ///
    /// Extensions are neither fetched nor loaded by themselves, and sessions run in UTC.
    ///
    /// - Throws: `.busy` where another process has the file open; `.cannotOpen` otherwise.
    package init(path: String?, options: Options = Options()) throws(SQLError) {
        var settings = [
            ("autoinstall_known_extensions", "false"),
            ("autoload_known_extensions", "false"),
            ("checkpoint_threshold", options.checkpointThreshold),
        ]
        if let threads = options.threads { settings.append(("threads", String(threads))) }
        if let limit = options.memoryLimit { settings.append(("memory_limit", limit)) }
        handle = try DatabaseHandle(path: path, settings: settings)
        // A setting of the icu extension, which is loaded only after the file is open.
        try DuckDBSession(database: handle).execute("SET GLOBAL TimeZone = 'UTC'")
    }

    /// A new connection. It is not thread-safe: give it to an `SQLWorker`.
    package func connect() throws(SQLError) -> DuckDBSession {
        try DuckDBSession(database: handle)
    }
}

/// The owner of the C database. A class because every session shares it and the last one closes it.
///
/// `@unchecked Sendable`: the pointer never changes, and `duckdb_connect` may be called from any
/// thread.
final class DatabaseHandle: @unchecked Sendable {
    private var pointer: duckdb_database?

    init(path: String?, settings: [(name: String, value: String)]) throws(SQLError) {
        var config: duckdb_config?
        guard duckdb_create_config(&config) == DuckDBSuccess else {
            throw SQLError(
                kind: .outOfMemory, engine: .duckDB, message: "cannot allocate a configuration")
        }
        defer { duckdb_destroy_config(&config) }
        for (name, value) in settings {
            guard duckdb_set_config(config, name, value) == DuckDBSuccess else {
                throw SQLError(
                    kind: .cannotOpen, engine: .duckDB,
                    message: "DuckDB does not accept \(value) for its setting \(name)")
            }
        }
        var opened: duckdb_database?
        var text: UnsafeMutablePointer<CChar>?
        guard duckdb_open_ext(path, &opened, config, &text) == DuckDBSuccess else {
            let message = text.map { String(cString: $0) } ?? "cannot open the database"
            duckdb_free(text)
            duckdb_close(&opened)
            throw SQLError(
                kind: message.contains("lock") ? .busy : .cannotOpen, engine: .duckDB,
                message: message)
        }
        pointer = opened
    }

    deinit {
        duckdb_close(&pointer)
    }

    func connect() throws(SQLError) -> duckdb_connection {
        var connection: duckdb_connection?
        guard duckdb_connect(pointer, &connection) == DuckDBSuccess, let connection else {
            throw SQLError(
                kind: .cannotOpen, engine: .duckDB, message: "cannot connect to the database")
        }
        return connection
    }
}
