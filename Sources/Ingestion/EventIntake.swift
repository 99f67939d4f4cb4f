package import ExactValues
import JSONCoding
import Synchronization

/// How one request wants to be read.
package struct IntakeOptions: Hashable, Sendable {
    package var format: EventBodyFormat
    package var door: EventDoor
    /// Store all events of the request, or none: `?strict=true`, and always at the classic door.
    package var isStrict: Bool
    /// Tell the verdicts, store nothing.
    package var isDryRun: Bool

    package init(
        format: EventBodyFormat, door: EventDoor = .standard, isStrict: Bool = false,
        isDryRun: Bool = false
    ) {
        self.format = format
        self.door = door
        self.isStrict = isStrict
        self.isDryRun = isDryRun
    }
}

/// The door of events: takes a body, answers with a verdict on every line after the commit.
///
/// Parsing runs on the caller's task, so that several requests are read side by side.
package final class EventIntake: Sendable {
    private let batcher: EventBatcher
    private let settings: IngestionSettings
    private let now: @Sendable () -> UTCTimestamp
    private let requestNumber = Atomic<UInt16>(0)

    package init(
        batcher: EventBatcher, settings: IngestionSettings = IngestionSettings(),
        now: @escaping @Sendable () -> UTCTimestamp
    ) {
        self.batcher = batcher
        self.settings = settings
        self.now = now
    }

    /// Reads a body that is all there.
    package func accept(
        _ body: [UInt8], options: IntakeOptions
    ) async throws -> IngestionReport {
        try await accept(WholeBody(bytes: body), options: options)
    }

    /// Reads a body as it arrives. Of a long one, what has been read is committed before the rest
    /// is read, unless all of it has to be stored together.
    ///
    /// - Throws: `IngestionError`, and what the body throws. Earlier parts of a long body may then
    ///   be stored; sending all of it again stores none of them twice.
    package func accept<Body: AsyncSequence>(
        _ body: Body, options: IntakeOptions
    ) async throws -> IngestionReport where Body.Element == [UInt8] {
        let arrival = now()
        let number = requestNumber.wrappingAdd(1, ordering: .relaxed).newValue
        var report = IngestionReport(batchID: BatchID.text(arrival: arrival, number: number))
        var reader = EventBodyReader(
            format: options.format, door: options.door, settings: settings, now: arrival)
        batcher.noteArrival()
        var isBeingRead = true
        defer { if isBeingRead { batcher.noteRead() } }
        var bodyBytes = 0
        for try await chunk in body {
            bodyBytes += chunk.count
            guard bodyBytes <= settings.bodyBytesMax else {
                throw IngestionError.bodyTooLarge(bytesMax: settings.bodyBytesMax)
            }
            chunk.withUnsafeBufferPointer { reader.read($0) }
            if options.isStoredTogether {
                try checkSize(reader)
            } else if reader.pendingCount >= settings.eventsPerSubmissionMax
                || reader.pendingBytes >= settings.submissionBytesMax
            {
                try await submit(&reader, options, into: &report)
            }
        }
        reader.finish()
        isBeingRead = false
        batcher.noteRead()
        if options.isStoredTogether { try checkSize(reader) }
        return try await conclude(&reader, options, report)
    }

    private func conclude(
        _ reader: inout EventBodyReader, _ options: IntakeOptions, _ report: IngestionReport
    ) async throws -> IngestionReport {
        var report = report
        guard reader.receivedCount > 0 else {
            report.errors = [LineError(line: 1, .emptyBody)]
            return report
        }
        if options.isStrict, !reader.rejected.isEmpty {
            report.refuse(reader.takeAll().rejected, received: reader.receivedCount, settings)
            return report
        }
        if reader.pendingCount > 0 { try await submit(&reader, options, into: &report) }
        report.received = reader.receivedCount
        return report
    }

    private func submit(
        _ reader: inout EventBodyReader, _ options: IntakeOptions,
        into report: inout IngestionReport
    ) async throws {
        let (columns, rejected) = reader.takeAll()
        let submission = EventSubmission(
            batchID: report.batchID, columns: columns, rejected: rejected,
            refusesConflicts: options.isStrict && options.door == .standard,
            isDryRun: options.isDryRun)
        let outcome = try await batcher.submit(submission)
        report.add(outcome, of: submission, settings)
    }

    private func checkSize(_ reader: EventBodyReader) throws {
        guard reader.pendingCount <= settings.allOrNothingEventsMax else {
            throw IngestionError.tooManyEvents(max: settings.allOrNothingEventsMax)
        }
    }
}

extension IntakeOptions {
    /// All events of the request are held until its end.
    var isStoredTogether: Bool { isStrict || isDryRun }
}

extension IngestionReport {
    /// Adds what became of a submission.
    mutating func add(
        _ outcome: SubmissionOutcome, of submission: EventSubmission,
        _ settings: IngestionSettings
    ) {
        let faults =
            submission.rejected.map { ($0.line, $0.rejection) }
            + outcome.conflicts.map { row, reason in
                (submission.columns.lineNumbers[row], Rejection.conflict(reason))
            }
        add(faults, errorsMax: settings.reportedErrorsMax)
        conflict += outcome.conflicts.count
        isDurable = outcome.isStored
        if outcome.isStored || submission.isDryRun {
            accepted += outcome.acceptedCount
            duplicate += outcome.duplicateCount
            rejected += submission.rejected.count
        } else {
            // Refused for its conflicts: the other events are not stored either.
            rejected += submission.rowCount - outcome.conflicts.count
        }
    }

    /// Nothing of the request is stored, because these lines are wrong.
    mutating func refuse(
        _ lines: [RejectedLine], received count: Int, _ settings: IngestionSettings
    ) {
        received = count
        rejected = count
        add(lines.map { ($0.line, $0.rejection) }, errorsMax: settings.reportedErrorsMax)
    }
}

/// Bytes that are all there, handed out in pieces, so that they are committed as a stream would be.
private struct WholeBody: AsyncSequence {
    let bytes: [UInt8]

    struct Iterator: AsyncIteratorProtocol {
        let bytes: [UInt8]
        var offset = 0

        /// 1 MiB: about 6,000 events, less than one submission.
        static let pieceBytes = 1 << 20

        mutating func next() async -> [UInt8]? {
            guard offset < bytes.count else { return nil }
            let end = Swift.min(bytes.count, offset + Iterator.pieceBytes)
            defer { offset = end }
            return offset == 0 && end == bytes.count ? bytes : Array(bytes[offset..<end])
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes) }
}
