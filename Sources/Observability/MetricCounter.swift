import Synchronization

/// A number that only grows, from 0 at the start of the process.
package final class MetricCounter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    package func increment(by difference: Int = 1) {
        count.wrappingAdd(difference, ordering: .relaxed)
    }

    package var value: Int { count.load(ordering: .relaxed) }
}
