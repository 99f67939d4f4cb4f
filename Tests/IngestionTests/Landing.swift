import DuckDBDriver
import ExactValues
import SQLAccess
import Synchronization
import Warehouse

@testable import Ingestion

/// A landing schema in a real engine, with everything that stands before it.
final class Landing: Sendable {
    let database: DuckDBDatabase
    let committer: LandingCommitter
    let batcher: EventBatcher
    let intake: EventIntake
    let clock: ManualTime
    let faults = FaultInjector()

    /// - Parameter database: one that exists already, as after a restart.
    init(
        database: DuckDBDatabase? = nil, limits: CommitLimits = CommitLimits(),
        settings: IngestionSettings = IngestionSettings(), recentCountMax: Int = 2_000_000,
        now: String = "2026-11-20T10:00:00Z"
    ) throws {
        let database = try database ?? DuckDBDatabase(path: nil)
        let clock = ManualTime(now)
        let faults = faults
        self.database = database
        self.clock = clock
        try database.connect().executeScript(LandingTables.creation)
        let worker = SQLWorker(name: "ingestion") {
            FaultySession(try database.connect(), faults: faults)
        }
        let committer = LandingCommitter(
            worker: worker, recentCountMax: recentCountMax, now: { clock.now })
        self.committer = committer
        let commits = CommitLog()
        self.log = commits
        batcher = EventBatcher(committer: committer, limits: limits) { commits.append($0) }
        intake = EventIntake(batcher: batcher, settings: settings, now: { clock.now })
    }

    private let log: CommitLog

    var batches: [CommittedBatch] { log.batches }

    /// Runs the batcher for as long as the body takes, then drains it.
    func serve<Result>(_ body: () async throws -> Result) async throws -> Result {
        async let running: Void = batcher.run()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await batcher.shutDown()
        await running
        return try result.get()
    }

    func lines(_ body: String, strict: Bool = false, dryRun: Bool = false) async throws
        -> IngestionReport
    {
        try await intake.accept(
            Array(body.utf8),
            options: IntakeOptions(format: .lines, isStrict: strict, isDryRun: dryRun))
    }

    /// The rows of a query as text, columns divided by a bar.
    func rows(_ sql: String) throws -> [String] {
        try database.connect().query(SQLStatement(trusted: sql)).rows.map { row in
            row.values.map { Landing.text($0) }.joined(separator: "|")
        }
    }

    private static func text(_ value: SQLValue) -> String {
        switch value {
        case .null: "NULL"
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number.normalized)"
        case .timestamp(let time): "\(time)"
        default: "\(value)"
        }
    }
}

/// Time that stands still until it is set.
final class ManualTime: Sendable {
    private let time: Mutex<UTCTimestamp>

    init(_ text: String) {
        time = Mutex(UTCTimestamp(rfc3339: text) ?? UTCTimestamp(microseconds: 0))
    }

    var now: UTCTimestamp { time.withLock { $0 } }

    func advance(hours: Int64) {
        time.withLock { $0 = $0.adding(seconds: hours * 3600) }
    }
}

final class CommitLog: Sendable {
    private let log = Mutex<[CommittedBatch]>([])

    func append(_ batch: CommittedBatch) {
        log.withLock { $0.append(batch) }
    }

    var batches: [CommittedBatch] { log.withLock { $0 } }
}

/// Which of the session's next calls fail.
final class FaultInjector: Sendable {
    enum Fault: Sendable, Equatable {
        case appendFails
        case commitFails
        /// The commit is done, and its answer lost.
        case commitAnswerIsLost
    }

    private let faults = Mutex<[Fault]>([])

    func inject(_ fault: Fault) {
        faults.withLock { $0.append(fault) }
    }

    func take(_ fault: Fault) -> Bool {
        faults.withLock { faults in
            guard faults.first == fault else { return false }
            faults.removeFirst()
            return true
        }
    }
}

/// A session that fails when it is told to, as a full disk would make it.
final class FaultySession: SQLSession {
    private let session: any SQLSession
    private let faults: FaultInjector

    init(_ session: any SQLSession, faults: FaultInjector) {
        self.session = session
        self.faults = faults
    }

    static let error = SQLError(
        kind: .outOfDisk, engine: .duckDB, message: "IO Error: No space left on device")

    var dialect: SQLDialect { session.dialect }
    var isInTransaction: Bool { session.isInTransaction }
    var interrupter: SQLInterrupter { session.interrupter }

    func execute(_ statement: SQLStatement) throws(SQLError) -> Int {
        guard statement.description == "COMMIT" else { return try session.execute(statement) }
        if faults.take(.commitFails) { throw FaultySession.error }
        let count = try session.execute(statement)
        if faults.take(.commitAnswerIsLost) { throw FaultySession.error }
        return count
    }

    func executeScript(_ sql: String) throws(SQLError) { try session.executeScript(sql) }

    func query(_ statement: SQLStatement, eachChunk: (SQLTable) throws -> Void) throws {
        try session.query(statement, eachChunk: eachChunk)
    }

    func query(_ statement: SQLStatement) throws(SQLError) -> SQLTable {
        try session.query(statement)
    }

    func append(_ rows: SQLTable, to table: TableName) throws(SQLError) {
        if table == LandingTables.events, faults.take(.appendFails) { throw FaultySession.error }
        try session.append(rows, to: table)
    }

    func close() { session.close() }
}

/// A line of NDJSON.
func eventLine(
    _ id: String, _ ts: String = "2026-11-20T09:00:00Z", type: String = "click",
    rest: String = ""
) -> String {
    #"{"event_id":"\#(id)","ts":"\#(ts)","event_type":"\#(type)"\#(rest)}"# + "\n"
}
