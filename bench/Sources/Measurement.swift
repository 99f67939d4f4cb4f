/// One line of the table.
struct Measurement: Sendable {
    enum Limit: Sendable {
        case atMost(Double)
        case atLeast(Double)
        /// At least so much, or so many times the yardstick.
        case atLeastOrTimes(Double, yardsticks: Double)
    }

    let what: String
    let value: Double
    let unit: String
    var limit: Limit?
    /// The same quantity of the yardstick, measured in the same run.
    var yardstick: Double?
    var yardstickNote = ""

    /// How many times the yardstick it is.
    var ratio: Double? { yardstick.flatMap { $0 > 0 ? value / $0 : nil } }

    var isMissed: Bool {
        switch limit {
        case nil: false
        case .atMost(let most): value > most
        case .atLeast(let least): value < least
        case .atLeastOrTimes(let least, let times): value < least && (ratio ?? 0) < times
        }
    }
}

/// Times of one kind of request.
struct Latencies {
    private let milliseconds: [Double]

    init(_ durations: [Duration]) {
        milliseconds = durations.map { $0.milliseconds }.sorted()
    }

    /// The smallest time that so many of a hundred requests did not exceed.
    func percentile(_ percent: Double) -> Double {
        guard !milliseconds.isEmpty else { return .nan }
        let rank = Int((percent / 100 * Double(milliseconds.count)).rounded(.up))
        return milliseconds[min(max(rank, 1), milliseconds.count) - 1]
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }

    var seconds: Double { milliseconds / 1000 }
}
