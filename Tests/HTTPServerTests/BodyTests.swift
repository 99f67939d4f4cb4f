import CZlib
import Synchronization
import Testing

@testable import HTTPServer

@Suite("Bodies", .timeLimit(.minutes(1))) struct BodyTests {
    private func post(
        _ server: ServerUnderTest, _ path: String, _ body: [UInt8], _ extra: String = ""
    ) async throws -> RawAnswerText {
        let client = try server.client()
        let head =
            "POST \(path) HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
            + "Content-Length: \(body.count)\r\n\(extra)\r\n"
        async let sent = client.sendAll(Array(head.utf8) + body)
        let answer = try await client.answer()
        _ = await sent
        return answer
    }

    private func collecting(_ router: inout Router, options: RouteOptions = RouteOptions()) {
        router.on(.post, "/", options: options) { request, _ in
            .text(BodyTests.checked(try await request.body.collect(upTo: 64 << 20)))
        }
    }

    /// Length and checksum.
    private static func checked(_ bytes: [UInt8]) -> String {
        let sum = bytes.withUnsafeBytes { adler32(1, $0.baseAddress, UInt32($0.count)) }
        return "\(bytes.count) \(sum)"
    }

    private func checked(_ bytes: [UInt8]) -> String { BodyTests.checked(bytes) }

    /// Bytes of which a missing, doubled or swapped piece changes the checksum.
    private func pattern(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var value: UInt32 = 1
            for index in 0..<count {
                value = value &* 1_664_525 &+ 1_013_904_223
                buffer[index] = UInt8(truncatingIfNeeded: value >> 24) & 0x3F
            }
            filled = count
        }
    }

    @Test(
        "A body arrives whole whatever its size",
        arguments: [0, 1, 1000, 32 << 10, (32 << 10) + 1, 180_000, 3_000_000])
    func sizes(count: Int) async throws {
        try await withServer({
            collecting(&$0, options: RouteOptions(bodyBytesMax: 3_000_000))
        }) { server in
            let body = pattern(count)
            let answer = try await post(server, "/", body)
            #expect(answer.text == checked(body))
        }
    }

    @Test("Chunks come in order, and a slow reader holds the client back")
    func backPressure() async throws {
        let gate = Signal()
        // More than the kernel's buffers of both sides hold.
        let total = 24 << 20
        try await withServer({ router in
            router.on(.post, "/", options: RouteOptions(bodyBytesMax: total)) { request, _ in
                var chunks = request.body.makeAsyncIterator()
                var bytes = try await chunks.next() ?? []
                await gate.wait()
                while let chunk = try await chunks.next() { bytes += chunk }
                return .text(BodyTests.checked(bytes))
            }
        }) { server in
            let client = try server.client()
            let piece = pattern(1 << 20)
            let body = (0..<24).flatMap { [UInt8(truncatingIfNeeded: $0)] + piece.dropFirst() }
            let head =
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                + "Content-Length: \(total)\r\n\r\n"
            let isSent = Atomic<Bool>(false)
            async let sent: Void = {
                _ = await client.sendAll(Array(head.utf8) + body)
                isSent.store(true, ordering: .relaxed)
            }()
            try await Task.sleep(for: .milliseconds(100))
            let wasSent = isSent.load(ordering: .relaxed)
            #expect(!wasSent)
            gate.set()
            #expect(try await client.answer().text == checked(body))
            await sent
        }
    }

    @Test("A body of the limit is taken; a longer one is answered 413 before it is sent")
    func declaredLimit() async throws {
        try await withServer({
            collecting(&$0, options: RouteOptions(bodyBytesMax: 1000))
        }) { server in
            #expect(try await post(server, "/", pattern(1000)).status == 200)
            let answer = try await post(server, "/", pattern(1001))
            #expect(answer.status == 413)
            #expect(answer.text.contains("body_too_large"))
            let huge = try await post(server, "/", pattern(6 << 20))
            #expect(huge.status == 413)
            #expect(huge["connection"] == "close")
        }
    }

    @Test("A chunked body that passes the limit is answered 413 in its middle")
    func chunkedLimit() async throws {
        try await withServer({
            collecting(&$0, options: RouteOptions(bodyBytesMax: 100_000))
        }) { server in
            let client = try server.client()
            let chunk = "8000\r\n" + String(repeating: "x", count: 0x8000) + "\r\n"
            let head =
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
            async let sent = client.sendAll(
                Array((head + String(repeating: chunk, count: 400)).utf8))
            let answer = try await client.answer()
            #expect(answer.status == 413)
            #expect(answer["connection"] == "close")
            #expect(answer["x-request-id"] != nil)
            _ = await sent
            await server.stop()
            #expect(server.logged.contains("\"status\":413"))
        }
    }

    @Test("The limit that a handler asks for itself is kept as well")
    func collectLimit() async throws {
        try await withServer({ router in
            router.on(.post, "/") { request, _ in
                .text("\(try await request.body.collect(upTo: 40_000).count)")
            }
        }) { server in
            for (count, status) in [(40_000, 200), (40_001, 413), (900_000, 413)] {
                let answer = try await post(server, "/", pattern(count))
                #expect(answer.status == status)
            }
        }
    }

    @Test("A gzip body is inflated, in one member or several")
    func gzip() async throws {
        try await withServer({
            collecting(&$0, options: RouteOptions(bodyBytesMax: 4 << 20))
        }) { server in
            for count in [1, 5000, 700_000] {
                let body = pattern(count)
                let small = try #require(GzipDeflater.deflated(body + pattern(2000)))
                let answer = try await post(server, "/", small, "Content-Encoding: gzip\r\n")
                #expect(answer.text == checked(body + pattern(2000)))
                let two = try await post(server, "/", small + small, "Content-Encoding: gzip\r\n")
                #expect(two.text == checked(body + pattern(2000) + body + pattern(2000)))
            }
        }
    }

    @Test("A gzip bomb is answered 413 after the limit, not after its end")
    func gzipBomb() async throws {
        try await withServer({
            collecting(
                &$0,
                options: RouteOptions(bodyBytesMax: 1 << 20, inflatedBytesMax: 2 << 20))
        }) { server in
            let zeros = [UInt8](repeating: 0, count: 32 << 20)
            let bomb = try #require(GzipDeflater.deflated(zeros))
            #expect(bomb.count < 60_000)
            let answer = try await post(server, "/", bomb, "Content-Encoding: gzip\r\n")
            #expect(answer.status == 413)
            #expect(answer.text.contains("inflated_body_too_large"))
            let exact = try #require(GzipDeflater.deflated(Array(zeros[..<(2 << 20)])))
            #expect(
                try await post(server, "/", exact, "Content-Encoding: gzip\r\n").status == 200)
            let more = try #require(GzipDeflater.deflated(Array(zeros[...(2 << 20)])))
            #expect(
                try await post(server, "/", more, "Content-Encoding: gzip\r\n").status == 413)
        }
    }

    @Test("Broken, cut or prolonged gzip is answered 400")
    func brokenGzip() async throws {
        try await withServer({ collecting(&$0) }) { server in
            let good = try #require(GzipDeflater.deflated(pattern(5000)))
            var flipped = good
            flipped[good.count / 2] ^= 0xFF
            let bodies = [
                Array("no gzip".utf8), Array(good.dropLast()), Array(good[..<5]),
                good + Array("tail".utf8), flipped,
            ]
            for body in bodies {
                let answer = try await post(server, "/", body, "Content-Encoding: gzip\r\n")
                #expect(answer.status == 400)
                #expect(answer.text.contains("body_not_gzip"))
            }
        }
    }

    @Test("Types and codings that a route does not take are answered 415 with those it takes")
    func mediaTypes() async throws {
        try await withServer({
            collecting(
                &$0,
                options: RouteOptions(
                    inflatedBytesMax: nil,
                    contentTypes: ["application/json", "application/x-ndjson"]))
        }) { server in
            let good = "Content-Type: Application/JSON; charset=utf-8\r\n"
            #expect(try await post(server, "/", [1], good).status == 200)
            let type = try await post(server, "/", [1], "Content-Type: text/csv\r\n")
            #expect(type.status == 415)
            #expect(type["accept"] == "application/json, application/x-ndjson")
            #expect(try await post(server, "/", [1]).status == 415)
            let coding = try await post(server, "/", [1], good + "Content-Encoding: gzip\r\n")
            #expect(coding.status == 415)
            #expect(coding["accept-encoding"] == "identity")
        }
        try await withServer({ collecting(&$0) }) { server in
            let coding = try await post(server, "/", [1], "Content-Encoding: br\r\n")
            #expect(coding.status == 415)
            #expect(coding["accept-encoding"] == "gzip, identity")
        }
    }

    @Test("A client that waits for leave gets it, or the refusal instead")
    func expectContinue() async throws {
        try await withServer({
            collecting(&$0, options: RouteOptions(bodyBytesMax: 1000))
        }) { server in
            let client = try server.client()
            let head =
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                + "Expect: 100-continue\r\nContent-Length: "
            client.send(head + "3\r\n\r\n")
            #expect(try await client.answer().status == 100)
            client.send("abc")
            #expect(try await client.answer().text == checked(Array("abc".utf8)))
            client.send(head + "1001\r\n\r\n")
            #expect(try await client.answer().status == 413)
            #expect(try await client.readToEnd() == "")
        }
    }

    @Test("A handler that does not read a short body keeps the connection")
    func unreadBody() async throws {
        try await withServer({ router in
            router.on(.post, "/") { _, _ in .text("unread") }
            router.on(.get, "/") { _, _ in .text("next") }
        }) { server in
            let client = try server.client()
            for count in [10, 100_000] {
                client.send(
                    "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                        + "Content-Length: \(count)\r\n\r\n")
                _ = await client.sendAll(pattern(count))
                #expect(try await client.answer().text == "unread")
                client.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
                #expect(try await client.answer().text == "next")
            }
        }
    }

    @Test("A handler that has heard enough answers in the middle of a long body")
    func earlyAnswer() async throws {
        try await withServer({ router in
            router.on(.post, "/", options: RouteOptions(bodyBytesMax: 64 << 20)) { request, _ in
                var chunks = request.body.makeAsyncIterator()
                _ = try await chunks.next()
                throw HTTPProblem(.conflict, code: "enough", detail: "Enough.")
            }
        }) { server in
            let answer = try await post(server, "/", pattern(6 << 20))
            #expect(answer.status == 409)
            #expect(answer["connection"] == "close")
        }
    }

    @Test("A client that leaves in the middle of its body cancels the reader")
    func disconnect() async throws {
        let began = Signal()
        let cancelled = Signal()
        try await withServer({ router in
            router.on(.post, "/") { request, _ in
                began.set()
                do {
                    _ = try await request.body.collect(upTo: 1 << 20)
                } catch is CancellationError {
                    cancelled.set()
                    throw CancellationError()
                }
                return .text("all")
            }
        }) { server in
            let client = try server.client()
            client.send(
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n"
                    + "Content-Length: 100000\r\n\r\nabc")
            await began.wait()
            client.close()
            await cancelled.wait()
        }
    }
}
