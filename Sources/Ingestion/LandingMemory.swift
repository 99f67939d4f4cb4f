import ExactValues
import SQLAccess
import Warehouse

/// What the writer of landing remembers between commits.
struct LandingMemory: Sendable {
    private var recent: RecentEventIDs
    private var lastSequence: Int64 = 0
    private var isLoaded = false
    private let recentCountMax: Int
    private let tableHash: ByteHash

    /// Ids that arrived earlier are forgotten: they come again from a client's retry, soon.
    static let recentHours: Int64 = 24
    /// Rows in one answer at start: whole answers of this size are read in half the time of a stream.
    private static let rowsPerRead = 250_000

    init(recentCountMax: Int, hashSeed: UInt64 = UInt64.random(in: .min ... .max)) {
        self.recentCountMax = recentCountMax
        recent = RecentEventIDs(countMax: recentCountMax)
        tableHash = ByteHash(seed: hashSeed)
    }

    /// The next commit reads everything again.
    mutating func forget() {
        isLoaded = false
    }

    mutating func loadIfNeeded(from session: any SQLSession, now: UTCTimestamp) throws {
        guard !isLoaded else { return }
        try StoredEventLookup.prepare(session)
        let earliest = now.adding(seconds: -LandingMemory.recentHours * 3600)
        lastSequence = try session.query(
            """
            SELECT COALESCE(MAX(landing_sequence), 0) AS last_sequence
            FROM \(table: LandingTables.events)
            """
        ).scalar()
        let firstKept = max(0, lastSequence - Int64(recentCountMax)) + 1
        let count: Int = try session.query(
            """
            SELECT COUNT(*) AS events FROM \(table: LandingTables.events)
            WHERE landing_sequence >= \(firstKept) AND received_at >= \(earliest)
            """
        ).scalar()
        recent = RecentEventIDs(countMax: recentCountMax, initialCapacity: count)
        let uncovered = try session.query(
            """
            SELECT MAX(occurred_at) AS latest FROM \(table: LandingTables.events)
            WHERE landing_sequence < \(firstKept) OR received_at < \(earliest)
            """
        ).rows.first?.decodeIfPresent("latest", as: UTCTimestamp.self)
        if let uncovered { recent.noteUncovered(uncovered.microseconds) }
        for start in stride(
            from: firstKept, through: lastSequence, by: Int64.Stride(LandingMemory.rowsPerRead))
        {
            let rows = try session.query(
                """
                SELECT COALESCE(event_hash, 0) AS event_hash, occurred_at, received_at
                FROM \(table: LandingTables.events)
                WHERE landing_sequence >= \(start)
                    AND landing_sequence < \(start + Int64(LandingMemory.rowsPerRead))
                    AND received_at >= \(earliest)
                """)
            try remember(rows)
        }
        isLoaded = true
    }

    private mutating func remember(_ rows: SQLTable) throws {
        guard case .integers(let hashes) = try rows.column("event_hash").values,
            case .timestamps(let times) = try rows.column("occurred_at").values,
            case .timestamps(let arrivals) = try rows.column("received_at").values
        else { preconditionFailure("landing.events has the columns of its creation") }
        for row in 0..<rows.rowCount {
            recent.insert(
                UInt64(bitPattern: hashes[row]), time: times[row],
                arrival: UTCTimestamp(microseconds: arrivals[row]))
        }
    }

    /// Finds the verdicts, stores what is new and what is rejected in one transaction, and only then
    /// remembers it.
    mutating func commit(
        _ submissions: [EventSubmission], on session: any SQLSession, now: UTCTimestamp
    ) throws -> (outcomes: [SubmissionOutcome], batch: CommittedBatch) {
        try loadIfNeeded(from: session, now: now)
        recent.removeAll(
            arrivedBefore: now.adding(seconds: -LandingMemory.recentHours * 3600))
        let plan = CommitPlan(submissions: submissions, recent: recent, tableHash: tableHash)
        let stored = try StoredEventLookup.find(plan, on: session)
        let resolution = plan.resolve(stored: stored)
        let rows = resolution.newRows
        let rejected = rejectedLines(of: plan, resolution, receivedAt: now)
        if !rows.isEmpty || rejected.count > 0 {
            let events = plan.landingTable(
                rows, firstSequence: lastSequence + 1, receivedAt: now)
            try session.transaction {
                if !rows.isEmpty { try session.append(events, to: LandingTables.events) }
                if rejected.count > 0 {
                    try session.append(rejected.table, to: LandingTables.rejectedEvents)
                }
            }
        }
        remember(plan, rows, now: now)
        var counter = MinuteCounter(columns: plan.columns, hash: tableHash, now: now)
        counter.count(rows)
        let batch = CommittedBatch(
            acceptedCount: rows.count, rejectedCount: rejected.count,
            lastLandingSequence: lastSequence, committedAt: now,
            minuteCounts: counter.counts,
            touchedHours: counter.touchedHours.sorted().map {
                UTCTimestamp(microseconds: $0)
            })
        return (resolution.outcomes, batch)
    }

    private mutating func remember(_ plan: CommitPlan, _ rows: [Int], now: UTCTimestamp) {
        lastSequence += Int64(rows.count)
        for row in rows {
            recent.insert(plan.hashes[row], time: plan.columns.occurredAt[row], arrival: now)
        }
    }

    /// The rejected lines and the conflicts of the submissions that are stored.
    private func rejectedLines(
        of plan: CommitPlan, _ resolution: CommitPlan.Resolution, receivedAt: UTCTimestamp
    ) -> RejectedLineTable {
        var lines = RejectedLineTable(receivedAt: receivedAt)
        for (submission, outcome) in zip(plan.submissions, resolution.outcomes)
        where outcome.isStored {
            for line in submission.rejected { lines.append(line, batchID: submission.batchID) }
            for (row, reason) in outcome.conflicts {
                let line = RejectedLine(
                    line: submission.columns.lineNumbers[row], rejection: .conflict(reason),
                    eventID: submission.columns.eventIDs[row],
                    body: submission.columns.json(row: row))
                lines.append(line, batchID: submission.batchID)
            }
        }
        return lines
    }
}

extension CommitPlan {
    /// The given rows as `landing.events` takes them.
    fileprivate func landingTable(
        _ rows: [Int], firstSequence: Int64, receivedAt: UTCTimestamp
    ) -> SQLTable {
        var batchIDs = TextColumn()
        batchIDs.reserve(rows: rows.count, bytes: rows.count * BatchID.bytes)
        var index = 0
        for row in rows {
            index = submission(of: row, from: index)
            batchIDs.append(submissions[index].batchID)
        }
        let events = rows.count == columns.count ? columns : columns.selecting(rows)
        return events.landingTable(
            firstSequence: firstSequence, receivedAt: receivedAt, batchIDs: batchIDs,
            hashes: rows.map { Int64(bitPattern: hashes[$0]) })
    }
}
