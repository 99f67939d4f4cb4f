import Testing

@testable import HTTPServer

@Suite("Hosts and origins", .timeLimit(.minutes(1))) struct HostPolicyTests {
    private let policy = HostPolicy(
        port: 8080, allowedHosts: ["Stats.Example.com"],
        allowedOrigins: ["https://intranet.example.com"])

    @Test(
        "Names of this machine with the port and configured names are answered",
        arguments: [
            "127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080", "stats.example.com",
        ])
    func ownHosts(host: String) {
        #expect(policy.refusal(host: host, origin: nil) == nil)
        #expect(policy.refusal(host: host, origin: "http://\(host)") == nil)
    }

    @Test(
        "Another name is refused, so that no page can lend its own to this address",
        arguments: [
            "localhost", "localhost:8081", "evil.example", "127.0.0.1.evil.example:8080", "",
            "localhost:8080.evil.example", "stats.example.com:8080",
        ])
    func foreignHosts(host: String) {
        #expect(policy.refusal(host: host, origin: nil)?.status == .misdirectedRequest)
    }

    @Test(
        "A page of another site is refused",
        arguments: [
            "http://evil.example", "null", "http://localhost:3000", "http://localhost",
            "https://localhost:8080.evil.example", "",
        ])
    func foreignOrigins(origin: String) {
        let problem = policy.refusal(host: "localhost:8080", origin: origin)
        #expect(problem?.status == .forbidden)
        #expect(problem?.code == "foreign_origin")
    }

    @Test(
        "Pages of this server and configured ones are answered",
        arguments: [
            "http://localhost:8080", "http://127.0.0.1:8080", "https://stats.example.com",
            "https://intranet.example.com",
        ])
    func ownOrigins(origin: String) {
        #expect(policy.refusal(host: "localhost:8080", origin: origin) == nil)
    }

    @Test("On port 80 the port may be left out")
    func port80() {
        let policy = HostPolicy(port: 80, allowedHosts: [], allowedOrigins: [])
        #expect(policy.refusal(host: "localhost", origin: "http://localhost") == nil)
    }

    @Test("The running server refuses foreign hosts and origins before any handler")
    func served() async throws {
        try await withServer({ router in
            router.on(.get, "/") { _, _ in .text("ok") }
            router.on(.post, "/") { _, _ in .text("changed") }
        }) { server in
            let client = try server.client()
            client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
            #expect(try await client.answer().status == 421)
            client.send(
                "GET http://evil.example/ HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
            #expect(try await client.answer().status == 421)
            client.send(
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\nContent-Length: 2\r\n"
                    + "Origin: http://evil.example\r\n\r\n{}")
            let refused = try await client.answer()
            #expect(refused.status == 403)
            #expect(refused.text.contains("A page of another site may not use this server."))
            client.send(
                "POST / HTTP/1.1\r\nHost: localhost:\(server.port)\r\nContent-Length: 2\r\n"
                    + "Origin: http://localhost:\(server.port)\r\n\r\n{}")
            #expect(try await client.answer().text == "changed")
        }
    }
}
