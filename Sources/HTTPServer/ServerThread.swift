import Glibc

/// A thread of the server's own, for work that waits in the kernel.
///
/// `@unchecked Sendable`: the handle is only read, and joined once, by the thread's owner.
final class ServerThread: @unchecked Sendable {
    private final class Body {
        let run: () -> Void

        init(_ run: @escaping () -> Void) {
            self.run = run
        }
    }

    private let handle: pthread_t

    init(_ run: @escaping @Sendable () -> Void) throws(HTTPServerError) {
        let body = Unmanaged.passRetained(Body(run))
        var handle = pthread_t()
        let status = pthread_create(
            &handle, nil,
            { context in
                if let context {
                    Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            body.release()
            throw .engineFailed(reason: String(cString: strerror(status)))
        }
        self.handle = handle
    }

    /// Waits for the end of the thread; once.
    func join() {
        pthread_join(handle, nil)
    }
}
