import ExactValues

/// What one request, or a part of a long one, wants to have committed.
struct EventSubmission: Sendable {
    let batchID: String
    let columns: EventColumns
    let rejected: [RejectedLine]
    /// Store nothing if one event is in conflict with a stored one.
    var refusesConflicts = false
    /// Find the verdicts, store nothing.
    var isDryRun = false

    /// What counts against the bounds of the queue and of a commit.
    var rowCount: Int { columns.count + rejected.count }

    var bytes: Int {
        rejected.reduce(columns.bytes) { $0 + $1.bytes }
    }
}

/// What became of a submission's events.
struct SubmissionOutcome: Sendable {
    var acceptedCount = 0
    var duplicateCount = 0
    /// By row of the submission's columns, ascending.
    var conflicts: [(row: Int, reason: Rejection.ConflictReason)] = []
    /// False of a dry run, and where a conflict refused it.
    var isStored = true
}
