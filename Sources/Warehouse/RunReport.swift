/// What a run did.
package struct RunReport: Sendable {
    package let runID: String
    /// False where nothing had changed: then nothing was built or tested.
    package let hasWorked: Bool
    package let models: [ModelRunRecord]
    package let checks: [CheckResult]
    /// Runs that an ended process had left behind, found at the start of this one.
    package let interruptedRuns: Int

    /// Of the tables that were built.
    package var rows: Int64 { models.reduce(0) { $0 + $1.rows } }

    /// What a person should know although it was published.
    package var warnings: [CheckResult] {
        checks.filter { $0.status == .failed && $0.severity == .warn }
    }
}

/// How far a run is.
package enum RunProgress: Sendable {
    case planned(models: Int)
    /// `position` counts from 1.
    case building(model: String, position: Int, of: Int)
    case testing(model: String, position: Int, of: Int)
    case publishing
}
