/// The answer to a request. The server adds the request id, the security headers, `date`,
/// `content-length` and, where the client takes it, gzip.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case empty
        /// Sent with `content-length`; from 1 KiB compressed where its type and the client allow.
        case bytes([UInt8])
        /// Written piece by piece; `length` where it is known (then exactly so many bytes).
        ///
        /// `write` waits while the client is slow. Where the closure throws, the connection is
        /// cut, so that the client sees an incomplete answer.
        case stream(length: Int?, @Sendable (HTTPResponseWriter) async throws -> Void)
        /// Server-sent events, until the closure returns, the client goes or the server drains.
        case events(@Sendable (SSEStream) async throws -> Void)
    }

    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: Body

    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension HTTPResponse {
    /// Bytes of a media type.
    package static func bytes(
        _ bytes: [UInt8], contentType: String, status: HTTPStatus = .ok,
        headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        var headers = headers
        headers["content-type"] = contentType
        return HTTPResponse(status, headers: headers, body: .bytes(bytes))
    }

    /// JSON that is written already.
    package static func json(
        _ bytes: [UInt8], status: HTTPStatus = .ok, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        .bytes(bytes, contentType: "application/json", status: status, headers: headers)
    }

    package static func json(
        _ text: String, status: HTTPStatus = .ok, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        .json(Array(text.utf8), status: status, headers: headers)
    }

    package static func text(
        _ text: String, contentType: String = "text/plain; charset=utf-8",
        status: HTTPStatus = .ok
    ) -> HTTPResponse {
        .bytes(Array(text.utf8), contentType: contentType, status: status)
    }

    /// A stream of bytes of a media type.
    package static func stream(
        contentType: String, length: Int? = nil, headers: HTTPHeaders = [:],
        _ write: @escaping @Sendable (HTTPResponseWriter) async throws -> Void
    ) -> HTTPResponse {
        var headers = headers
        headers["content-type"] = contentType
        return HTTPResponse(.ok, headers: headers, body: .stream(length: length, write))
    }

    /// A stream of server-sent events.
    package static func events(
        _ send: @escaping @Sendable (SSEStream) async throws -> Void
    ) -> HTTPResponse {
        HTTPResponse(
            .ok,
            headers: [
                "content-type": "text/event-stream", "cache-control": "no-store",
                "x-accel-buffering": "no",
            ], body: .events(send))
    }
}
