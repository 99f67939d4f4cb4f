/// One request, its head read and checked; its body is still to come.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// Decoded, beginning with `/`.
    package let path: String
    package let query: QueryParameters
    package let headers: HTTPHeaders
    /// Stands in the answer's `x-request-id`, in problems and in the log.
    package let requestID: String
    /// The peer's numeric address. Personal data: not for logs.
    package let remoteAddress: String
    package let body: HTTPRequestBody

    /// For tests of handlers; the server makes its own.
    package init(
        _ method: HTTPMethod, _ path: String, query: QueryParameters = QueryParameters(),
        headers: HTTPHeaders = [:], body: HTTPRequestBody = .empty,
        requestID: String = "test", remoteAddress: String = "127.0.0.1"
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.requestID = requestID
        self.remoteAddress = remoteAddress
    }

    /// The media type of the body in lower case, without parameters: `application/json`.
    package var contentType: String? {
        headers["content-type"].map { value in
            String(value.prefix { $0 != ";" }.trimmingBlanks()).lowercased()
        }
    }

    /// Whether the client takes this coding of content (`gzip`, `br`); `;q=0` says no.
    package func accepts(encoding: String) -> Bool {
        for value in headers.values("accept-encoding") {
            for item in value.split(separator: ",") {
                let parts = item.split(separator: ";")
                guard let name = parts.first?.trimmingBlanks(),
                    name.equalsIgnoringASCIICase(encoding)
                else { continue }
                let refused = parts.dropFirst().contains { part in
                    let quality = part.trimmingBlanks().lowercased()
                    return quality.hasPrefix("q=") && Double(quality.dropFirst(2)) == 0
                }
                return !refused
            }
        }
        return false
    }

    /// Whether the client has this version already: `If-None-Match` names the tag or is `*`.
    package func hasCurrent(entityTag: String) -> Bool {
        headers.values("if-none-match").contains { value in
            value.split(separator: ",").contains { item in
                var tag = item.trimmingBlanks()
                if tag.hasPrefix("W/") { tag.removeFirst(2) }
                return tag == "*" || tag == entityTag
            }
        }
    }
}
