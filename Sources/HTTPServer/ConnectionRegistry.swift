import Glibc
import Synchronization

/// All open connections, for limits, deadlines and disconnects.
///
/// A connection leaves the registry before its descriptor is closed, and the registry touches
/// descriptors only under its lock: so it never touches another file's.
final class ConnectionRegistry: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var countsByAddress: [String: Int] = [:]
    }

    private let limits: HTTPServerConfiguration.Limits
    private let state = Mutex(State())

    init(limits: HTTPServerConfiguration.Limits) {
        self.limits = limits
    }

    var count: Int { state.withLock { $0.connections.count } }

    /// Counts the connection; false where it is one too many.
    func add(_ connection: Connection) -> Bool {
        state.withLock { state in
            state.connections[ObjectIdentifier(connection)] = connection
            let ofAddress = state.countsByAddress[connection.remoteAddress, default: 0] + 1
            state.countsByAddress[connection.remoteAddress] = ofAddress
            return state.connections.count <= limits.connectionCount
                && ofAddress <= limits.connectionCountPerAddress ?? .max
        }
    }

    /// Forgets the connection; gives a second descriptor of it where it has to linger.
    func remove(_ connection: Connection) -> Int32? {
        state.withLock { state in
            state.connections[ObjectIdentifier(connection)] = nil
            let left = state.countsByAddress[connection.remoteAddress, default: 1] - 1
            state.countsByAddress[connection.remoteAddress] = left > 0 ? left : nil
            guard connection.lingers else { return nil }
            let copy = fcntl(connection.descriptor, F_DUPFD_CLOEXEC, 0)
            return copy < 0 ? nil : copy
        }
    }

    /// Ends a connection with an answer that goes round the engine; false where it is closed or
    /// has an answer already.
    func end(_ connection: Connection, writing bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard state.connections[ObjectIdentifier(connection)] != nil else { return false }
            return connection.end(writing: bytes, now: .now())
        }
    }

    /// The connection of which this thread, one of the engine's, has just read the header.
    func connectionAtEndOfHead() -> Connection? {
        state.withLock { state in state.connections.values.first { $0.isAtEndOfHead } }
    }

    /// Ends connections whose time is up and cancels requests whose client has gone.
    func sweep(
        now: MonotonicTime, refusal: (Exchange?, ConnectionClock.Stage) -> [UInt8]
    ) {
        let abandoned = state.withLock { state in
            var abandoned: [Abandonment] = []
            var watched: [pollfd] = []
            var exchanges: [Exchange] = []
            for connection in state.connections.values {
                if let expired = connection.expire(now: now, refusal: refusal) {
                    abandoned.append(expired)
                }
                guard let exchange = connection.exchange, exchange.isSuspended else { continue }
                watched.append(
                    pollfd(
                        fd: connection.descriptor, events: ConnectionRegistry.hangUpEvents,
                        revents: 0))
                exchanges.append(exchange)
            }
            guard !watched.isEmpty, poll(&watched, nfds_t(watched.count), 0) > 0 else {
                return abandoned
            }
            for (entry, exchange) in zip(watched, exchanges) where entry.revents != 0 {
                abandoned.append(Abandonment(exchange: exchange, error: CancellationError()))
            }
            return abandoned
        }
        for abandonment in abandoned { abandonment.perform() }
    }

    /// Lets connections without a request end.
    func endWaiting() {
        state.withLock { state in
            for connection in state.connections.values { connection.endIfWaiting() }
        }
    }

    /// Ends event streams, which would go on without an end.
    func endEventStreams() {
        let exchanges = state.withLock { $0.connections.values.compactMap(\.exchange) }
        for exchange in exchanges { exchange.endEventStream() }
    }

    /// Cuts whatever is left.
    func cutAll() {
        let abandoned = state.withLock { $0.connections.values.compactMap { $0.cut() } }
        for abandonment in abandoned { abandonment.perform() }
    }

    var suspendedCount: Int {
        state.withLock { state in
            state.connections.values.count { $0.exchange?.isSuspended ?? false }
        }
    }

    /// 0x2000 is POLLRDHUP, the peer's end of sending, which Glibc's module leaves out.
    private static let hangUpEvents = Int16(0x2000 | POLLHUP | POLLERR)
}
