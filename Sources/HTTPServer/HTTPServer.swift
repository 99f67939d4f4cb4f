import Dispatch
import Glibc
package import Observability
import Synchronization

/// An HTTP/1.1 server on this machine's own addresses.
///
///     let server = HTTPServer(configuration: configuration, router: router, log: log)
///     let port = try server.start()
///     …
///     await server.shutdown(within: .seconds(10))
///
/// Handlers run as tasks and may wait as long as they like; they must not block a thread.
package final class HTTPServer: Sendable {
    private enum Phase {
        case idle
        case running(Engine)
        case stopped
    }

    private let configuration: HTTPServerConfiguration
    private let router: Router
    private let log: StructuredLog
    private let metrics: MetricsRegistry
    private let phase = Mutex(Phase.idle)

    package init(
        configuration: HTTPServerConfiguration, router: Router, log: StructuredLog = .silent,
        metrics: MetricsRegistry = MetricsRegistry()
    ) {
        self.configuration = configuration
        self.router = router
        self.log = log
        self.metrics = metrics
    }

    /// Listens; gives the port, which is another than the configured one where that was 0 or
    /// taken and following ones are allowed. A server starts once.
    package func start() throws(HTTPServerError) -> Int {
        let engine: Result<Engine, HTTPServerError> = phase.withLock { phase in
            guard case .idle = phase else { return .failure(.startedTwice) }
            do throws(HTTPServerError) {
                let engine = try Engine(
                    configuration: configuration, router: router, log: log, metrics: metrics)
                phase = .running(engine)
                return .success(engine)
            } catch {
                return .failure(error)
            }
        }
        return try engine.get().port
    }

    /// Stops in order: no new connections, idle ones closed, event streams ended, and requests
    /// that run get until `deadline` to finish; what then is left is cut.
    ///
    /// Returns when nothing of the server runs any more, at the latest `cutDuration` after the
    /// deadline. A second call returns at once.
    package func shutdown(within deadline: Duration) async {
        let engine: Engine? = phase.withLock { phase in
            defer { phase = .stopped }
            if case .running(let engine) = phase { return engine }
            return nil
        }
        guard let engine else { return }
        // Joining threads blocks. The global queues share their threads with Swift's tasks, a
        // queue of its own does not.
        let queue = DispatchQueue(label: "HTTP server shutdown")
        await withCheckedContinuation { continuation in
            queue.async { @Sendable in
                HTTPServer.drain(engine, within: deadline)
                continuation.resume()
            }
        }
    }

    /// How long cut requests may take to end.
    private static let cutDuration = Duration.seconds(2)

    private static func drain(_ engine: Engine, within deadline: Duration) {
        let core = engine.core
        core.startDraining()
        engine.quiesce()
        let isQuiet = wait(until: MonotonicTime.now() + deadline) {
            // Again each time: an answer that was on its way leaves an idle connection behind.
            core.registry.endEventStreams()
            core.registry.endWaiting()
            return core.registry.count == 0 && core.taskCount == 0
        }
        if !isQuiet {
            core.log.warning(
                "requests are cut at the end of the server",
                ["connections": .integer(core.registry.count)])
            _ = wait(until: MonotonicTime.now() + cutDuration) {
                core.registry.cutAll()
                return core.registry.count == 0 && core.taskCount == 0
            }
        }
        engine.stop()
    }

    /// Looks every 5 ms; false where the time is up first.
    private static func wait(until end: MonotonicTime, _ isDone: () -> Bool) -> Bool {
        while !isDone() {
            guard MonotonicTime.now() < end else { return false }
            usleep(5000)
        }
        return true
    }
}
