package import ExactValues
package import SQLAccess
import Warehouse
import WorkspaceStore

/// Takes the lines of a plan into landing, once.
///
/// Two databases are written, and a crash may come between them. The order of steps is:
///
/// 1. The register says `running` (or already `imported`: then nothing else happens).
/// 2. One landing transaction looks for rows with the plan's `importID`, and where there are none
///    appends all lines. It commits all of them or nothing.
/// 3. The register says `imported`.
///
/// `importID` is a digest of the content and its reading, so a second attempt after a crash has
/// the same one: before 2 it appends, after 2 it finds the rows and only does step 3. Its outcome
/// is `imported` all the same, so that whoever runs the pipeline after an import does.
package struct OrderImporter: Sendable {
    private let landing: SQLWorker
    private let register: any ImportRegister
    private let timeZone: String
    private let now: @Sendable () -> UTCTimestamp

    /// - Parameters:
    ///   - landing: the only writer of landing's orders, so that two imports of one file at the
    ///     same time come one after another.
    ///   - timeZone: the workspace's, of times that do not say their offset: `Europe/Berlin`.
    package init(
        landing: SQLWorker, register: any ImportRegister, timeZone: String = "UTC",
        now: @escaping @Sendable () -> UTCTimestamp
    ) {
        self.landing = landing
        self.register = register
        self.timeZone = timeZone
        self.now = now
    }

    /// What became of an import.
    package struct Outcome: Sendable, Hashable {
        package enum Status: String, Sendable, Hashable {
            case imported
            /// The same content had been imported: nothing was written.
            case unchanged
        }

        package let importID: String
        package let status: Status
        /// When the lines were taken: now, or the first time.
        package let importedAt: UTCTimestamp
        /// The name of the file that brought the lines the first time.
        package let fileName: String

        /// What a person is told.
        package var message: String {
            switch status {
            case .imported: "Imported \(fileName) as \(importID)."
            case .unchanged:
                "Nothing to do: the same content was imported from \(fileName) at "
                    + "\(importedAt) as \(importID)."
            }
        }
    }

    /// - Parameter progress: lines that landing has taken, and that there are.
    /// - Throws: `SQLError` of either database, `CancellationError`; landing is then as it was.
    package func commit(
        _ plan: OrderImportPlan, progress: ImportProgress = ImportProgress()
    ) async throws -> Outcome {
        if let record = try await register.find(importID: plan.importID),
            record.status == .imported
        {
            return Outcome(
                importID: plan.importID, status: .unchanged,
                importedAt: record.importedAt ?? record.startedAt, fileName: record.fileName)
        }
        let startedAt = now()
        try await register.begin(record(plan, startedAt: startedAt))
        let landedAt: UTCTimestamp?
        do {
            landedAt = try await landing.run { [timeZone] session in
                try OrderImporter.land(
                    plan, at: startedAt, timeZone: timeZone, session, progress)
            }
        } catch {
            // The landing's error is the one to report; a register that cannot be written either
            // leaves `running`, which the next attempt mends just the same.
            try? await register.finish(importID: plan.importID, status: .failed, at: now())
            throw error
        }
        let importedAt = landedAt ?? startedAt
        try await register.finish(importID: plan.importID, status: .imported, at: importedAt)
        return Outcome(
            importID: plan.importID, status: .imported, importedAt: importedAt,
            fileName: plan.fileName)
    }

    private func record(_ plan: OrderImportPlan, startedAt: UTCTimestamp) -> ImportRecord {
        ImportRecord(
            importID: plan.importID, kind: FileKind.orders.rawValue, fileName: plan.fileName,
            contentSHA256: plan.contentSHA256, status: .running, rows: plan.totals.rows,
            acceptedRows: plan.totals.acceptedRows, rejectedRows: plan.totals.rejectedRows,
            startedAt: startedAt)
    }

    /// Appends the lines; answers when they came where landing has them already.
    private static func land(
        _ plan: OrderImportPlan, at receivedAt: UTCTimestamp, timeZone: String,
        _ session: any SQLSession, _ progress: ImportProgress
    ) throws -> UTCTimestamp? {
        try session.transaction {
            let held = try session.query(
                """
                SELECT MAX(received_at) AS received_at FROM \(table: LandingTables.orderLines)
                WHERE import_id = \(plan.importID)
                """)
            if let instant = try held.rows.first?.decodeIfPresent(
                "received_at", as: UTCTimestamp.self)
            {
                return instant
            }
            let sequence: Int64 = try session.query(
                """
                SELECT CAST(COALESCE(MAX(import_sequence), 0) + 1 AS BIGINT) AS import_sequence
                FROM \(table: LandingTables.orderLines)
                """
            ).scalar()
            let times = try OrderTimes(plan.lines.dates, timeZone: timeZone, on: session)
            let rows = LandingRows(
                plan, times: times, importSequence: sequence, receivedAt: receivedAt)
            let count = plan.lines.count
            for start in stride(from: 0, to: count, by: LandingRows.chunkRows) {
                if progress.isCancelled() { throw CancellationError() }
                let end = min(start + LandingRows.chunkRows, count)
                try session.append(rows.chunk(start..<end), to: LandingTables.orderLines)
                progress.report(end, count)
            }
            return nil
        }
    }
}
