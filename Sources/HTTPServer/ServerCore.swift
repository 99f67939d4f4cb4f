import Observability
import Synchronization

/// What all requests of a server share.
final class ServerCore: Sendable {
    let configuration: HTTPServerConfiguration
    let router: Router
    let registry: ConnectionRegistry
    let log: StructuredLog
    let metrics: ServerMetrics
    let hostPolicy: HostPolicy
    let requestIDs: RequestIDs
    /// Wakes the reaper: a connection lingers.
    let lingering: Lingering
    private let standardHeaders: HTTPHeaders
    private let draining = Atomic<Bool>(false)
    private let tasks = Atomic<Int>(0)

    init(
        configuration: HTTPServerConfiguration, port: Int, router: Router, log: StructuredLog,
        metrics: MetricsRegistry, lingering: Lingering
    ) {
        self.configuration = configuration
        self.router = router
        self.log = log
        self.lingering = lingering
        self.metrics = ServerMetrics(registry: metrics, router: router)
        let registry = ConnectionRegistry(limits: configuration.limits)
        self.registry = registry
        hostPolicy = HostPolicy(
            port: port, allowedHosts: configuration.allowedHosts,
            allowedOrigins: configuration.allowedOrigins)
        requestIDs = RequestIDs(randomBits: UInt64.random(in: .min ... .max))
        standardHeaders = [
            "cache-control": "no-store",
            "content-security-policy": configuration.contentSecurityPolicy,
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
        ]
        metrics.observe("http_connections", help: "Open connections.") { Double(registry.count) }
    }

    var isDraining: Bool { draining.load(ordering: .acquiring) }
    func startDraining() { draining.store(true, ordering: .releasing) }

    /// Handlers that run.
    var taskCount: Int { tasks.load(ordering: .acquiring) }
    func taskBegan() { tasks.wrappingAdd(1, ordering: .acquiringAndReleasing) }
    func taskEnded() { tasks.wrappingSubtract(1, ordering: .acquiringAndReleasing) }

    /// The handler's answer, or the answer to its error.
    func respond(
        to request: HTTPRequest, by number: Int, _ parameters: PathParameters
    ) async -> HTTPResponse {
        await router.respond(to: request, by: router.routes[number], parameters) {
            error, response in
            // What the client did wrong is in the access log; this is for what we did.
            if response.status.code >= 500 { reportFailure(error, request) }
        }
    }

    /// An error that no handler meant for the client. Its public description goes to the log.
    func reportFailure(_ error: any Error, _ request: HTTPRequest) {
        guard !(error is CancellationError) else { return }
        log.error(
            "a request failed",
            [
                "request_id": .text(request.requestID), "method": .text(request.method.rawValue),
                "error": .text("\(error)"),
            ])
    }

    /// An answer's headers, with those that every answer has.
    func completed(_ headers: HTTPHeaders, requestID: String) -> HTTPHeaders {
        var headers = headers
        headers.addMissing(standardHeaders)
        headers.add("x-request-id", requestID)
        return headers
    }

    func add(_ headers: HTTPHeaders, to response: EngineResponse) {
        if !response.add(headers) {
            log.error("a header of an answer was refused", ["names": .text("\(headers)")])
        }
    }

    /// Counts and logs a request that is over.
    func record(_ exchange: Exchange, now: MonotonicTime) {
        let (request, received, status, sent) = exchange.state.withLock { state in
            (state.request, state.incoming.receivedBytes, state.status, state.answerBytes)
        }
        let duration = now - exchange.startedAt
        let route = request?.routeNumber
        // The engine itself has refused what it could not read.
        let shown = status == 0 ? 400 : status
        metrics.record(
            route: route, status: shown, duration: duration, requestBytes: received,
            responseBytes: sent)
        let level = accessLevel(route: route, status: shown)
        guard log.isEnabled(level) else { return }
        log.record(
            level, "request",
            [
                "request_id": .text(request?.requestID ?? ""),
                "method": .text(request?.head?.method.rawValue ?? ""),
                "route": .text(route.map { router.routes[$0].path } ?? ServerMetrics.unmatched),
                "status": .integer(shown), "duration_ms": .milliseconds(duration),
                "request_bytes": .integer(received), "response_bytes": .integer(sent),
            ])
    }

    private func accessLevel(route: Int?, status: Int) -> LogLevel {
        if status >= 500 { return .warning }
        if status >= 400 { return .info }
        if let route, router.routes[route].options.isQuiet { return .debug }
        return configuration.accessLog == .all ? .info : .debug
    }
}
