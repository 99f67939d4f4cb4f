import Synchronization
import Testing

@testable import HTTPServer

@Suite("Shutdown", .timeLimit(.minutes(1))) struct DrainTests {
    @Test("A running request is finished, its connection closed, a new one not accepted")
    func graceful() async throws {
        let began = Signal()
        let go = Signal()
        let server = try ServerUnderTest({ router in
            router.on(.get, "/") { _, _ in
                began.set()
                await go.wait()
                return .text("finished")
            }
        })
        let idle = try server.client()
        let busy = try server.client()
        busy.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
        await began.wait()
        async let stopped: Void = server.server.shutdown(within: .seconds(5))
        #expect(try await idle.readToEnd() == "")
        go.set()
        let answer = try await busy.answer()
        #expect(answer.text == "finished")
        #expect(answer["connection"] == "close")
        #expect(try await busy.readToEnd() == "")
        await stopped
        #expect(throws: RawClient.Timeout.self) { try server.client() }
        await server.stop()
    }

    @Test("Event streams end at once and cleanly")
    func eventStreams() async throws {
        let server = try ServerUnderTest({ router in
            router.on(.get, "/") { _, _ in
                .events { stream in
                    try await stream.send(data: "first")
                    try await Task.sleep(for: .seconds(60))
                }
            }
        })
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
        _ = try await client.read(until: "data: first\n\n")
        let start = ContinuousClock.now
        await server.server.shutdown(within: .seconds(30))
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(try await client.readToEnd().hasSuffix("0\r\n\r\n"))
    }

    @Test("What does not end in time is cancelled and cut")
    func cut() async throws {
        let began = Signal()
        let cancelled = Signal()
        let server = try ServerUnderTest({ router in
            router.on(.get, "/") { _, _ in
                began.set()
                do {
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    cancelled.set()
                }
                return .text("never seen")
            }
        })
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
        await began.wait()
        await server.server.shutdown(within: .milliseconds(50))
        await cancelled.wait()
        #expect(try await client.readToEnd() == "")
        #expect(server.logged.contains("requests are cut"))
    }

    @Test("A handler that ignores its cancellation does not keep the server from stopping")
    func stubborn() async throws {
        let began = Signal()
        let go = Signal()
        let server = try ServerUnderTest({ router in
            router.on(.get, "/") { _, _ in
                began.set()
                await go.wait()
                return .text("late")
            }
        })
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
        await began.wait()
        await server.server.shutdown(within: .milliseconds(20))
        go.set()
        #expect(try await client.readToEnd() == "")
    }

    @Test("A server starts once")
    func once() async throws {
        let server = HTTPServer(
            configuration: try HTTPServerConfiguration(port: 0), router: Router())
        _ = try server.start()
        #expect(throws: HTTPServerError.startedTwice) { try server.start() }
        await server.shutdown(within: .seconds(1))
        await server.shutdown(within: .seconds(1))
        #expect(throws: HTTPServerError.startedTwice) { try server.start() }
    }

    @Test("IPv6's own address works as well")
    func loopback6() async throws {
        let server = HTTPServer(
            configuration: try HTTPServerConfiguration(address: "::1", port: 0), router: Router())
        do {
            let port = try server.start()
            #expect(port > 0)
        } catch HTTPServerError.listenFailed {
            // A machine without IPv6 says so in words; there is nothing else to see.
        }
        await server.shutdown(within: .seconds(1))
    }
}
