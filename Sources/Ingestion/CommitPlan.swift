import ExactValues
import SQLAccess

/// Finds the verdict of every event of several requests that are committed together. Pure: what the
/// engine has to say is asked for by `questions` and answered to `resolve`.
struct CommitPlan {
    let submissions: [EventSubmission]
    /// The events of all submissions, one after another.
    let columns: EventColumns
    /// The hash of each row's id, as landing keeps it.
    let hashes: [UInt64]
    private let tableHash: ByteHash
    /// What memory cannot tell: is an event with this row's id stored under this time?
    private(set) var questions: [Question] = []
    /// The first row of each submission, and the number of rows at the end.
    private let starts: [Int]

    struct Question: Hashable {
        let row: Int
        let time: Int64
    }

    /// A stored event with the id of a row.
    struct StoredEvent: Hashable {
        let row: Int
        let time: Int64
        let hasSameContent: Bool
    }

    /// What is to be done, and what to answer.
    struct Resolution {
        /// One for each submission.
        var outcomes: [SubmissionOutcome] = []
        /// The rows to store, ascending.
        var newRows: [Int] = []
    }

    /// - Parameter tableHash: for tables in memory.
    init(submissions: [EventSubmission], recent: RecentEventIDs, tableHash: ByteHash) {
        self.submissions = submissions
        var merged = submissions.first?.columns ?? EventColumns()
        var starts = [0]
        for submission in submissions.dropFirst() {
            starts.append(merged.count)
            merged.append(contentsOf: submission.columns)
        }
        starts.append(merged.count)
        hashes = merged.eventIDs.hashes(ByteHash.ofEventIDs)
        self.tableHash = tableHash
        self.columns = merged
        self.starts = starts
        for row in 0..<merged.count {
            let time = merged.occurredAt[row]
            let recentTime = recent.time(of: hashes[row])
            if let recentTime, recentTime != time {
                questions.append(Question(row: row, time: recentTime))
            }
            if recentTime == time || time <= recent.uncoveredTimeMax {
                questions.append(Question(row: row, time: time))
            }
        }
    }

    /// The submission that a row came with.
    func submission(of row: Int, from hint: Int = 0) -> Int {
        var index = hint
        while starts[index + 1] <= row { index += 1 }
        return index
    }

    /// The row within its submission.
    func localRow(_ row: Int, of submission: Int) -> Int { row - starts[submission] }

    /// Judges the rows in the order in which they came: the first event of an id stays.
    func resolve(stored: [StoredEvent]) -> Resolution {
        let storedVerdicts = verdicts(of: stored)
        var earlier = RowsByID(columns: columns, hash: tableHash)
        var resolution = Resolution()
        for (index, submission) in submissions.enumerated() {
            var outcome = SubmissionOutcome()
            let newRowsBefore = resolution.newRows.count
            for row in starts[index]..<starts[index + 1] {
                let verdict = storedVerdicts[row] ?? verdict(of: row, among: earlier)
                switch verdict {
                case .new:
                    outcome.acceptedCount += 1
                    resolution.newRows.append(row)
                    earlier.insert(row)
                case .duplicate:
                    outcome.duplicateCount += 1
                    earlier.insert(row)
                case .conflict(let reason):
                    outcome.conflicts.append((row - starts[index], reason))
                }
            }
            let isRefused = submission.refusesConflicts && !outcome.conflicts.isEmpty
            if submission.isDryRun || isRefused {
                outcome.isStored = false
                resolution.newRows.removeSubrange(newRowsBefore...)
                earlier.withdraw(starts[index]..<starts[index + 1])
            }
            resolution.outcomes.append(outcome)
        }
        return resolution
    }

    private enum Verdict {
        case new
        case duplicate
        case conflict(Rejection.ConflictReason)
    }

    /// A stored event with the same id and time decides before one with another time.
    private func verdicts(of stored: [StoredEvent]) -> [Int: Verdict] {
        var verdicts: [Int: Verdict] = [:]
        for event in stored {
            if event.time == columns.occurredAt[event.row] {
                verdicts[event.row] =
                    event.hasSameContent ? .duplicate : .conflict(.otherContent)
            } else if verdicts[event.row] == nil {
                verdicts[event.row] = .conflict(
                    .otherTime(stored: UTCTimestamp(microseconds: event.time)))
            }
        }
        return verdicts
    }

    private func verdict(of row: Int, among earlier: RowsByID) -> Verdict {
        guard let first = earlier.row(withIDOf: row) else { return .new }
        guard columns.occurredAt[first] == columns.occurredAt[row] else {
            return .conflict(
                .otherTime(stored: UTCTimestamp(microseconds: columns.occurredAt[first])))
        }
        return columns.hasSameContent(first, row) ? .duplicate : .conflict(.otherContent)
    }
}

/// The rows of a commit that are, or will be, stored, by their ids.
private struct RowsByID {
    private let columns: EventColumns
    private let hashes: [UInt64]
    /// A row plus one, or 0.
    private var slots: [Int32]
    private var withdrawn: [Range<Int>] = []

    init(columns: EventColumns, hash: ByteHash) {
        self.columns = columns
        hashes = columns.eventIDs.hashes(hash)
        var capacity = 16
        while capacity < 2 * columns.count { capacity *= 2 }
        slots = Array(repeating: 0, count: capacity)
    }

    func row(withIDOf row: Int) -> Int? {
        var slot = home(row)
        while slots[slot] != 0 {
            let other = Int(slots[slot]) - 1
            if hashes[other] == hashes[row], columns.eventIDs.areEqual(other, row),
                !withdrawn.contains(where: { $0.contains(other) })
            {
                return other
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Keeps the row; one of the same id that is kept already goes before it.
    mutating func insert(_ row: Int) {
        var slot = home(row)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(row + 1)
    }

    /// The rows will not be stored after all.
    mutating func withdraw(_ rows: Range<Int>) {
        withdrawn.append(rows)
    }

    private func home(_ row: Int) -> Int {
        Int(truncatingIfNeeded: hashes[row] >> 20) & (slots.count - 1)
    }
}

extension TextColumn {
    func hashes(_ hash: ByteHash) -> [UInt64] {
        bytes.withUnsafeBufferPointer { buffer in
            (0..<count).map { hash(UnsafeBufferPointer(rebasing: buffer[range(at: $0)])) }
        }
    }

    func areEqual(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (range(at: left), range(at: right))
        guard left.count == right.count else { return false }
        return bytes.withUnsafeBufferPointer { buffer in
            buffer[left].elementsEqual(buffer[right])
        }
    }
}

extension OptionalTextColumn {
    func areEqual(_ left: Int, _ right: Int) -> Bool {
        nulls[left] == nulls[right] && texts.areEqual(left, right)
    }
}

extension EventColumns {
    /// Whether two rows are equal in everything but id and time.
    func hasSameContent(_ left: Int, _ right: Int) -> Bool {
        eventTypes.areEqual(left, right) && userIDs.areEqual(left, right)
            && campaignIDs.areEqual(left, right) && channels.areEqual(left, right)
            && costs[left] == costs[right] && values[left] == values[right]
            && currencyCodes.areEqual(left, right) && orderIDs.areEqual(left, right)
            && properties.areEqual(left, right)
    }
}
