import Observability
import Synchronization

/// What the server counts of itself.
final class ServerMetrics: Sendable {
    /// The metrics of one route, looked up once.
    private final class RouteMetrics: Sendable {
        let seconds: MetricHistogram
        let countsByStatus = Mutex<[Int: MetricCounter]>([:])

        init(seconds: MetricHistogram) {
            self.seconds = seconds
        }
    }

    /// For requests that no route took.
    static let unmatched = "(unmatched)"

    private let registry: MetricsRegistry
    private let routes: [RouteMetrics]
    private let names: [(method: String, path: String)]
    private let requestBytes: MetricCounter
    private let responseBytes: MetricCounter
    let acceptedConnections: MetricCounter
    let refusedConnections: MetricCounter

    init(registry: MetricsRegistry, router: Router) {
        self.registry = registry
        names =
            router.routes.map { ($0.method.rawValue, $0.path) } + [("", ServerMetrics.unmatched)]
        routes = names.map { method, path in
            RouteMetrics(
                seconds: registry.histogram(
                    "http_request_duration_seconds",
                    help: "Time from a request's first line to the last byte of its answer.",
                    labels: ["method": method, "route": path]))
        }
        requestBytes = registry.counter(
            "http_request_body_bytes_total", help: "Bytes of request bodies as they were sent.")
        responseBytes = registry.counter(
            "http_response_body_bytes_total", help: "Bytes of answers' bodies as they were sent.")
        acceptedConnections = registry.counter(
            "http_connections_accepted_total", help: "Connections, refused ones included.")
        refusedConnections = registry.counter(
            "http_connections_refused_total", help: "Connections above a limit.")
    }

    /// - Parameter route: nil for a request that no route took.
    func record(
        route: Int?, status: Int, duration: Duration, requestBytes: Int, responseBytes: Int
    ) {
        let index = route ?? routes.count - 1
        routes[index].seconds.record(duration)
        counter(index, status).increment()
        self.requestBytes.increment(by: requestBytes)
        self.responseBytes.increment(by: responseBytes)
    }

    private func counter(_ index: Int, _ status: Int) -> MetricCounter {
        routes[index].countsByStatus.withLock { counts in
            if let counter = counts[status] { return counter }
            let counter = registry.counter(
                "http_requests_total", help: "Requests by route and status; 499: the client left.",
                labels: [
                    "method": names[index].method, "route": names[index].path,
                    "status": String(status),
                ])
            counts[status] = counter
            return counter
        }
    }
}
