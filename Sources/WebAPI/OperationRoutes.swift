package import HTTPServer
import JSONCoding
package import Observability

/// `/health`, `/ready`, `/metrics` and `/openapi.json`: what operators and machines ask.
package struct OperationRoutes {
    /// One thing that must be well for the server to be ready.
    package struct Check: Sendable {
        package let name: String
        package let isWell: Bool
        /// What is the matter, or how it stands.
        package let detail: String

        package init(name: String, isWell: Bool, detail: String) {
            self.name = name
            self.isWell = isWell
            self.detail = detail
        }
    }

    private let metrics: MetricsRegistry
    private let version: String
    private let checks: @Sendable () async -> [Check]

    package init(
        metrics: MetricsRegistry, version: String, checks: @escaping @Sendable () async -> [Check]
    ) {
        self.metrics = metrics
        self.version = version
        self.checks = checks
    }

    /// The last to be added: the description is made of the routes that are there by then.
    package func add(to router: inout Router) {
        let quiet = RouteOptions(isQuiet: true)
        router.on(
            .get, "/health",
            about: RouteDescription("Say that the process answers", group: "Operate"),
            options: quiet
        ) { _, _ in .json(#"{"status":"ok"}"#) }
        router.on(
            .get, "/ready",
            about: RouteDescription(
                "Say whether events are taken and figures are fresh", group: "Operate",
                answers: [
                    .init(.ok, "All is well."),
                    .init(.serviceUnavailable, "What is not."),
                ]), options: quiet
        ) { [checks] _, _ in
            let found = await checks()
            let isReady = found.allSatisfy(\.isWell)
            var writer = JSONWriter()
            writer.object { answer in
                answer.field("status", isReady ? "ready" : "not_ready")
                answer.array("checks") { array in
                    for check in found {
                        array.object { object in
                            object.field("name", check.name)
                            object.field("ok", check.isWell)
                            object.field("detail", check.detail)
                        }
                    }
                }
            }
            return .json(writer.bytes, status: isReady ? .ok : .serviceUnavailable)
        }
        router.on(
            .get, "/metrics",
            about: RouteDescription("Read counters and gauges for Prometheus", group: "Operate"),
            options: quiet
        ) { [metrics] _, _ in
            .text(metrics.exposition(), contentType: MetricsRegistry.contentType)
        }
        let description = OpenAPIDocument(routes: router.routes, version: version).bytes
        router.on(
            .get, "/openapi.json",
            about: RouteDescription("Read this description", isHidden: true)
        ) { _, _ in .json(description) }
    }
}
