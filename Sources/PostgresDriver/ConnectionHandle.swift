import CLibPQ
import Glibc
import SQLAccess

/// The one owner of a libpq connection.
final class ConnectionHandle {
    private var connection: OpaquePointer?
    let cancelTarget = CancelTarget()

    /// Run on every new connection: what reading values and models relies on.
    private static let setUp = """
        SET TIME ZONE 'UTC';
        SET DateStyle = 'ISO, YMD';
        SET IntervalStyle = 'postgres';
        SET standard_conforming_strings = on;
        """

    /// Connects, which may take the connection string's `connect_timeout`; default 10 s.
    init(_ connectionString: String) throws(SQLError) {
        // What stands behind `dbname` is overridden by the string; what stands before it is not.
        let names = ["connect_timeout", "fallback_application_name", "dbname", "client_encoding"]
        let values = ["10", "bellwether", connectionString, "UTF8"]
        connection = withCStrings(names) { names in
            withCStrings(values) { values in PQconnectdbParams(names, values, 1) }
        }
        do throws(SQLError) {
            try finishConnecting()
        } catch {
            close()
            throw SQLError(
                kind: .cannotOpen, engine: .postgreSQL, code: error.code, message: error.message)
        }
    }

    deinit {
        close()
    }

    func borrowed() throws(SQLError) -> OpaquePointer {
        guard let connection else { throw .postgresMisuse("the connection was closed") }
        return connection
    }

    var isConnected: Bool {
        connection.map { PQstatus($0) == CONNECTION_OK } ?? false
    }

    var isInTransaction: Bool {
        guard let connection else { return false }
        switch PQtransactionStatus(connection) {
        case PQTRANS_ACTIVE, PQTRANS_INTRANS, PQTRANS_INERROR: return true
        default: return false
        }
    }

    /// Replaces a connection that died while it was idle, with one attempt. A look at the socket
    /// costs about a microsecond.
    func reconnectIfDead() throws(SQLError) {
        let connection = try borrowed()
        guard !isAlive(connection) else { return }
        cancelTarget.release()
        PQreset(connection)
        try finishConnecting()
    }

    func close() {
        guard let open = connection else { return }
        cancelTarget.release()
        connection = nil
        PQfinish(open)
    }

    private func finishConnecting() throws(SQLError) {
        let connection = try borrowed()
        guard isConnected else { throw .last(on: connection) }
        bellwether_pq_silence_notices(connection)
        _ = try ResultHandle(
            PQexec(connection, ConnectionHandle.setUp), on: connection, sql: ConnectionHandle.setUp)
        cancelTarget.renew(for: connection)
    }

    /// An idle connection has nothing to read but notices and its end.
    private func isAlive(_ connection: OpaquePointer) -> Bool {
        // The server's farewell and the end itself may come apart; more than a few turns are not
        // needed to reach it.
        for _ in 0..<16 {
            guard PQstatus(connection) == CONNECTION_OK else { return false }
            var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
            guard poll(&socket, 1, 0) > 0 else { return true }
            guard PQconsumeInput(connection) == 1 else { return false }
        }
        return PQstatus(connection) == CONNECTION_OK
    }
}

/// Lends an array of C strings that ends in a null.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
}
