/// The head of a request: read, checked and safe to act on.
struct RequestHead: Sendable {
    /// How the length of the body is known.
    enum Framing: Equatable, Sendable {
        case none
        case length(Int)
        case chunked
    }

    let method: HTTPMethod
    let segments: [String]
    let query: QueryParameters
    let headers: HTTPHeaders
    let framing: Framing
    /// The `Host` field or the authority of an absolute target.
    let host: String?

    var path: String { "/" + segments.joined(separator: "/") }

    /// The client waits for leave before it sends the body.
    var expectsContinue: Bool { headers.contains("expect") }

    /// Checks what the engine has read; what it throws ends the connection.
    init(
        method: String, target: String, version: String, headers: HTTPHeaders
    ) throws(HTTPProblem) {
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
            throw .malformed("This server speaks HTTP/1.1.")
        }
        framing = try RequestHead.framing(headers)
        guard framing != .chunked || version == "HTTP/1.1" else {
            throw .malformed("HTTP/1.0 has no Transfer-Encoding.")
        }
        let hosts = headers.values("host")
        guard hosts.count <= 1 else { throw .malformed("The request names two hosts.") }
        guard !hosts.isEmpty || version == "HTTP/1.0" else {
            throw .malformed("The request lacks the Host field.")
        }
        guard let known = HTTPMethod(rawValue: method) else {
            throw HTTPProblem(
                .notImplemented, code: "method_unknown",
                detail: "This server does not know this method.",
                headers: ["connection": "close"])
        }
        let parts = try RequestHead.parts(ofTarget: target, method: known)
        guard let segments = Router.segments(ofRawPath: parts.path),
            let query = QueryParameters(parsing: parts.query)
        else {
            throw .malformed(
                "The address holds a broken escape, or more than "
                    + "\(QueryParameters.countMax) parameters.")
        }
        self.method = known
        self.segments = segments
        self.query = query
        self.headers = headers
        host = parts.authority ?? hosts.first
    }

    /// Splits `/path?query`, `http://host/path?query` or `*`.
    private static func parts(
        ofTarget target: String, method: HTTPMethod
    ) throws(HTTPProblem) -> (authority: String?, path: Substring, query: Substring) {
        let isPlain = target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x23 }
        guard isPlain else {
            throw .malformed("The address holds characters that have to be percent-encoded.")
        }
        if target == "*", method == .options { return (nil, "/", "") }
        var rest = Substring(target)
        var authority: String?
        if !rest.hasPrefix("/") {
            guard let colon = rest.firstIndex(of: ":"),
                ["http", "https"].contains(rest[..<colon].lowercased()),
                rest[colon...].hasPrefix("://")
            else { throw .malformed("The address does not begin with a slash.") }
            rest = rest[colon...].dropFirst(3)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
            if !rest.hasPrefix("/") { rest = "/" + rest }
        }
        guard let mark = rest.firstIndex(of: "?") else { return (authority, rest, "") }
        return (authority, rest[..<mark], rest[rest.index(after: mark)...])
    }

    /// The length of the body, refused where two readers could understand it differently.
    private static func framing(_ headers: HTTPHeaders) throws(HTTPProblem) -> Framing {
        let codings = headers.values("transfer-encoding")
        let lengths = headers.values("content-length")
        if !codings.isEmpty {
            guard lengths.isEmpty else {
                throw .malformed("Content-Length and Transfer-Encoding exclude each other.")
            }
            guard codings.count == 1, codings[0].equalsIgnoringASCIICase("chunked") else {
                throw HTTPProblem(
                    .notImplemented, code: "transfer_encoding_unknown",
                    detail: "The only Transfer-Encoding that this server knows is chunked.",
                    headers: ["connection": "close"])
            }
            return .chunked
        }
        guard let text = lengths.first else { return .none }
        guard lengths.count == 1 else { throw .malformed("The request has two Content-Lengths.") }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        guard isNumber, let length = Int(text) else {
            throw .malformed("Content-Length is not a number of bytes.")
        }
        return length == 0 ? .none : .length(length)
    }
}

extension HTTPProblem {
    /// A message that cannot be trusted to end where it seems to; the connection ends with it.
    static func malformed(_ detail: String) -> HTTPProblem {
        HTTPProblem(
            .badRequest, code: "malformed_request", detail: detail,
            headers: ["connection": "close"])
    }
}
