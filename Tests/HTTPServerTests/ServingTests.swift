import Observability
import Testing

@testable import HTTPServer

@Suite("Serving", .timeLimit(.minutes(1))) struct ServingTests {
    private func routes(_ router: inout Router) {
        router.on(.get, "/hello") { request, _ in .text("hello \(request.query["name"] ?? "you")") }
        router.on(.get, "/slow") { _, _ in
            await Task.yield()
            try await Task.sleep(for: .milliseconds(5))
            return .text("slow")
        }
        router.on(.get, "/big") { _, _ in .json("\"" + String(repeating: "x", count: 4000) + "\"") }
        router.on(.post, "/echo") { request, _ in
            .bytes(
                try await request.body.collect(upTo: 1 << 20),
                contentType: request.contentType ?? "none")
        }
        router.on(.get, "/fail") { _, _ in throw CocoaLike() }
    }

    private struct CocoaLike: Error, CustomStringConvertible {
        var description: String { "secret inner text" }
    }

    @Test("A handler's answer comes with an id, a length and the security headers")
    func plain() async throws {
        try await withServer(routes) { server in
            let answer = try await server.get("/hello?name=a%20b")
            #expect(answer.status == 200)
            #expect(answer.text == "hello a b")
            #expect(answer["content-type"] == "text/plain; charset=utf-8")
            #expect(answer["content-length"] == "9")
            #expect(answer["x-content-type-options"] == "nosniff")
            #expect(answer["x-frame-options"] == "DENY")
            #expect(answer["cache-control"] == "no-store")
            #expect(answer["date"] != nil)
            #expect(
                answer["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 's")
                    == true)
            #expect((answer["x-request-id"] ?? "").count >= 8)
        }
    }

    @Test("One connection serves request after request, waiting handlers and pipelines included")
    func keepAlive() async throws {
        try await withServer(routes) { server in
            let client = try server.client()
            let request = "Host: localhost:\(server.port)\r\n\r\n"
            for path in ["/hello", "/slow", "/hello", "/slow"] {
                client.send("GET \(path) HTTP/1.1\r\n" + request)
                #expect(try await client.answer().status == 200)
            }
            client.send("GET /slow HTTP/1.1\r\n" + request + "GET /hello HTTP/1.1\r\n" + request)
            #expect(try await client.answer().text == "slow")
            #expect(try await client.answer().text == "hello you")
        }
    }

    @Test("HEAD has the headers of GET and no body; OPTIONS and 405 name the methods")
    func otherMethods() async throws {
        try await withServer(routes) { server in
            let client = try server.client()
            let rest = " HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n"
            client.send("HEAD /hello" + rest)
            let head = try await client.answer(isHead: true)
            #expect(head.status == 200)
            #expect(head["content-length"] == "9")
            client.send("OPTIONS /hello" + rest)
            let options = try await client.answer()
            #expect(options.status == 204)
            #expect(options["allow"] == "GET, HEAD, OPTIONS")
            client.send("DELETE /hello" + rest)
            let refused = try await client.answer()
            #expect(refused.status == 405)
            #expect(refused["allow"] == "GET, HEAD, OPTIONS")
            client.send("GET /absent" + rest)
            let absent = try await client.answer()
            #expect(absent.status == 404)
            #expect(absent["content-type"] == "application/problem+json")
            let id = absent["x-request-id"] ?? ""
            #expect(absent.text.contains("\"request_id\":\"\(id)\""))
            client.send("BREW /hello" + rest)
            #expect(try await client.answer().status == 501)
        }
    }

    @Test("A good id of the client is kept, another is replaced")
    func requestIDs() async throws {
        try await withServer(routes) { server in
            let kept = try await server.get("/hello", "X-Request-ID: proxy-12345.a_b\r\n")
            #expect(kept["x-request-id"] == "proxy-12345.a_b")
            for bad in ["short", "a\"quoted-one", String(repeating: "a", count: 65)] {
                let replaced = try await server.get("/hello", "X-Request-ID: \(bad)\r\n")
                #expect(replaced["x-request-id"] != bad)
            }
        }
    }

    @Test(
        "A long answer arrives whole, with its length, and HEAD tells it",
        arguments: [128, 129, 4000])
    func longAnswer(kibibytes: Int) async throws {
        let body = (0..<kibibytes).flatMap { [UInt8](repeating: UInt8($0 & 0xFF), count: 1024) }
        try await withServer({ router in
            router.on(.get, "/") { _, _ in .bytes(body, contentType: "image/png") }
        }) { server in
            let client = try server.client()
            for method in ["GET", "HEAD", "GET"] {
                client.send("\(method) / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
                let answer = try await client.answer(isHead: method == "HEAD")
                #expect(answer["content-length"] == "\(body.count)")
                let isWhole = answer.body == (method == "HEAD" ? [] : body)
                #expect(isWhole)
            }
        }
    }

    @Test("What the client takes compressed is compressed from 1 KiB on")
    func compression() async throws {
        try await withServer(routes) { server in
            let plain = try await server.get("/big")
            #expect(plain.body.count == 4002)
            #expect(plain["vary"] == "accept-encoding")
            let small = try await server.get("/big", "Accept-Encoding: br, gzip\r\n")
            #expect(small["content-encoding"] == "gzip")
            #expect(small.body.count < 200)
            let inflater = try GzipInflater()
            inflater.feed(small.body)
            var inflated: [UInt8] = []
            while try inflater.inflate(into: &inflated) {}
            #expect(inflated == plain.body)
            let short = try await server.get("/hello", "Accept-Encoding: gzip\r\n")
            #expect(short["content-encoding"] == nil)
        }
    }

    @Test("No text of an error reaches the client; the log has it under the same id")
    func failure() async throws {
        try await withServer(routes) { server in
            let answer = try await server.get("/fail")
            #expect(answer.status == 500)
            #expect(!answer.text.contains("secret"))
            let id = answer["x-request-id"] ?? "none"
            #expect(
                server.logged.contains(
                    "\"request_id\":\"\(id)\",\"method\":\"GET\",\"error\":\"secret"))
        }
    }

    @Test("The access log and the metrics know the route, not the path")
    func accessLog() async throws {
        try await withServer({ router in
            router.on(.get, "/people/{id}") { _, _ in .text("x") }
        }) { server in
            _ = try await server.get("/people/erika?mail=e@example.com")
            _ = try await server.get("/people/erika/address")
            await server.stop()
            #expect(server.logged.contains("\"route\":\"/people/{id}\",\"status\":200"))
            #expect(server.logged.contains("\"route\":\"(unmatched)\",\"status\":404"))
            #expect(!server.logged.contains("erika"))
            #expect(!server.logged.contains("127.0.0.1"))
            let text = server.metrics.exposition()
            #expect(
                text.contains(
                    #"http_requests_total{method="GET",route="/people/{id}",status="200"} 1"#))
            #expect(
                text.contains(#"http_requests_total{method="",route="(unmatched)",status="404"} 1"#)
            )
        }
    }

    @Test("A port in use is refused in words, or the next one is taken")
    func ports() async throws {
        try await withServer(routes) { server in
            let taken = server.port
            let second = HTTPServer(
                configuration: try HTTPServerConfiguration(port: taken), router: Router())
            #expect(
                throws: HTTPServerError.portInUse(address: "127.0.0.1", first: taken, last: taken)
            ) { try second.start() }
            var configuration = try HTTPServerConfiguration(port: taken)
            configuration.nextPortCount = 20
            let third = HTTPServer(configuration: configuration, router: Router())
            let port = try third.start()
            #expect((taken + 1...taken + 20).contains(port))
            await third.shutdown(within: .seconds(1))
        }
    }
}
