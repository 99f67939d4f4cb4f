import Synchronization
import Testing

@testable import HTTPServer

@Suite("Streamed answers", .timeLimit(.minutes(1))) struct StreamTests {
    private struct Fault: Error {}

    private func get(_ server: ServerUnderTest, _ path: String) throws -> RawClient {
        let client = try server.client()
        client.send("GET \(path) HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
        return client
    }

    @Test("A stream arrives whole, in chunks or with its length, and the connection stays")
    func whole() async throws {
        try await withServer({ router in
            router.on(.get, "/{kind}") { _, parameters in
                let piece = [UInt8](repeating: 0x61, count: 10_000)
                return .stream(
                    contentType: "text/plain",
                    length: parameters["kind"] == "length" ? 1_000_000 : nil
                ) { writer in
                    for _ in 0..<100 { try await writer.write(piece) }
                }
            }
        }) { server in
            let client = try get(server, "/chunked")
            let chunked = try await client.answer()
            #expect(chunked["transfer-encoding"] == "chunked")
            #expect(chunked.body.count == 1_000_000)
            client.send("GET /length HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            let length = try await client.answer()
            #expect(length["content-length"] == "1000000")
            #expect(length.body.count == 1_000_000)
            client.send("HEAD /length HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            let head = try await client.answer(isHead: true)
            #expect(head["content-length"] == "1000000")
            client.send("HEAD /chunked HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            #expect(try await client.answer(isHead: true).status == 200)
            // Not even an empty chunk, which would be taken for the next answer.
            #expect(try await client.readToEnd() == "")
        }
    }

    @Test("A slow client holds the writer back")
    func backPressure() async throws {
        let written = Atomic<Int>(0)
        try await withServer({ router in
            router.on(.get, "/") { _, _ in
                .stream(contentType: "text/plain") { writer in
                    let piece = [UInt8](repeating: 0x61, count: 64 << 10)
                    for _ in 0..<512 {
                        try await writer.write(piece)
                        written.wrappingAdd(piece.count, ordering: .relaxed)
                    }
                }
            }
        }) { server in
            let client = try server.client()
            client.send("GET / HTTP/1.0\r\n\r\n")
            try await Task.sleep(for: .milliseconds(150))
            // Of 32 MiB no more than the kernel's buffers of both sides hold.
            let early = written.load(ordering: .relaxed)
            #expect(early < 16 << 20)
            let count = try await client.countToEnd()
            #expect((32 << 20..<(32 << 20) + 2000).contains(count))
        }
    }

    @Test("A stream that fails leaves an incomplete answer, and the connection ends")
    func failure() async throws {
        try await withServer({ router in
            router.on(.get, "/") { _, _ in
                .stream(contentType: "text/plain") { writer in
                    try await writer.write("part")
                    throw Fault()
                }
            }
        }) { server in
            let text = try await get(server, "/").readToEnd()
            #expect(text.hasSuffix("\r\n4\r\npart\r\n"))
            #expect(server.logged.contains("a request failed"))
        }
    }

    @Test("A client that leaves a waiting handler cancels it")
    func disconnectWhileWaiting() async throws {
        let began = Signal()
        let cancelled = Signal()
        try await withServer({ router in
            router.on(.get, "/") { _, _ in
                began.set()
                do {
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    cancelled.set()
                    throw error
                }
                return .text("late")
            }
        }) { server in
            let client = try get(server, "/")
            await began.wait()
            client.close()
            await cancelled.wait()
            await server.stop()
            #expect(server.logged.contains("\"status\":499"))
            #expect(!server.logged.contains("a request failed"))
        }
    }

    @Test("A client that leaves a stream cancels its writer")
    func disconnectWhileStreaming() async throws {
        let cancelled = Signal()
        try await withServer({ router in
            router.on(.get, "/") { _, _ in
                .stream(contentType: "text/plain") { writer in
                    do {
                        while true { try await writer.write("on and on ") }
                    } catch {
                        cancelled.set()
                        throw error
                    }
                }
            }
        }) { server in
            let client = try get(server, "/")
            _ = try await client.read(until: "on and on")
            client.close()
            await cancelled.wait()
        }
    }

    @Test("Events come as they are sent, with heartbeats in between, until the stream ends")
    func events() async throws {
        let go = Signal()
        try await withServer(
            { router in
                router.on(.get, "/") { _, _ in
                    .events { stream in
                        try await stream.retry(after: .seconds(2))
                        try await stream.send(event: "funnel", data: "{}", id: "1")
                        await go.wait()
                        try await stream.send(data: "last")
                    }
                }
            }, configure: { $0.deadlines.heartbeat = .milliseconds(20) }
        ) { server in
            let client = try get(server, "/")
            let first = try await client.read(until: "event: funnel\nid: 1\ndata: {}\n\n")
            #expect(first.contains("content-type: text/event-stream"))
            #expect(first.contains("retry: 2000\n\n"))
            _ = try await client.read(until: ": \n\n")
            _ = try await client.read(until: ": \n\n")
            go.set()
            let last = try await client.read(until: "\r\n0\r\n\r\n")
            #expect(last.contains("data: last\n\n"))
            client.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            _ = try await client.read(until: "event: funnel")
        }
    }

    @Test("A client that leaves an event stream ends it though nothing is sent")
    func eventsDisconnect() async throws {
        let ended = Signal()
        try await withServer({ router in
            router.on(.get, "/") { _, _ in
                .events { stream in
                    defer { ended.set() }
                    try await stream.comment("hello")
                    try await Task.sleep(for: .seconds(60))
                }
            }
        }) { server in
            let client = try get(server, "/")
            _ = try await client.read(until: "hello")
            client.close()
            await ended.wait()
        }
    }

    @Test("200 waiting handlers do not keep others from being answered")
    func manyWaiting() async throws {
        let go = Signal()
        try await withServer({ router in
            router.on(.get, "/wait") { _, _ in
                await go.wait()
                return .text("waited")
            }
            router.on(.get, "/") { _, _ in .text("at once") }
        }) { server in
            let clients = try (0..<200).map { _ in try get(server, "/wait") }
            #expect(try await get(server, "/").answer().text == "at once")
            go.set()
            for client in clients { #expect(try await client.answer().text == "waited") }
        }
    }
}
