import ExactValues
import Glibc
import HTTPServer
import Ingestion
import Observability
import WebAPI
import WebInterface

/// The life of a server: open, listen, prepare, serve, drain, close.
struct ServerLifecycle: Sendable {
    let folder: DataFolder
    let configuration: Configuration
    /// How many ports after the configured one may be tried where it is taken.
    var nextPortCount = 0
    var isDemo = false
    var stories: @Sendable () -> [WorkspaceRoutes.Story] = { [] }
    /// Runs beside the server until it is cancelled: the demo's loading and traffic.
    var companion: (@Sendable (ServerParts, _ address: String) async throws -> Void)?
    /// Told once, when the server answers.
    var onListening: @Sendable (_ address: String) -> Void = { _ in }

    /// Serves until a signal comes, or the companion fails.
    func run() async throws {
        let log = Self.log(configuration)
        let interruption = Interruption()
        let engines = try Engines(folder: folder, configuration: configuration)
        let parts = try ServerParts(
            engines: engines, configuration: configuration, log: log,
            assets: try AssetStore(folder: AssetFolder.path), isDemo: isDemo, stories: stories,
            now: StructuredLog.systemTime)
        let listening = try listenConfiguration()
        let server = HTTPServer(
            configuration: listening, router: parts.router, log: log,
            metrics: parts.metrics)
        let port = try server.start()
        let host = listening.address.contains(":") ? "[\(listening.address)]" : listening.address
        let address = "http://\(host):\(port)"
        try await parts.prepare()
        try ServerNotice(address: address, token: Self.token(), processID: Int(getpid()))
            .write(to: folder.noticePath)
        onListening(address)
        let batching = Task { await parts.batcher.run() }
        let piping = Task { await parts.pipeline.run() }
        let failure = await wait(for: interruption, beside: parts, address: address)
        unlink(folder.noticePath)
        log.info("stopping", [:])
        await server.shutdown(
            within: .seconds(configuration.wholeNumber("server.drain_seconds")))
        // Requests that were answered are committed; now what is left in the queue is.
        await parts.batcher.shutDown()
        await batching.value
        await parts.pipeline.stop()
        piping.cancel()
        await piping.value
        await engines.close()
        log.info("stopped", [:])
        log.flush()
        if let failure { throw failure }
    }

    /// Returns when a signal came, or the companion failed: then with its error.
    private func wait(
        for interruption: Interruption, beside parts: ServerParts, address: String
    ) async -> (any Error)? {
        guard let companion else {
            await interruption.wait()
            return nil
        }
        return await withTaskGroup(of: (isSignal: Bool, error: (any Error)?).self) { group in
            group.addTask {
                await interruption.wait()
                return (true, nil)
            }
            group.addTask {
                do {
                    try await companion(parts, address)
                    return (false, nil)
                } catch {
                    return (false, error)
                }
            }
            defer { group.cancelAll() }
            for await ended in group where ended.isSignal || ended.error != nil {
                // A failure must not wait for a signal.
                if !ended.isSignal { interruption.request() }
                return ended.error
            }
            return nil
        }
    }

    static func log(_ configuration: Configuration) -> StructuredLog {
        StructuredLog(
            to: .standardError,
            format: configuration.text("log.format") == "json" ? .json : .text,
            minimumLevel: LogLevel.allCases.first { $0.name == configuration.text("log.level") }
                ?? .info)
    }

    /// 128 random bits: who can read the folder's notice may speak for its owner.
    private static func token() -> String {
        var generator = SystemRandomNumberGenerator()
        return [generator.next(), generator.next()]
            .map { (word: UInt64) in String(word, radix: 36) }.joined()
    }

    /// The items of a setting that has several, separated by commas.
    private func list(_ name: String) -> [String] {
        configuration.text(name).split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    private func listenConfiguration() throws -> HTTPServerConfiguration {
        let text = configuration.text("server.listen")
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...])
        else {
            throw Configuration.Problems(sentences: [
                "server.listen is HOST:PORT, for example 127.0.0.1:8080, not \"\(text)\""
            ])
        }
        var listening = try HTTPServerConfiguration(address: String(text[..<colon]), port: port)
        listening.nextPortCount = nextPortCount
        listening.allowedHosts = list("server.allowed_hosts")
        listening.allowedOrigins = list("server.allowed_origins")
        listening.limits.connectionCount = configuration.wholeNumber("server.connections_max")
        listening.accessLog = .refusals
        return listening
    }
}
