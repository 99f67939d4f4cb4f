import CMicrohttpd
import Glibc

/// libmicrohttpd's connection, behind the few calls that are made on it.
///
/// `@unchecked Sendable`: the pointer is used by the engine's own thread inside a callback, and by
/// other threads only for `resume()`, which the library allows for a suspended connection from
/// anywhere; `Exchange` keeps count of which it is, under its lock.
struct EngineConnection: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    var descriptor: Int32 { mhd_shim_descriptor(pointer) }

    /// The peer's numeric address; `(unknown)` where it has none.
    var remoteAddress: String {
        guard let peer = mhd_shim_peer(pointer) else { return "(unknown)" }
        let isIPv6 = Int32(peer.pointee.sa_family) == AF_INET6
        return withUnsafeTemporaryAllocation(
            of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)
        ) { text in
            let raw = UnsafeRawPointer(peer)
            let address =
                raw
                + (isIPv6
                    ? MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
                    : MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 4)
            let result = inet_ntop(
                isIPv6 ? AF_INET6 : AF_INET, address, text.baseAddress,
                socklen_t(text.count))
            return result.map { String(cString: $0) } ?? "(unknown)"
        }
    }

    var headBytes: Int { mhd_shim_head_size(pointer) }

    /// Stops reading and writing until `resume()`. Only inside a callback of this connection.
    func suspend() { MHD_suspend_connection(pointer) }

    /// Lets the engine call again. Only after `suspend()`.
    func resume() { MHD_resume_connection(pointer) }

    /// Only inside a callback of this connection.
    func queue(_ response: EngineResponse) -> Bool {
        MHD_queue_response(pointer, UInt32(response.status), response.pointer) == .YES
    }

    /// Calls `body` for each header field in its order, with the bytes in the engine's buffer.
    func forEachHeader(
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) {
        withoutActuallyEscaping(body) { escapable in
            var visit = escapable
            withUnsafeMutablePointer(to: &visit) { visit in
                _ = MHD_get_connection_values_n(
                    pointer, .HEADER_KIND,
                    { context, _, name, nameCount, value, valueCount in
                        typealias Visit = (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
                        guard let context, let name, let value else { return .NO }
                        context.assumingMemoryBound(to: Visit.self).pointee(
                            UnsafeRawBufferPointer(start: name, count: nameCount),
                            UnsafeRawBufferPointer(start: value, count: valueCount))
                        return .YES
                    }, visit)
            }
        }
    }
}
