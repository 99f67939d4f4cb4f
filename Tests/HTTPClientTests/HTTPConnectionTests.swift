import HTTPClient
import HTTPServer
import Observability
import Synchronization
import Testing

@Suite("HTTP client", .timeLimit(.minutes(1))) struct HTTPConnectionTests {
    /// Starts a server, gives its address to the test and stops it.
    private func withServer(
        _ routes: (inout Router) -> Void, metrics: MetricsRegistry = MetricsRegistry(),
        _ test: (String) async throws -> Void
    ) async throws {
        var router = Router()
        routes(&router)
        var configuration = try HTTPServerConfiguration(port: 0)
        configuration.deadlines.sweep = .milliseconds(10)
        let server = HTTPServer(
            configuration: configuration, router: router, metrics: metrics)
        let port = try server.start()
        do {
            try await test("http://127.0.0.1:\(port)")
        } catch {
            await server.shutdown(within: .seconds(1))
            throw error
        }
        await server.shutdown(within: .seconds(1))
    }

    @Test("Methods, headers, bodies and statuses go through")
    func roundTrip() async throws {
        try await withServer({ router in
            for method in [HTTPMethod.get, .post, .put, .patch, .delete] {
                router.on(method, "/echo", options: RouteOptions(bodyBytesMax: 4 << 20)) {
                    request, _ in
                    let body = try await request.body.collect(upTo: 4 << 20)
                    return HTTPResponse(
                        HTTPStatus(method == .delete ? 409 : 200),
                        headers: [
                            "x-method": method.rawValue,
                            "x-seen": request.headers["x-sent"] ?? "none",
                            "x-type": request.contentType ?? "none",
                            "content-type": "application/octet-stream",
                        ], body: .bytes(body))
                }
            }
        }) { address in
            let connection = try HTTPConnection(address: address)
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                let body = method == "GET" ? [] : [UInt8](repeating: 7, count: 2_000_000)
                let answer = try await connection.send(
                    ClientRequest(
                        method, "/echo",
                        headers: [("x-sent", "a\r\nx-injected: b"), ("content-type", "a/b")],
                        body: body))
                #expect(answer.status == (method == "DELETE" ? 409 : 200))
                #expect(answer.isSuccess == (method != "DELETE"))
                #expect(answer.headers["x-method"] == method)
                #expect(answer.headers["x-seen"] == "a  x-injected: b")
                #expect(answer.headers["x-type"] == "a/b")
                let isSame = answer.body == body
                #expect(isSame)
            }
            let head = try await connection.send(ClientRequest("HEAD", "/echo"))
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }

    @Test("One connection is used again and again")
    func keepAlive() async throws {
        let metrics = MetricsRegistry()
        try await withServer(
            { router in
                router.on(.get, "/") { _, _ in .text("ok") }
            }, metrics: metrics
        ) { address in
            let connection = try HTTPConnection(address: address)
            for _ in 0..<20 { _ = try await connection.send(.get("/")) }
            let accepted = metrics.counter("http_connections_accepted_total", help: "").value
            #expect(accepted == 1)
        }
    }

    @Test("Nobody at the address, a late answer and a long one have each their error")
    func failures() async throws {
        let nobody = try HTTPConnection(address: "http://127.0.0.1:1")
        await #expect(throws: HTTPClientError.cannotConnect(address: "http://127.0.0.1:1")) {
            try await nobody.send(.get("/"))
        }
        try await withServer({ router in
            router.on(.get, "/late") { _, _ in
                try await Task.sleep(for: .seconds(30))
                return .text("late")
            }
            router.on(.get, "/long") { _, _ in .text(String(repeating: "x", count: 1001)) }
            router.on(.get, "/broken") { _, _ in
                .stream(contentType: "text/plain", length: 100) { try await $0.write("short") }
            }
        }) { address in
            let connection = try HTTPConnection(address: address)
            await #expect(throws: HTTPClientError.timedOut(address: address)) {
                try await connection.send(.get("/late"), timeout: .milliseconds(50))
            }
            await #expect(
                throws: HTTPClientError.answerTooLarge(address: address, limitBytes: 1000)
            ) { try await connection.send(.get("/long"), answerBytesMax: 1000) }
            let whole = try await connection.send(.get("/long"), answerBytesMax: 1001)
            #expect(whole.body.count == 1001)
            do {
                _ = try await connection.send(.get("/broken"))
                Issue.record("a short answer was taken for a whole one")
            } catch HTTPClientError.broken(let broken, _) {
                #expect(broken == address)
            }
        }
    }

    @Test("A cancelled task gives its request up, and the connection goes on")
    func cancellation() async throws {
        try await withServer({ router in
            router.on(.get, "/never") { _, _ in
                try await Task.sleep(for: .seconds(60))
                return .text("never")
            }
            router.on(.get, "/") { _, _ in .text("ok") }
        }) { address in
            let connection = try HTTPConnection(address: address)
            let waiting = Task { try await connection.send(.get("/never")) }
            waiting.cancel()
            await #expect(throws: HTTPClientError.cancelled) { try await waiting.value }
            let answer = try await connection.send(.get("/"))
            #expect(answer.text == "ok")
        }
    }

    @Test("A long answer is handed over in pieces, as far as it is wanted")
    func streaming() async throws {
        try await withServer({ router in
            router.on(.get, "/") { _, _ in
                .stream(contentType: "text/plain") { writer in
                    let piece = [UInt8](repeating: 0x61, count: 100_000)
                    for _ in 0..<100 { try await writer.write(piece) }
                }
            }
        }) { address in
            let connection = try HTTPConnection(address: address)
            let count = Mutex(0)
            let whole = try await connection.stream(.get("/")) { chunk in
                count.withLock { $0 += chunk.count }
                return true
            }
            #expect(whole.status == 200)
            #expect(count.withLock { $0 } == 10_000_000)
            count.withLock { $0 = 0 }
            _ = try await connection.stream(.get("/")) { chunk in
                count.withLock { count in
                    count += chunk.count
                    return count < 1_000_000
                }
            }
            #expect(count.withLock { (1_000_000..<2_000_000).contains($0) })
        }
    }

    @Test("Server-sent events come one by one")
    func events() async throws {
        try await withServer({ router in
            router.on(.get, "/live") { request, _ in
                #expect(request.headers["accept"] == "text/event-stream")
                return .events { stream in
                    for index in 1...5 {
                        try await stream.comment("beat")
                        try await stream.send(event: "tick", data: "a\n\(index)", id: "\(index)")
                    }
                    try await Task.sleep(for: .seconds(60))
                }
            }
        }) { address in
            let connection = try HTTPConnection(address: address)
            let seen = Mutex<[ServerSentEvent]>([])
            _ = try await connection.events("/live") { event in
                seen.withLock { seen in
                    seen.append(event)
                    return seen.count < 5
                }
            }
            let expected = (1...5).map {
                ServerSentEvent(event: "tick", data: "a\n\($0)", id: "\($0)")
            }
            #expect(seen.withLock { $0 } == expected)
        }
    }
}
