/// A clock that only goes forward, as a value, so that tests can bring their own.
package struct MonotonicClock: Sendable {
    /// The time since some start.
    package let now: @Sendable () -> Duration
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's.
    package static var system: MonotonicClock {
        let clock = ContinuousClock()
        let start = clock.now
        return MonotonicClock(
            now: { clock.now - start }, sleep: { try await clock.sleep(for: $0) })
    }
}
