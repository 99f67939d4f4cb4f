import Testing

@testable import HTTPServer

/// Messages that two programs could read differently, sent as raw bytes.
@Suite("Framing", .timeLimit(.minutes(1))) struct FramingTests {
    private func routes(_ router: inout Router) {
        router.on(.get, "/") { _, _ in .text("ok") }
        router.on(.post, "/") { request, _ in
            .text("\(try await request.body.collect(upTo: 1000).count)")
        }
    }

    /// `H` stands for the right Host line.
    private func answer(
        _ server: ServerUnderTest, _ message: String
    ) async throws -> (answer: RawAnswerText, rest: String) {
        let client = try server.client()
        client.send(message.replacing("H\r\n", with: "Host: localhost:\(server.port)\r\n"))
        let answer = try await client.answer()
        return (answer, try await client.readToEnd())
    }

    @Test(
        "What cannot be trusted to end where it seems to is refused, and the connection ends",
        arguments: [
            "POST / HTTP/1.1\r\nH\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nH\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nH\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
            "GET / HTTP/1.1\r\nH\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nH\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: a\r\n b\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: a\r\n\tb\r\nY: c\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: a\0b\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: a\0\0\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: \0\r\nY: b\r\n\r\n",
            "GET / HTTP/1.1\r\nX : a\r\nH\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\n: a\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX(y): a\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: a\rb\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: a\u{1}b\r\n\r\n",
            "GET / HTTP/1.1\r\nH\r\nX: a\n\r\n",
            "GET / HTTP/1.1\nH\r\n\r\n",
            "GET /\0x HTTP/1.1\r\nH\r\n\r\n",
            "GET /a b HTTP/1.1\r\nH\r\n\r\n",
            "GET  / HTTP/1.1\r\nH\r\n\r\n",
            "GET /é HTTP/1.1\r\nH\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nH\r\n\r\n",
            "GET /?a=%00 HTTP/1.1\r\nH\r\n\r\n",
            "GET /#x HTTP/1.1\r\nH\r\n\r\n",
            "GET example.com HTTP/1.1\r\nH\r\n\r\n",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        ])
    func malformed(message: String) async throws {
        try await withServer(routes) { server in
            let (answer, rest) = try await answer(server, message)
            #expect(answer.status == 400)
            #expect(answer["content-type"] == "application/problem+json")
            #expect(answer["connection"] == "close")
            #expect(answer.text.contains("\"code\"") || answer.text.contains("malformed_request"))
            #expect(answer.text.contains(answer["x-request-id"] ?? "none"))
            #expect(rest == "")
        }
    }

    @Test(
        "A Transfer-Encoding that is not chunked is answered 501, not waited for",
        arguments: ["gzip", "gzip, chunked", "identity", "chunked, chunked", "xchunked", ""])
    func transferEncoding(coding: String) async throws {
        try await withServer(routes) { server in
            let (answer, _) = try await answer(
                server, "POST / HTTP/1.1\r\nH\r\nTransfer-Encoding: \(coding)\r\n\r\n")
            #expect(answer.status == 501)
            #expect(answer.text.contains("transfer_encoding_unknown"))
        }
    }

    @Test(
        "A Content-Length that is no plain number of 63 bits is refused",
        arguments: [
            "+3", "-3", "3,3", "3 3", "0x3", "", "18446744073709551616", "9223372036854775808",
            "18446744073709551615",
        ])
    func contentLength(text: String) async throws {
        try await withServer(routes) { server in
            let (answer, _) = try await answer(
                server, "POST / HTTP/1.1\r\nH\r\nContent-Length: \(text)\r\n\r\nabc")
            #expect(answer.status == 400)
            #expect(answer["content-type"] == "application/problem+json")
            #expect(answer.text.contains("Content-Length is not a number of bytes."))
            #expect(answer.text.contains(answer["x-request-id"] ?? "none"))
        }
    }

    @Test("A length that is refused late, its header in pieces, finds its own connection")
    func contentLengthInPieces() async throws {
        try await withServer(routes) { server in
            let clients = try (0..<8).map { _ in try server.client() }
            for client in clients {
                client.send("POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n")
            }
            for (index, client) in clients.enumerated() {
                client.send("Content-Length: \(index.isMultiple(of: 2) ? "x" : "2")\r\n\r\nab")
            }
            for (index, client) in clients.enumerated() {
                let status = try await client.answer().status
                #expect(status == (index.isMultiple(of: 2) ? 400 : 200))
            }
        }
    }

    @Test("An address in absolute form and leading blanks of values are read as they are meant")
    func tolerated() async throws {
        try await withServer(routes) { server in
            let messages = [
                "GET http://localhost:\(server.port)/ HTTP/1.1\r\nH\r\n\r\n",
                "GET HTTP://127.0.0.1:\(server.port) HTTP/1.1\r\nH\r\n\r\n",
                "GET / HTTP/1.1\r\nX:  a b \t\r\nH\r\nEmpty:\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
            ]
            for message in messages {
                let client = try server.client()
                client.send(
                    message.replacing("H\r\n", with: "Host: localhost:\(server.port)\r\n"))
                #expect(try await client.answer().text == "ok")
            }
        }
    }

    @Test("A chunked body is read; chunk extensions and trailers are passed over")
    func chunked() async throws {
        try await withServer(routes) { server in
            let client = try server.client()
            client.send(
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                    + "Transfer-Encoding: Chunked\r\n\r\n"
                    + "3\r\nabc\r\n2;a=b\r\nde\r\n0\r\nTrailer: x\r\n\r\n")
            #expect(try await client.answer().text == "5")
        }
    }

    @Test("A broken chunk ends the connection")
    func brokenChunk() async throws {
        try await withServer(routes) { server in
            let client = try server.client()
            client.send(
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n")
            #expect(try await client.answer().status == 400)
            #expect(try await client.readToEnd() == "")
        }
    }

    @Test("A target of 8 KiB is taken, a longer one answered 414")
    func targetLength() async throws {
        try await withServer(routes) { server in
            let host = " HTTP/1.1\r\nH\r\n\r\n"
            let most = "GET /?" + String(repeating: "a", count: (8 << 10) - 2)
            #expect(try await server.get(String(most.dropFirst(4))).status == 200)
            let (answer, _) = try await answer(server, most + "a" + host)
            #expect(answer.status == 414)
            #expect(answer["content-type"] == "application/problem+json")
        }
    }

    @Test("100 fields are taken, 101 and too large ones are answered 431")
    func headerLimits() async throws {
        try await withServer(routes) { server in
            let fields = String(repeating: "X: a\r\n", count: 99)
            #expect(try await server.get("/", fields).status == 200)
            #expect(try await server.get("/", fields + "X: a\r\n").status == 431)
            let long = "X: " + String(repeating: "a", count: 24 << 10) + "\r\n"
            let answer = try await server.get("/", long)
            #expect(answer.status == 431)
            #expect(answer.text.contains("headers_too_large"))
            // Beyond the engine's own memory it is the engine that refuses.
            let huge = "X: " + String(repeating: "a", count: 200 << 10) + "\r\n"
            #expect(try await server.get("/", huge).status == 431)
        }
    }
}
