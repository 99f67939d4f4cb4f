import CSQLite
import Synchronization

/// The connection that another thread may interrupt, for as long as it is open.
///
/// `@unchecked Sendable`: the pointer is only used under the lock, and `sqlite3_interrupt` may be
/// called from any thread while the connection is open, which the lock guarantees.
final class InterruptTarget: @unchecked Sendable {
    private let lock = Mutex<Void>(())
    private var database: OpaquePointer?

    init(_ database: OpaquePointer) {
        self.database = database
    }

    func interrupt() {
        lock.withLock { _ in
            if let database { sqlite3_interrupt(database) }
        }
    }

    /// Called before the connection is closed.
    func release() {
        lock.withLock { _ in database = nil }
    }
}
