import CMicrohttpd
import Glibc
import Observability

/// libmicrohttpd's daemon: its threads call into `ServerCore`, `Connection` and `Exchange`.
///
/// `@unchecked Sendable`: the daemon's functions used here may be called from any thread, and
/// `quiesce` and `stop` are called once, one after the other, by `HTTPServer.shutdown`.
final class Engine: @unchecked Sendable {
    let core: ServerCore
    let port: Int
    private let daemon: OpaquePointer
    private let reaper: Reaper
    private let acceptor: Acceptor
    /// The callbacks' reference to `core`, given back once no callback can come.
    private let context: Unmanaged<ServerCore>

    /// Buffers of a connection: the largest head, and what is read of a body at once.
    private static let connectionMemoryBytes = 64 << 10
    /// Connections above the limit that are still accepted, to be told so.
    private static let spareConnectionCount = 64

    init(
        configuration: HTTPServerConfiguration, router: Router, log: StructuredLog,
        metrics: MetricsRegistry
    ) throws(HTTPServerError) {
        let socket = try ListeningSocket.open(
            address: configuration.address, port: configuration.port,
            nextPortCount: configuration.nextPortCount)
        let core = ServerCore(
            configuration: configuration, port: socket.port, router: router, log: log,
            metrics: metrics, lingering: Lingering())
        let threads = max(1, configuration.threadCount)
        // Each thread has its share of the limit and takes no more, so shares are generous.
        let share =
            (configuration.limits.connectionCount + Engine.spareConnectionCount) / threads + threads
        let context = Unmanaged.passRetained(core)
        var setup = mhd_shim_setup(
            thread_count: UInt32(threads),
            connection_limit: UInt32(share * threads),
            connection_memory: Engine.connectionMemoryBytes,
            context: context.toOpaque(),
            handle: Engine.handle, completed: Engine.completed,
            connection: Engine.connectionChanged, target: Engine.targetSeen, log: Engine.logged)
        guard let daemon = mhd_shim_start(&setup) else {
            context.release()
            throw .engineFailed(reason: String(cString: strerror(errno)))
        }
        self.core = core
        self.context = context
        self.daemon = daemon
        port = socket.port
        reaper = Reaper(core: core)
        let engine = EngineDaemon(daemon)
        acceptor = Acceptor(socket: socket, log: log) { descriptor, address, size in
            engine.add(descriptor, address, size)
        }
        do {
            try reaper.start()
            try acceptor.start()
        } catch {
            reaper.stop()
            MHD_stop_daemon(daemon)
            context.release()
            throw error
        }
    }

    /// Accepts no more connections.
    func quiesce() { acceptor.stop() }

    /// Joins the other threads. No connection may be suspended.
    func stop() {
        MHD_stop_daemon(daemon)
        reaper.stop()
        context.release()
    }
}

/// The daemon's pointer for the thread that accepts.
///
/// `@unchecked Sendable`: the library takes connections from any thread, and that thread has ended
/// before the daemon stops.
private struct EngineDaemon: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Takes over the descriptor, whether it is accepted or not.
    func add(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t) {
        // Beyond all limits the library closes it; there is nothing else to say.
        _ = MHD_add_connection(pointer, descriptor, address, size)
    }
}

// MARK: - Callbacks: pointers become objects here, and nowhere else.

extension Engine {
    private static func core(_ context: UnsafeMutableRawPointer?) -> ServerCore? {
        context.map { Unmanaged<ServerCore>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let connectionChanged: MHD_NotifyConnectionCallback = {
        context, connection, socketContext, change in
        guard let core = core(context), let connection, let socketContext else { return }
        if change == .CONNECTION_NOTIFY_STARTED {
            let handle = EngineConnection(connection)
            let new = Connection(
                descriptor: handle.descriptor, thread: pthread_self(),
                remoteAddress: handle.remoteAddress,
                now: .now(), deadlines: core.configuration.deadlines)
            core.metrics.acceptedConnections.increment()
            if !core.registry.add(new) {
                new.markOverLimit()
                core.metrics.refusedConnections.increment()
            }
            socketContext.pointee = Unmanaged.passRetained(new).toOpaque()
        } else if let pointer = socketContext.pointee {
            let old = Unmanaged<Connection>.fromOpaque(pointer).takeRetainedValue()
            socketContext.pointee = nil
            if let copy = core.registry.remove(old) { core.lingering.add(copy) }
        }
    }

    /// The first line of a request: what it gives is kept by the engine until `completed`.
    private static let targetSeen:
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
        ) -> UnsafeMutableRawPointer? = { context, text, connection in
            guard let core = core(context), let connection,
                let socketContext = mhd_shim_socket_context(connection)
            else { return nil }
            let owner = Unmanaged<Connection>.fromOpaque(socketContext).takeUnretainedValue()
            let target = Exchange.RawTarget(
                text: text.map { String(cString: $0) } ?? "",
                address: UInt(bitPattern: text), byteCount: text.map { strlen($0) } ?? 0)
            let now = MonotonicTime.now()
            let exchange = Exchange(
                server: core, connection: owner, handle: EngineConnection(connection),
                target: target, now: now)
            // Where the reaper was faster, the first call notices.
            _ = owner.begin(exchange, now: now, limit: core.configuration.deadlines.header)
            return Unmanaged.passRetained(exchange).toOpaque()
        }

    private static let handle: MHD_AccessHandlerCallback = {
        _, _, _, method, version, data, count, requestContext in
        guard let pointer = requestContext?.pointee, let method, let version, let count else {
            return .NO
        }
        let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
        let bytes: UnsafeRawBufferPointer? =
            count.pointee > 0
            ? UnsafeRawBufferPointer(start: data, count: count.pointee) : nil
        let (goesOn, tookData) = exchange.proceed(
            data: bytes, head: EngineHead(method: method, version: version))
        if tookData { count.pointee = 0 }
        return goesOn ? .YES : .NO
    }

    private static let completed: MHD_RequestCompletedCallback = { _, _, requestContext, _ in
        guard let pointer = requestContext?.pointee else { return }
        requestContext?.pointee = nil
        Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue().over()
    }

    private static let logged: MHD_LogCallback = { context, format, arguments in
        guard let core = core(context), let format, let arguments else { return }
        if strstr(format, "Content-Length' header") != nil { core.refuseUnreadableLength() }
        guard core.log.isEnabled(.debug) else { return }
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let count = vsnprintf(start, buffer.count, format, arguments)
            return count > 0 ? String(cString: start) : ""
        }
        core.log.debug("HTTP engine", ["text": .text(String(text.trimmingLineEnd()))])
    }
}

extension String {
    fileprivate func trimmingLineEnd() -> Substring {
        var rest = self[...]
        while rest.utf8.last == 0x0A { rest.removeLast() }
        return rest
    }
}
