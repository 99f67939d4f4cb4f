import CDuckDB
import SQLAccess
import Synchronization

/// The owner of the C connection, shared by a session and its interrupter alone.
///
/// A class because an interrupter may outlive the session: it then finds no connection.
final class ConnectionHandle: Sendable {
    private let database: DatabaseHandle
    private let pointer: Mutex<ConnectionPointer?>

    init(database: DatabaseHandle) throws(SQLError) {
        self.database = database
        let connection = try database.connect()
        pointer = Mutex(ConnectionPointer(raw: connection))
    }

    deinit {
        close()
    }

    /// The connection for a call on the session's own thread.
    ///
    /// The lock is not held during the call, because interrupting needs it; only the session's
    /// thread closes, so the pointer stays good.
    func borrowed() throws(SQLError) -> duckdb_connection {
        guard let connection = pointer.withLock({ $0 }) else {
            throw SQLError(
                kind: .misuse, engine: .duckDB, message: "the connection was closed")
        }
        return connection.raw
    }

    func interrupt() {
        pointer.withLock { connection in
            if let connection { duckdb_interrupt(connection.raw) }
        }
    }

    /// The share of the running statement that is done, 0 to 1; nil where it is not known.
    func progress() -> Double? {
        let percentage = pointer.withLock { connection in
            connection.map { duckdb_query_progress($0.raw).percentage } ?? -1
        }
        return percentage < 0 ? nil : percentage / 100
    }

    func close() {
        pointer.withLock { connection in
            var raw = connection?.raw
            if raw != nil { duckdb_disconnect(&raw) }
            connection = nil
        }
    }
}

/// `@unchecked Sendable`: interrupting and asking for progress are allowed from any thread, and
/// every other use is on the session's thread.
private struct ConnectionPointer: @unchecked Sendable {
    let raw: duckdb_connection
}
