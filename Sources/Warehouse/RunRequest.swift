package import ExactValues

/// What a run is asked to do.
package struct RunRequest: Sendable {
    package enum Mode: Hashable, Sendable {
        /// What changed since the tables were built.
        case update
        /// Everything selected, from landing.
        case rebuild
        /// The intervals of the selected incremental models between two days, both included.
        case backfill(from: CalendarDate, to: CalendarDate)
    }

    package var runID: String
    /// Who asked: `schedule`, `import`, `command`, `api`.
    package var trigger: String
    package var selection: ModelSelection
    package var mode: Mode
    /// The day on which the run starts, in the workspace's zone.
    package var runDate: CalendarDate
    /// Rules count from this day, and rows behind it do not exist; needs `into`.
    package var asOf: CalendarDate?
    /// Builds a set of tables of its own, whose schemas begin with this and `_`.
    package var into: String?
    /// Whether a run that finds nothing to do is recorded: so that who asked for one finds it.
    package var recordsIdleRun: Bool

    package init(
        runID: String, trigger: String, selection: ModelSelection = .all, mode: Mode = .update,
        runDate: CalendarDate, asOf: CalendarDate? = nil, into: String? = nil,
        recordsIdleRun: Bool = false
    ) {
        self.runID = runID
        self.trigger = trigger
        self.selection = selection
        self.mode = mode
        self.runDate = runDate
        self.asOf = asOf
        self.into = into
        self.recordsIdleRun = recordsIdleRun
    }
}
