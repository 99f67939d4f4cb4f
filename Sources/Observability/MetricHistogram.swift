import Synchronization

/// Counts values by size class, for quantiles over time.
package final class MetricHistogram: Sendable {
    /// A moment's counts.
    package struct Snapshot: Equatable, Sendable {
        /// For each bound the number of values at or below it.
        package let cumulativeCounts: [Int]
        package let count: Int
        package let sum: Double
    }

    private struct State {
        var counts: [Int]
        var sum = 0.0
    }

    /// 0.5 ms to 30 s: what a person or a client waits for.
    package static let secondsBounds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]

    /// Upper limits, ascending; a value equal to a limit is within it.
    package let bounds: [Double]
    private let state: Mutex<State>

    package init(bounds: [Double] = MetricHistogram.secondsBounds) {
        precondition(
            zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 },
            "the bounds of a histogram ascend")
        self.bounds = bounds
        state = Mutex(State(counts: [Int](repeating: 0, count: bounds.count + 1)))
    }

    package func record(_ value: Double) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    /// Records seconds.
    package func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        record(Double(seconds) + Double(attoseconds) * 1e-18)
    }

    package func snapshot() -> Snapshot {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var total = 0
        let cumulative = counts.map { count in
            total += count
            return total
        }
        return Snapshot(
            cumulativeCounts: Array(cumulative.dropLast()), count: total, sum: sum)
    }
}
