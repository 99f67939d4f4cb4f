package import ExactValues
package import MarketingDomain

/// The live funnel of the process: every commit adds to it, every page reads it.
package actor LiveFunnel {
    private var counts = LiveFunnelCounts()
    private let now: @Sendable () -> UTCTimestamp
    /// Grows with every change: who has seen this number has nothing to fetch.
    package private(set) var revision = 0
    /// Events stored since the beginning.
    package private(set) var eventsTotal = 0

    package init(now: @escaping @Sendable () -> UTCTimestamp) {
        self.now = now
    }

    /// Adds what a commit, or the reading of landing at start, has counted.
    package func add(_ new: [EventMinuteCount], eventsTotal total: Int) {
        counts.prune(now: now())
        counts.add(new)
        eventsTotal = max(eventsTotal, total)
        revision += 1
    }

    /// The funnel of the last minutes, clamped to 5 to 360.
    package func window(minutes: Int) -> LiveFunnelWindow {
        counts.window(minutes: minutes, now: now())
    }
}
