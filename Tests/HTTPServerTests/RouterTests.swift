import Testing

@testable import HTTPServer

@Suite("Router") struct RouterTests {
    private struct Fault: Error {}

    private func router() -> Router {
        var router = Router()
        router.on(.get, "/", about: "Home") { _, _ in .text("home") }
        router.on(.get, "/campaigns/{campaign_id}/kpis") { request, parameters in
            let hours = try request.query.integer("hours", default: 24, in: 1...168)
            return .text("\(parameters["campaign_id"]) \(hours)")
        }
        router.on(.get, "/campaigns/all/kpis") { _, _ in .text("all") }
        router.on(.get, "/runs/{id}") { _, parameters in
            .text("run \(try parameters.value("id", as: Int.self))")
        }
        router.on(.post, "/runs/{id}") { _, _ in throw Fault() }
        router.on(.get, "/assets/{path...}") { _, parameters in .text(parameters["path"]) }
        return router
    }

    private func answer(_ method: HTTPMethod, _ path: String, _ query: String = "") async throws
        -> (Int, String)
    {
        let response = await router().respond(
            to: HTTPRequest(
                method, path, query: try #require(QueryParameters(parsing: query))))
        return (
            response.status.code,
            String(decoding: try await response.collectedBody(), as: UTF8.self)
        )
    }

    @Test(
        "A path leads to its handler",
        arguments: [
            ("/", "home"), ("/campaigns/c1/kpis", "c1 24"), ("/campaigns/all/kpis", "all"),
            ("/campaigns/a%2Fb%20%C3%A9/kpis", "a/b é 24"), ("/runs/7", "run 7"),
            ("/assets/app.js", "app.js"), ("/assets/vendor/x/y.js", "vendor/x/y.js"),
            ("/assets/", ""),
        ])
    func found(path: String, expected: String) async throws {
        let (status, text) = try await answer(.get, path)
        #expect(status == 200)
        #expect(text == expected)
    }

    @Test(
        "What no route names is not found",
        arguments: [
            "/campaigns", "/campaigns/c1", "/campaigns/c1/kpis/", "/campaigns//kpis", "/runs/x",
            "/assets", "//", "/runs/%zz", "/runs/%00", "/runs/%ff",
        ])
    func notFound(path: String) async throws {
        let (status, text) = try await answer(.get, path)
        #expect(status == 404)
        #expect(text.hasPrefix(#"{"type":"urn:bellwether:problem:not_found","title":"Not Found""#))
    }

    @Test("A route of another method answers 405 and names the methods")
    func methodNotAllowed() async throws {
        let response = await router().respond(to: HTTPRequest(.delete, "/runs/7"))
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers["Allow"] == "GET, HEAD, OPTIONS, POST")
        let options = await router().respond(to: HTTPRequest(.options, "/"))
        #expect(options.status == .noContent)
        #expect(options.headers["allow"] == "GET, HEAD, OPTIONS")
    }

    @Test("HEAD is answered by the GET route")
    func head() async throws {
        #expect(try await answer(.head, "/runs/7").0 == 200)
    }

    @Test("A parameter out of range is refused with its name", arguments: ["0", "169", "x", ""])
    func badParameter(value: String) async throws {
        let (status, text) = try await answer(.get, "/campaigns/c1/kpis", "hours=\(value)")
        #expect(status == 400)
        #expect(text.contains(#""errors":[{"pointer":"hours","code":"bad_parameter""#))
    }

    @Test("Both ends of a parameter's range are taken", arguments: ["1", "168"])
    func goodParameter(value: String) async throws {
        let (status, text) = try await answer(.get, "/campaigns/c1/kpis", "hours=\(value)")
        #expect(status == 200)
        #expect(text == "c1 \(value)")
    }

    @Test("An unexpected error becomes a 500 without its text")
    func internalError() async throws {
        let (status, text) = try await answer(.post, "/runs/7")
        #expect(status == 500)
        #expect(!text.contains("Fault"))
        #expect(text.contains(#""request_id":"test""#))
    }

    @Test("The error hook sees what is no problem already")
    func hook() async {
        var router = router()
        router.errorResponse = { error, _ in
            HTTPResponse(error is Fault ? .conflict : .ok)
        }
        #expect(await router.respond(to: HTTPRequest(.post, "/runs/7")).status == .conflict)
        #expect(await router.respond(to: HTTPRequest(.get, "/runs/x")).status == .notFound)
    }

    @Test("Routes keep what documentation needs")
    func metadata() {
        #expect(router().routes.map(\.path).first == "/")
        #expect(router().routes.first?.about.summary == "Home")
    }
}
