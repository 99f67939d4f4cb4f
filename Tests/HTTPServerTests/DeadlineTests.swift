import Observability
import Testing

@testable import HTTPServer

@Suite("Deadlines and limits", .timeLimit(.minutes(1))) struct DeadlineTests {
    private func routes(_ router: inout Router) {
        router.on(.get, "/") { _, _ in .text("ok") }
        router.on(.post, "/") { request, _ in
            .text("\(try await request.body.collect(upTo: 1 << 20).count)")
        }
    }

    /// Sends a byte every 10 ms until the server has had enough.
    private func drip(_ client: RawClient, _ start: String) async throws -> RawAnswerText {
        client.send(start)
        async let answer = client.answer()
        let dripping = Task {
            while !Task.isCancelled {
                client.send("a")
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        defer { dripping.cancel() }
        return try await answer
    }

    @Test("A client that drips its header is answered 408 at the deadline, active as it is")
    func drippingHeader() async throws {
        try await withServer(
            routes, configure: { $0.deadlines.header = .milliseconds(150) }
        ) { server in
            let start = ContinuousClock.now
            let answer = try await drip(
                try server.client(),
                "GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\nX: ")
            #expect(answer.status == 408)
            #expect(answer.text.contains("head_timed_out"))
            #expect(ContinuousClock.now - start > .milliseconds(100))
        }
    }

    @Test("A client that drips its body is answered 408 and its reader is told")
    func drippingBody() async throws {
        try await withServer(
            routes, configure: { $0.deadlines.body = .milliseconds(150) }
        ) { server in
            for length in [1000, 100_000] {
                let answer = try await drip(
                    try server.client(),
                    "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                        + "Content-Length: \(length)\r\n\r\n")
                #expect(answer.status == 408)
                #expect(answer.text.contains("body_timed_out"))
                #expect(answer["connection"] == "close")
            }
            await server.stop()
            #expect(server.logged.contains("\"status\":408"))
        }
    }

    @Test("A slow handler does not use up the time of its client")
    func slowHandler() async throws {
        try await withServer(
            { router in
                router.on(.post, "/", options: RouteOptions(bodyBytesMax: 8 << 20)) { request, _ in
                    var count = 0
                    for try await chunk in request.body {
                        if count == 0 { try await Task.sleep(for: .milliseconds(400)) }
                        count += chunk.count
                    }
                    return .text("\(count)")
                }
            }, configure: { $0.deadlines.body = .milliseconds(200) }
        ) { server in
            let client = try server.client()
            let head =
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                + "Content-Length: 4000000\r\n\r\n"
            async let sent = client.sendAll(
                Array(head.utf8) + [UInt8](repeating: 0x61, count: 4_000_000))
            #expect(try await client.answer().text == "4000000")
            _ = await sent
        }
    }

    @Test("Silent connections are closed without a word, new and used ones")
    func idle() async throws {
        try await withServer(
            routes,
            configure: { configuration in
                configuration.deadlines.header = .milliseconds(100)
                configuration.deadlines.idle = .milliseconds(100)
            }
        ) { server in
            let silent = try server.client()
            #expect(try await silent.readToEnd() == "")
            let used = try server.client()
            used.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            #expect(try await used.answer().text == "ok")
            #expect(try await used.readToEnd() == "")
        }
    }

    @Test("A client that does not take its answer is cut")
    func stalledReader() async throws {
        let ended = Signal()
        try await withServer(
            { router in
                router.on(.get, "/") { _, _ in
                    .stream(contentType: "text/plain") { writer in
                        defer { ended.set() }
                        let piece = [UInt8](repeating: 0x61, count: 1 << 20)
                        while true { try await writer.write(piece) }
                    }
                }
            }, configure: { $0.deadlines.response = .milliseconds(150) }
        ) { server in
            let client = try server.client()
            client.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            await ended.wait()
        }
    }

    @Test("A connection above the limit is told so; closing one makes room")
    func connectionLimit() async throws {
        try await withServer(routes, configure: { $0.limits.connectionCount = 2 }) { server in
            let request = "GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n"
            let first = try server.client()
            let second = try server.client()
            for client in [first, second] {
                client.send(request)
                #expect(try await client.answer().status == 200)
            }
            let third = try server.client()
            third.send(request)
            let refused = try await third.answer()
            #expect(refused.status == 503)
            #expect(refused["retry-after"] == "1")
            #expect(try await third.readToEnd() == "")
            first.close()
            var status = 503
            while status == 503 { status = try await server.get("/").status }
            #expect(status == 200)
        }
    }

    @Test("One address cannot take all connections")
    func addressLimit() async throws {
        try await withServer(
            routes, configure: { $0.limits.connectionCountPerAddress = 1 }
        ) { server in
            let first = try server.client()
            first.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            #expect(try await first.answer().status == 200)
            #expect(try await server.get("/").status == 503)
            #expect(server.metrics.counter("http_connections_refused_total", help: "").value == 1)
        }
    }
}
