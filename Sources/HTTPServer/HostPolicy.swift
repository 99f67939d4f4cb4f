/// Which hosts a request may name and which pages may send one.
///
/// A page of another site can make a browser send requests to 127.0.0.1, and can give its own name
/// that address; the browser then says so in `Origin` and `Host`.
struct HostPolicy: Sendable {
    private let hosts: Set<String>
    private let origins: Set<String>

    init(port: Int, allowedHosts: [String], allowedOrigins: [String]) {
        var hosts: Set<String> = []
        for name in ["127.0.0.1", "localhost", "[::1]"] {
            hosts.insert("\(name):\(port)")
            if port == 80 { hosts.insert(name) }
        }
        for name in allowedHosts { hosts.insert(name.lowercased()) }
        self.hosts = hosts
        var origins = Set(allowedOrigins.map { $0.lowercased() })
        for host in hosts {
            origins.insert("http://" + host)
            origins.insert("https://" + host)
        }
        self.origins = origins
    }

    /// The refusal, or nil where the request may come in.
    ///
    /// - Parameter host: the `Host` field or the authority of the target; nil in HTTP/1.0 only.
    func refusal(host: String?, origin: String?) -> HTTPProblem? {
        if let host, !hosts.contains(host), !hosts.contains(host.lowercased()) {
            return HTTPProblem(
                .misdirectedRequest, code: "foreign_host",
                detail: "This server does not answer for the host that the request names. "
                    + "Use 127.0.0.1 or localhost with its port, or add the name to the "
                    + "allowed hosts in the configuration.")
        }
        if let origin, !origins.contains(origin), !origins.contains(origin.lowercased()) {
            return HTTPProblem(
                .forbidden, code: "foreign_origin",
                detail: "A page of another site may not use this server. Open the page from "
                    + "this server, or add its origin to the allowed origins in the "
                    + "configuration.")
        }
        return nil
    }
}
