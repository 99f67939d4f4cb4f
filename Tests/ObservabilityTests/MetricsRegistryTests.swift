import Testing

@testable import Observability

@Suite("Metrics") struct MetricsRegistryTests {
    @Test("The exposition is the text format of Prometheus, sorted")
    func exposition() {
        let registry = MetricsRegistry()
        registry.counter("requests_total", help: "Requests.", labels: ["route": "/b"]).increment()
        registry.counter("requests_total", help: "Requests.", labels: ["route": "/a"])
            .increment(by: 3)
        registry.gauge("queue_events", help: "Waiting.").set(2.5)
        registry.observe("memory_bytes", help: "In use.") { 1024 }
        let histogram = registry.histogram(
            "wait_seconds", help: "Wait.", labels: ["kind": "x"], bounds: [0.1, 1])
        histogram.record(0.1)
        histogram.record(0.5)
        histogram.record(Duration.milliseconds(2000))
        #expect(
            registry.exposition() == """
                # HELP memory_bytes In use.
                # TYPE memory_bytes gauge
                memory_bytes 1024
                # HELP queue_events Waiting.
                # TYPE queue_events gauge
                queue_events 2.5
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{route="/a"} 3
                requests_total{route="/b"} 1
                # HELP wait_seconds Wait.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{kind="x",le="0.1"} 1
                wait_seconds_bucket{kind="x",le="1"} 2
                wait_seconds_bucket{kind="x",le="+Inf"} 3
                wait_seconds_sum{kind="x"} 2.6
                wait_seconds_count{kind="x"} 3

                """)
    }

    @Test("The same name and labels give the same metric")
    func identity() {
        let registry = MetricsRegistry()
        registry.counter("n_total", help: "N.", labels: ["a": "1"]).increment()
        registry.counter("n_total", help: "N.", labels: ["a": "1"]).increment()
        #expect(registry.counter("n_total", help: "N.", labels: ["a": "1"]).value == 2)
        #expect(registry.counter("n_total", help: "N.", labels: ["a": "2"]).value == 0)
    }

    @Test("Label values are escaped")
    func escapes() {
        let registry = MetricsRegistry()
        _ = registry.gauge("g", help: "G.", labels: ["a": "q\"b\\s\nn"])
        #expect(registry.exposition().contains(#"g{a="q\"b\\s\nn"} 0"#))
    }

    @Test("Gauges add up from many tasks")
    func concurrentGauge() async {
        let gauge = MetricGauge()
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { gauge.add(0.5) } } }
        }
        #expect(gauge.value == 4000)
    }

    @Test("A series above the limit is counted, not shown")
    func seriesLimit() {
        let registry = MetricsRegistry()
        for index in 0...MetricsRegistry.seriesCountMax {
            registry.counter("c_total", help: "C.", labels: ["i": "\(index)"]).increment()
        }
        let text = registry.exposition()
        #expect(text.contains("c_total{i=\"\(MetricsRegistry.seriesCountMax - 1)\"} 1\n"))
        #expect(!text.contains("c_total{i=\"\(MetricsRegistry.seriesCountMax)\"}"))
        #expect(text.contains("metrics_series_refused_total 1\n"))
    }
}
