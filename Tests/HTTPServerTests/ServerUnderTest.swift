import Observability
import Synchronization

@testable import HTTPServer

/// A real server on a free port, for one test.
final class ServerUnderTest: Sendable {
    let port: Int
    let server: HTTPServer
    let metrics = MetricsRegistry()
    private let lines = Lines()
    private let log: StructuredLog

    init(
        _ routes: (inout Router) -> Void,
        configure: (inout HTTPServerConfiguration) -> Void = { _ in }
    ) throws {
        var router = Router()
        routes(&router)
        var configuration = try HTTPServerConfiguration(port: 0)
        configuration.deadlines.sweep = .milliseconds(10)
        configure(&configuration)
        let lines = lines
        log = StructuredLog(
            to: .closure { lines.append($0) }, format: .json, minimumLevel: .debug)
        server = HTTPServer(
            configuration: configuration, router: router, log: log, metrics: metrics)
        port = try server.start()
    }

    /// All lines of the log so far.
    var logged: String {
        log.flush()
        return lines.text
    }

    func client() throws -> RawClient { try RawClient(port: port) }

    /// Sends one request with the usual headers and reads the answer.
    func get(_ path: String, _ extra: String = "") async throws -> RawAnswerText {
        let client = try client()
        client.send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(extra)\r\n")
        return try await client.answer()
    }

    func stop() async {
        await server.shutdown(within: .seconds(2))
    }
}

/// Collects text.
private final class Lines: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    func append(_ new: [UInt8]) { bytes.withLock { $0 += new } }
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// Something that happens once and that a test waits for.
final class Signal: Sendable {
    private struct State {
        var isSet = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func set() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            state.isSet = true
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isSet = state.withLock { state in
                if !state.isSet { state.waiters.append(continuation) }
                return state.isSet
            }
            if isSet { continuation.resume() }
        }
    }
}

/// Starts a server, runs the test and stops the server.
func withServer(
    _ routes: (inout Router) -> Void,
    configure: (inout HTTPServerConfiguration) -> Void = { _ in },
    _ test: (ServerUnderTest) async throws -> Void
) async throws {
    let server = try ServerUnderTest(routes, configure: configure)
    do {
        try await test(server)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
