import Foundation
import HTTPClient
import JSONCoding
import Testing

@Suite("Commands and a running server", .serialized)
struct CommandTests {
    private static let orders = """
        Date,Customer ID,Order ID,Sales
        2026-10-01,a,1,10.00
        2026-10-15,b,2,20.50
        2026-11-02,a,3,5.25
        2026-11-03,,4,100.00
        """

    @Test("An import through a server is published, and the same file changes nothing")
    func importThroughServer() async throws {
        let server = try RunningServer()
        defer { server.remove() }
        try await server.start()
        let path = server.folder + "/orders.csv"
        try Self.orders.write(toFile: path, atomically: true, encoding: .utf8)
        let first = try await server.run(["import", "orders", path])
        #expect(first.exitCode == 0, "\(first.messages)")
        #expect(first.output.contains(server.address + "/overview"))
        #expect(try await server.run(["pipeline", "run"]).exitCode == 0)
        let revenue = try await server.query(
            "SELECT SUM(sales_amount), COUNT(*) FROM business.orders")
        #expect(revenue == [["135.75", "4"]])
        let second = try await server.run(["import", path, "--json"])
        #expect(second.output.contains("\"status\":\"unchanged\""))
        let lines = try await server.query("SELECT COUNT(*) FROM landing.order_lines")
        #expect(lines == [["4"]])
    }

    @Test("Without a server the same commands open the folder themselves")
    func withoutServer() async throws {
        let server = try RunningServer()
        defer { server.remove() }
        let path = server.folder + "/orders.csv"
        try Self.orders.write(toFile: path, atomically: true, encoding: .utf8)
        let preview = try await server.run(["import", "orders", path, "--dry-run"])
        #expect(preview.exitCode == 0)
        #expect(preview.output.contains("missing_customer"))
        #expect(try await server.run(["import", "orders", path]).exitCode == 0)
        let answer = try await server.run([
            "query", "SELECT period_month, total_sales FROM business.monthly_metrics ORDER BY 1",
            "--json",
        ])
        #expect(
            answer.output.trimmingCharacters(in: .whitespacesAndNewlines)
                == #"[{"period_month":"2026-10-01","total_sales":30.5},{"period_month":"2026-11-01","total_sales":105.25}]"#
        )
        let runs = try await server.run(["pipeline", "runs"])
        #expect(runs.output.contains("succeeded"))
        #expect(try await server.run(["pipeline", "test"]).exitCode == 0)
    }

    @Test("A second server on the folder, and one on a port in use, are refused in words")
    func refusals() async throws {
        let server = try RunningServer()
        defer { server.remove() }
        try await server.start()
        let second = try await server.run(["serve", "--listen", "127.0.0.1:0"])
        #expect(second.exitCode == 1)
        #expect(second.messages.contains("is in use by another bellwether"))
        let port = try #require(server.address.split(separator: ":").last)
        let other = try RunningServer()
        defer { other.remove() }
        let taken = try await other.run(["serve", "--listen", "127.0.0.1:\(port)"])
        #expect(taken.exitCode == 1)
        #expect(taken.messages.contains("port \(port)"))
        let outside = try await other.run(["serve", "--listen", "0.0.0.0:8080"])
        #expect(outside.exitCode == 1)
        #expect(outside.messages.contains("until API keys exist"))
    }

    @Test(
        "What is no command, no file or no setting is refused with what to do",
        arguments: [
            (["srve"], Int32(2), "did you mean `serve`?"),
            (["import", "orders"], 2, "needs FILE"),
            (["import", "orders", "/nowhere/at/all.csv"], 1, "no such file"),
            (["import", "orders", "/"], 1, "folder"),
            (["pipeline", "run", "--select", "business.nothing"], 1, "there is no model"),
            (["pipeline", "run", "--as-of", "2026-01-01"], 1, "--into"),
            (["query", "DROP TABLE business.orders"], 1, "only one SELECT"),
            (["serve", "--lissen", "x"], 2, "no option --lissen"),
        ])
    func wrongLines(words: [String], exitCode: Int32, message: String) async throws {
        let server = try RunningServer()
        defer { server.remove() }
        let result = try await server.run(words)
        #expect(result.exitCode == exitCode, "\(result.messages)")
        #expect(result.messages.contains(message), "\(result.messages)")
    }

    @Test("A page of another origin is refused, ours and none are not")
    func origins() async throws {
        let server = try RunningServer()
        defer { server.remove() }
        try await server.start()
        let connection = try HTTPConnection(address: server.address)
        for (origin, status) in [
            ("http://evil.example", 403), (server.address, 200), ("null", 403),
        ] {
            let response = try await connection.send(
                ClientRequest("GET", "/v1/workspace", headers: [("origin", origin)]))
            #expect(response.status == status, "\(origin)")
        }
        let plain = try await connection.send(.get("/v1/workspace"))
        #expect(plain.status == 200)
    }
}
