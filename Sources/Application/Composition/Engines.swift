import DuckDBDriver
import SQLAccess
import SQLiteDriver
import Warehouse

/// The databases of one data folder, opened: who writes what, on which connection.
///
/// Ingestion and pipeline write through connections of their own, to different schemas, side by
/// side; readers see the last commit. The workspace is one SQLite file behind one worker.
struct Engines: Sendable {
    /// Writes `landing.events` and the rejected lines.
    let ingestWriter: SQLWorker
    /// Writes `landing.order_lines`.
    let importWriter: SQLWorker
    /// Writes `staging` to `business`, and `meta`.
    let pipelineWriter: SQLWorker
    let readers: SQLWorkerPool
    /// The transactional database, schema `workspace`.
    let workspace: SQLWorker
    private let database: DuckDBDatabase
    private let lock: FolderLock?
    /// Nil for databases in memory.
    let folderPath: String?

    /// Opens (or creates) the folder's databases and takes the folder for this process.
    init(folder: DataFolder, configuration: Configuration) throws {
        try folder.create()
        folderPath = folder.path
        lock = try folder.lock()
        database = try DuckDBDatabase(
            path: folder.analyticalPath,
            options: .init(
                threads: configuration.wholeNumber("engine.threads"),
                memoryLimit: configuration.text("engine.memory_limit")))
        let path = folder.workspacePath
        workspace = SQLWorker(name: "workspace") {
            try SQLiteSession.open(path: path, schema: "workspace")
        }
        (ingestWriter, importWriter, pipelineWriter, readers) = Engines.workers(database)
        try Engines.createLanding(database)
    }

    /// Everything in memory, for what only looks at the program itself: its documentation.
    init() throws {
        lock = nil
        folderPath = nil
        database = try DuckDBDatabase(path: nil)
        workspace = SQLWorker(name: "workspace") {
            try SQLiteSession.open(path: ":memory:", schema: "workspace")
        }
        (ingestWriter, importWriter, pipelineWriter, readers) = Engines.workers(database)
        try Engines.createLanding(database)
    }

    /// How many queries are answered at once.
    private static let readerCount = 3

    private static func workers(
        _ database: DuckDBDatabase
    ) -> (SQLWorker, SQLWorker, SQLWorker, SQLWorkerPool) {
        let open: @Sendable () throws -> any SQLSession = { try database.connect() }
        return (
            SQLWorker(name: "ingest", open: open), SQLWorker(name: "import", open: open),
            SQLWorker(name: "pipeline", open: open),
            SQLWorkerPool(
                workers: (1...readerCount).map { SQLWorker(name: "reader-\($0)", open: open) })
        )
    }

    private static func createLanding(_ database: DuckDBDatabase) throws {
        let session = try database.connect()
        try session.executeScript(LandingTables.creation)
        session.close()
    }

    /// Writes what is only in the log into the file, and closes. Nothing runs after.
    func close() async {
        await ingestWriter.close()
        await importWriter.close()
        await readers.close()
        // A checkpoint that fails (a full disk) loses nothing: the log is read at the next start.
        try? await pipelineWriter.run { try $0.executeScript("CHECKPOINT") }
        await pipelineWriter.close()
        await workspace.close()
    }
}
