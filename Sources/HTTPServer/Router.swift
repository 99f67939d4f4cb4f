/// Finds the handler of a request.
///
///     var router = Router()
///     router.on(.get, "/campaigns/{campaign_id}/kpis", about: "KPIs of a campaign by the hour") {
///         request, parameters in
///         let hours = try request.query.integer("hours", default: 24, in: 1...168)
///         return .json(try await kpis(of: parameters["campaign_id"], hours: hours))
///     }
///
/// A fixed segment goes before a parameter. `HEAD` is answered by the `GET` route, `OPTIONS` and
/// 405 by the list of methods.
package struct Router: Sendable {
    /// Turns an error of a handler into an answer. `HTTPProblem` never comes here: it is one.
    package typealias ErrorResponse = @Sendable (any Error, HTTPRequest) -> HTTPResponse

    /// All routes in the order of their declaration.
    package private(set) var routes: [Route] = []
    package var errorResponse: ErrorResponse
    private var root = RouteTree()

    package init(
        errorResponse: @escaping ErrorResponse = { _, request in
            HTTPProblem.internalError.response(requestID: request.requestID)
        }
    ) {
        self.errorResponse = errorResponse
    }

    /// Declares a route. The same method and path twice is a fault of the program, which stops it.
    package mutating func on(
        _ method: HTTPMethod, _ path: String, about: RouteDescription = "",
        options: RouteOptions = RouteOptions(), handler: @escaping Route.Handler
    ) {
        precondition(
            method != .head && method != .options,
            "HEAD and OPTIONS are answered from the other routes")
        root.insert(
            Route(method: method, path: path, about: about, options: options, handler: handler),
            number: routes.count)
        routes.append(
            Route(method: method, path: path, about: about, options: options, handler: handler))
    }

    /// What a method and a decoded path lead to.
    enum Match {
        /// The number of the route in `routes`.
        case route(Int, PathParameters)
        case notFound
        /// 405, or 204 where the method is `OPTIONS`; with the value of `Allow`.
        case otherMethods(allow: String)
    }

    func match(_ method: HTTPMethod, segments: [String]) -> Match {
        guard let found = root.find(segments) else { return .notFound }
        let wanted = method == .head ? .get : method
        if let number = found.numbers[wanted] {
            return .route(number, PathParameters(found.parameters))
        }
        var allowed = found.numbers.keys.map(\.rawValue)
        if allowed.contains("GET") { allowed.append("HEAD") }
        allowed.append("OPTIONS")
        return .otherMethods(allow: allowed.sorted().joined(separator: ", "))
    }

    /// Splits a raw path into decoded segments; nil where an escape is broken.
    static func segments(ofRawPath path: some StringProtocol) -> [String]? {
        var segments: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentDecoding.decoded(part) else { return nil }
            segments.append(segment)
        }
        return segments
    }
}

extension Router {
    /// Answers a request without a network: for tests of routes. `request.path` is taken raw.
    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let segments = Router.segments(ofRawPath: request.path) else {
            return HTTPProblem.notFound.response(requestID: request.requestID)
        }
        switch match(request.method, segments: segments) {
        case .notFound: return HTTPProblem.notFound.response(requestID: request.requestID)
        case .otherMethods(let allow):
            return Router.otherMethods(
                request.method, allow: allow, requestID: request.requestID)
        case .route(let number, let parameters):
            return await respond(to: request, by: routes[number], parameters)
        }
    }

    /// The handler's answer, or the answer to its error.
    func respond(
        to request: HTTPRequest, by route: Route, _ parameters: PathParameters,
        onFailure: (any Error, HTTPResponse) -> Void = { _, _ in }
    ) async -> HTTPResponse {
        do {
            return try await route.handler(request, parameters)
        } catch let problem as HTTPProblem {
            return problem.response(requestID: request.requestID)
        } catch {
            let response = errorResponse(error, request)
            onFailure(error, response)
            return response
        }
    }

    static func otherMethods(
        _ method: HTTPMethod, allow: String, requestID: String
    ) -> HTTPResponse {
        if method == .options { return HTTPResponse(.noContent, headers: ["allow": allow]) }
        return HTTPProblem(
            .methodNotAllowed, code: "method_not_allowed",
            detail: "This address takes \(allow), not \(method.rawValue).",
            headers: ["allow": allow]
        ).response(requestID: requestID)
    }
}
