/// What is sent.
package struct ClientRequest: Sendable {
    package let method: String
    /// With its query, beginning with `/`.
    package let path: String
    /// Line ends and other control characters in values become blanks.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    package static func get(_ path: String) -> ClientRequest { ClientRequest("GET", path) }

    package static func post(
        _ path: String, _ body: [UInt8], contentType: String = "application/json"
    ) -> ClientRequest {
        ClientRequest("POST", path, headers: [("content-type", contentType)], body: body)
    }
}
