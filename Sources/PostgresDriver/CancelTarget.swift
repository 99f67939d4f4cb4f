import CLibPQ
import Synchronization

/// What is needed to cancel the connection's statement from another thread.
///
/// `@unchecked Sendable`: the pointer is only used under the lock, and `PQcancel` may be called
/// from any thread.
final class CancelTarget: @unchecked Sendable {
    private let lock = Mutex<Void>(())
    private var cancel: OpaquePointer?

    /// Asks the server over a connection of its own to stop what runs; nothing happens where
    /// nothing runs. A request that fails is lost, as one that comes too late would be.
    func interrupt() {
        lock.withLock { _ in
            guard let cancel else { return }
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                _ = PQcancel(cancel, message.baseAddress, Int32(message.count))
            }
        }
    }

    func renew(for connection: OpaquePointer) {
        release()
        lock.withLock { _ in cancel = PQgetCancel(connection) }
    }

    func release() {
        lock.withLock { _ in
            PQfreeCancel(cancel)
            cancel = nil
        }
    }
}
