/// Why a server could not start, in words for the person who started it.
package enum HTTPServerError: Error, Sendable, Equatable {
    case addressNotLocal(String)
    case portOutOfRange(Int)
    /// The first and the last port that were tried.
    case portInUse(address: String, first: Int, last: Int)
    case portForbidden(address: String, port: Int)
    case listenFailed(address: String, port: Int, reason: String)
    case engineFailed(reason: String)
    case startedTwice
}

extension HTTPServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .addressNotLocal(let address):
            "cannot listen on \(address): everyone who reaches that address could read and write "
                + "all data, so only 127.0.0.1 and ::1 are allowed until API keys exist; put a "
                + "reverse proxy that authenticates on this machine and let it forward to "
                + "127.0.0.1"
        case .portOutOfRange(let port):
            "\(port) is not a port; use 1 to 65535, or 0 for any free one"
        case .portInUse(let address, let first, let last) where first == last:
            "port \(first) on \(address) is in use by another program; stop it or choose another "
                + "port with --listen \(HTTPServerError.shown(address)):PORT"
        case .portInUse(let address, let first, let last):
            "ports \(first) to \(last) on \(address) are in use by other programs; choose another "
                + "with --listen \(HTTPServerError.shown(address)):PORT"
        case .portForbidden(let address, let port):
            "this user may not listen on port \(port) of \(address); choose one from 1024 up"
        case .listenFailed(let address, let port, let reason):
            "cannot listen on \(HTTPServerError.shown(address)):\(port): \(reason)"
        case .engineFailed(let reason):
            "the HTTP engine did not start: \(reason)"
        case .startedTwice:
            "this server was started before"
        }
    }

    private static func shown(_ address: String) -> String {
        address.contains(":") ? "[\(address)]" : address
    }
}
