import Synchronization

/// The counters, gauges and histograms of this process, written in the text format of Prometheus.
///
/// Ask for a metric once and keep it: looking it up costs a lock, using it a few nanoseconds.
/// The same name and labels give the same metric.
package final class MetricsRegistry: Sendable {
    /// Label names and values; few and fixed ones: each combination is a series of its own.
    package typealias Labels = KeyValuePairs<String, String>

    /// Above this a new series is counted in `metrics_series_refused_total` and not shown.
    package static let seriesCountMax = 4000

    private enum Series {
        case counter(MetricCounter)
        case gauge(MetricGauge)
        case observed(@Sendable () -> Double)
        case histogram(MetricHistogram)

        var kind: String {
            switch self {
            case .counter: "counter"
            case .gauge, .observed: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    private struct Family {
        let help: String
        let kind: String
        var series: [String: Series]
    }

    private struct State {
        var families: [String: Family] = [:]
        var seriesCount = 0
        var refusedCount = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// A number that only grows. Its name ends in `_total`.
    package func counter(_ name: String, help: String, labels: Labels = [:]) -> MetricCounter {
        let series = find(name, help: help, labels: labels, kind: "counter") {
            .counter(MetricCounter())
        }
        guard case .counter(let counter) = series else { return MetricCounter() }
        return counter
    }

    /// A number that goes up and down, in the unit that its name ends in.
    package func gauge(_ name: String, help: String, labels: Labels = [:]) -> MetricGauge {
        let series = find(name, help: help, labels: labels, kind: "gauge") {
            .gauge(MetricGauge())
        }
        guard case .gauge(let gauge) = series else { return MetricGauge() }
        return gauge
    }

    /// A gauge that is asked for its value when the metrics are read. `value` must not block.
    package func observe(
        _ name: String, help: String, labels: Labels = [:],
        value: @escaping @Sendable () -> Double
    ) {
        _ = find(name, help: help, labels: labels, kind: "gauge") { .observed(value) }
    }

    /// How values are distributed over `bounds`, upper limits in ascending order.
    package func histogram(
        _ name: String, help: String, labels: Labels = [:],
        bounds: [Double] = MetricHistogram.secondsBounds
    ) -> MetricHistogram {
        let series = find(name, help: help, labels: labels, kind: "histogram") {
            .histogram(MetricHistogram(bounds: bounds))
        }
        guard case .histogram(let histogram) = series else {
            return MetricHistogram(bounds: bounds)
        }
        return histogram
    }

    private func find(
        _ name: String, help: String, labels: Labels, kind: String, make: () -> Series
    ) -> Series {
        let key = MetricsRegistry.text(of: labels)
        return state.withLock { state in
            var family = state.families[name] ?? Family(help: help, kind: kind, series: [:])
            precondition(
                family.kind == kind, "the metric \(name) is a \(family.kind) elsewhere")
            if let series = family.series[key] { return series }
            let series = make()
            guard state.seriesCount < MetricsRegistry.seriesCountMax else {
                state.refusedCount += 1
                return series
            }
            state.seriesCount += 1
            family.series[key] = series
            state.families[name] = family
            return series
        }
    }

    private static func text(of labels: Labels) -> String {
        labels.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }
}

extension MetricsRegistry {
    /// The media type of `exposition()`.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All metrics in the text format 0.0.4 of Prometheus, sorted by name and labels.
    package func exposition() -> String {
        let (families, refusedCount) = state.withLock { ($0.families, $0.refusedCount) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(family.help.replacing("\n", with: " "))\n"
            text += "# TYPE \(name) \(family.kind)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                MetricsRegistry.append(name, labels, series, to: &text)
            }
        }
        if refusedCount > 0 {
            text += "# TYPE metrics_series_refused_total counter\n"
            text += "metrics_series_refused_total \(refusedCount)\n"
        }
        return text
    }

    private static func append(
        _ name: String, _ labels: String, _ series: Series, to text: inout String
    ) {
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        switch series {
        case .counter(let counter): text += "\(name)\(suffix) \(counter.value)\n"
        case .gauge(let gauge): text += "\(name)\(suffix) \(number(gauge.value))\n"
        case .observed(let value): text += "\(name)\(suffix) \(number(value()))\n"
        case .histogram(let histogram):
            let separator = labels.isEmpty ? "" : ","
            let snapshot = histogram.snapshot()
            for (bound, count) in zip(histogram.bounds, snapshot.cumulativeCounts) {
                text += "\(name)_bucket{\(labels)\(separator)le=\"\(number(bound))\"} \(count)\n"
            }
            text += "\(name)_bucket{\(labels)\(separator)le=\"+Inf\"} \(snapshot.count)\n"
            text += "\(name)_sum\(suffix) \(number(snapshot.sum))\n"
            text += "\(name)_count\(suffix) \(snapshot.count)\n"
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let integer = Int(exactly: value) { return String(integer) }
        return String(value)
    }
}
