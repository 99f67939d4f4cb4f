/// Where and within which bounds a server listens.
package struct HTTPServerConfiguration: Sendable {
    /// Bounds; a request or connection above one is refused, never kept waiting without end.
    package struct Limits: Sendable {
        /// Open connections; one more is answered with 503 and closed.
        package var connectionCount = 1024
        /// Open connections of one address; nil: no limit besides the one of all. On this machine's
        /// own addresses, and behind a proxy, all clients have one address.
        package var connectionCountPerAddress: Int?
        /// The request target, in bytes; 414 above.
        package var targetBytes = 8 << 10
        /// All header fields together, in bytes; 431 above.
        package var headerBytes = 24 << 10
        /// Header fields; 431 above.
        package var headerCount = 100
        /// Body bytes kept for a handler that does not ask for them, per request.
        package var bodyBufferBytes = 256 << 10
        /// Bytes of a streamed answer kept for a client that does not take them, per request.
        package var responseBufferBytes = 256 << 10
        /// Body bytes read and thrown away after the answer is known, to keep the connection.
        package var discardedBytes = 256 << 10

        package init() {}
    }

    /// Absolute limits of time: activity does not prolong them.
    package struct Deadlines: Sendable {
        /// From the connection, or the request's first line, to the end of the headers.
        package var header = Duration.seconds(10)
        /// From the headers to the end of the body; routes may have their own.
        package var body = Duration.seconds(60)
        /// From an answer to the next request's first line.
        package var idle = Duration.seconds(75)
        /// From the answer to its last byte; for streams the longest time without progress.
        package var response = Duration.seconds(60)
        /// Silence of an event stream after which a comment is sent.
        package var heartbeat = Duration.seconds(15)
        /// How often deadlines and disconnects are looked for.
        package var sweep = Duration.milliseconds(200)

        package init() {}
    }

    /// Which requests the access log records at level `info`; the others are at `debug`.
    package enum AccessLog: String, Sendable, CaseIterable {
        case all
        /// Those with status 400 and above.
        case refusals
    }

    /// `127.0.0.1` or `::1`.
    package let address: String
    /// 0 takes a free one.
    package let port: Int
    /// How many of the following ports are tried where `port` is taken.
    package var nextPortCount = 0
    /// Hosts besides `127.0.0.1`, `localhost` and `[::1]` (each with the port) that requests may
    /// name: `stats.example.com`, or with a port `stats.example.com:8443`.
    package var allowedHosts: [String] = []
    /// Origins besides those of the allowed hosts that may send requests:
    /// `https://intranet.example.com`.
    package var allowedOrigins: [String] = []
    package var contentSecurityPolicy = HTTPServerConfiguration.standardContentSecurityPolicy
    package var limits = Limits()
    package var deadlines = Deadlines()
    package var accessLog = AccessLog.all
    /// Threads that read and write sockets; handlers run on Swift's own.
    package var threadCount = 2

    /// Throws where the address is reachable from other machines.
    package init(address: String = "127.0.0.1", port: Int) throws(HTTPServerError) {
        let address = address == "localhost" ? "127.0.0.1" : address
        guard address == "127.0.0.1" || address == "::1" || address == "[::1]" else {
            throw .addressNotLocal(address)
        }
        guard (0...65_535).contains(port) else { throw .portOutOfRange(port) }
        self.address = address == "[::1]" ? "::1" : address
        self.port = port
    }

    /// Scripts, styles, fonts and data from this server alone; no frames, no plug-ins.
    package static let standardContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'"
}
