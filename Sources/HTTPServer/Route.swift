/// A method and a path template with its handler and what the server and readers must know of it.
package struct Route: Sendable {
    package typealias Handler =
        @Sendable (HTTPRequest, PathParameters) async throws -> HTTPResponse

    package let method: HTTPMethod
    /// `/campaigns/{campaign_id}/kpis`; a last segment `{name...}` takes all that follows.
    package let path: String
    package let about: RouteDescription
    package let options: RouteOptions
    package let handler: Handler
}

/// Limits and habits of one route.
package struct RouteOptions: Sendable {
    /// The longest body as it is sent, in bytes; 413 above.
    package var bodyBytesMax: Int
    /// The longest body after inflating, in bytes; 413 above. Nil: gzip is refused with 415.
    package var inflatedBytesMax: Int?
    /// The media types that a body may have, in lower case; 415 for another. Empty: any, and none.
    package var contentTypes: [String]
    /// How long the whole body may take; nil: the server's setting.
    package var bodyDeadline: Duration?
    /// Whether the access log keeps its successes for the level `debug`: probes and assets.
    package var isQuiet: Bool

    package init(
        bodyBytesMax: Int = 1 << 20, inflatedBytesMax: Int? = 8 << 20,
        contentTypes: [String] = [], bodyDeadline: Duration? = nil, isQuiet: Bool = false
    ) {
        self.bodyBytesMax = bodyBytesMax
        self.inflatedBytesMax = inflatedBytesMax
        self.contentTypes = contentTypes
        self.bodyDeadline = bodyDeadline
        self.isQuiet = isQuiet
    }
}
