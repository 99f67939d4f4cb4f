import CMicrohttpd
import Glibc
import Observability
import Synchronization

/// The thread that accepts connections and gives them to the engine's threads in turn.
///
/// The library could accept by itself, but ends the program where that is stopped at the moment a
/// connection comes in (0.9.75, `MHD_quiesce_daemon` with a thread pool).
final class Acceptor: Sendable {
    private let listener: Int32
    private let wakeDescriptor: Int32
    private let log: StructuredLog
    private let isStopped = Atomic<Bool>(false)
    private let thread = Mutex<ServerThread?>(nil)
    private let accepted: @Sendable (Int32, UnsafePointer<sockaddr>, socklen_t) -> Void

    /// - Parameters:
    ///   - socket: is closed at the end.
    ///   - accepted: takes over the descriptor of a connection.
    init(
        socket: consuming ListeningSocket, log: StructuredLog,
        accepted: @escaping @Sendable (Int32, UnsafePointer<sockaddr>, socklen_t) -> Void
    ) {
        listener = socket.release()
        wakeDescriptor = mhd_shim_event()
        self.log = log
        self.accepted = accepted
    }

    deinit {
        close(wakeDescriptor)
    }

    func start() throws(HTTPServerError) {
        let started = try ServerThread { self.run() }
        thread.withLock { $0 = started }
    }

    /// Takes the connections that wait, then no more. Blocks until that is done.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        eventfd_write(wakeDescriptor, 1)
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
        close(listener)
    }

    private func run() {
        while !isStopped.load(ordering: .acquiring) {
            var watched = [
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&watched, nfds_t(watched.count), -1)
            if watched[0].revents != 0 { acceptAll() }
        }
        acceptAll()
    }

    private func acceptAll() {
        while true {
            var name = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = withUnsafeMutablePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                    let descriptor = accept(listener, name, &size)
                    if descriptor >= 0 {
                        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                        accepted(descriptor, name, size)
                    }
                    return descriptor
                }
            }
            if descriptor >= 0 { continue }
            switch errno {
            case EAGAIN: return
            case EINTR, ECONNABORTED: continue
            default:
                // No descriptor is left; the connection waits until one is.
                log.error(
                    "cannot accept connections",
                    ["error": .text(String(cString: strerror(errno)))])
                usleep(100_000)
                return
            }
        }
    }
}
