// One import is for `sockaddr_storage`: in an optimised build it belongs to the library's headers.
import CMicrohttpd
import Glibc

/// A socket that listens on this machine.
struct ListeningSocket: ~Copyable {
    let descriptor: Int32
    let port: Int

    private init(descriptor: Int32, port: Int) {
        self.descriptor = descriptor
        self.port = port
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Gives the descriptor away: its new owner closes it.
    consuming func release() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    /// Binds the port, or the first free one of the `nextPortCount` that follow it.
    static func open(
        address: String, port: Int, nextPortCount: Int
    ) throws(HTTPServerError) -> ListeningSocket {
        let last = port == 0 ? 0 : min(port + nextPortCount, 65_535)
        for candidate in port...last {
            do {
                return try ListeningSocket.bind(address: address, port: candidate)
            } catch .portInUse where candidate < last {
                continue
            } catch .portInUse {
                break
            } catch {
                throw error
            }
        }
        throw .portInUse(address: address, first: port, last: last)
    }

    private static func bind(
        address: String, port: Int
    ) throws(HTTPServerError) -> ListeningSocket {
        let family = address.contains(":") ? AF_INET6 : AF_INET
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else {
            throw .listenFailed(address: address, port: port, reason: lastErrorText())
        }
        var isOpen = false
        defer { if !isOpen { Glibc.close(descriptor) } }
        var yes: Int32 = 1
        // A restart must not wait for the connections of the last run to be forgotten.
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let isBound = withSocketAddress(address, port) { Glibc.bind(descriptor, $0, $1) } == 0
        guard isBound, listen(descriptor, 1024) == 0 else {
            switch errno {
            case EADDRINUSE: throw .portInUse(address: address, first: port, last: port)
            case EACCES: throw .portForbidden(address: address, port: port)
            default:
                throw .listenFailed(address: address, port: port, reason: lastErrorText())
            }
        }
        isOpen = true
        return ListeningSocket(descriptor: descriptor, port: boundPort(of: descriptor))
    }

    private static func withSocketAddress(
        _ address: String, _ port: Int,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        if address.contains(":") {
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = in_port_t(port).bigEndian
            inet_pton(AF_INET6, address, &name.sin6_addr)
            return withUnsafePointer(to: name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, address, &name.sin_addr)
        return withUnsafePointer(to: name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func boundPort(of descriptor: Int32) -> Int {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            let isKnown = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size) == 0
            }
            guard isKnown else { return 0 }
            // The port lies at the same place in both families.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(in_port_t(bigEndian: $0.pointee.sin_port))
            }
        }
    }

    private static func lastErrorText() -> String { String(cString: strerror(errno)) }
}
