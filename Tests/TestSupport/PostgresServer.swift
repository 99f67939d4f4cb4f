import Glibc
package import PostgresDriver
package import SQLAccess
import Synchronization

/// A real PostgreSQL 15 of the test process's own, in a private folder, without durability.
///
/// It listens on a socket in that folder only: no port can collide, and no other user can connect.
/// A guard process starts it and waits for the end of the test process, however that comes about,
/// then stops the server and removes the folder.
package final class PostgresServer: Sendable {
    let folder: String
    /// The guard waits for the end of this socket, which is the end of this process.
    private let lifeline: Int32
    private let databases = Mutex(Databases())

    /// Debian's own tools: others on `PATH` may be of another version.
    private static let programs = "/usr/lib/postgresql/15/bin"
    private static let startMillisecondsMax: Int32 = 60_000

    /// The server that all tests of the process share; started at the first call (1 to 3 s).
    package static func shared() throws -> PostgresServer { try running.get() }

    private static let running = Result { try PostgresServer() }

    init() throws {
        guard access("\(PostgresServer.programs)/postgres", X_OK) == 0 else {
            throw TestSupportError(
                "PostgreSQL 15 is missing in \(PostgresServer.programs): run `make setup-test`")
        }
        folder = try PostgresServer.makeFolder()
        let process = try GuardProcess(
            script: PostgresServer.script,
            arguments: [folder, PostgresServer.programs] + PostgresServer.asOtherUser)
        lifeline = process.lifeline
        let output = process.readOutput(untilLine: "ready", milliseconds: Self.startMillisecondsMax)
        guard output.hasSuffix("ready\n") else {
            throw TestSupportError("PostgreSQL did not start: \(output)")
        }
    }

    /// Stops the server and waits until its folder is gone. Only for a server that is not shared;
    /// the guard does it anyway at the end of the process.
    func stop() {
        shutdown(lifeline, Int32(SHUT_WR))
        var waiting = pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, PostgresServer.startMillisecondsMax)
        close(lifeline)
    }

    private struct Databases {
        var count = 0
        /// Databases that no test holds any more.
        var abandoned: [String] = []
    }

    /// A new, empty database, about 30 ms; dropped some time after the last reference to it and
    /// the last session in it are gone.
    package func makeDatabase() throws -> PostgresDatabase {
        let (number, abandoned) = databases.withLock { databases in
            databases.count += 1
            defer { databases.abandoned = [] }
            return (databases.count, databases.abandoned)
        }
        let session = try PostgresSession.connect(connectionString(database: "postgres"))
        defer { session.close() }
        try drop(abandoned, session)
        let name = "test_\(number)"
        try session.execute("CREATE DATABASE \(identifier: name) TEMPLATE template0")
        return PostgresDatabase(name: name, on: self)
    }

    /// A session for tests that only compute: read-only, in a database that all of them share,
    /// and much cheaper than a database of their own.
    package func connectReadOnly() throws(SQLError) -> PostgresSession {
        try PostgresSession.connect(
            connectionString(database: "postgres")
                + " options='-c default_transaction_read_only=on'")
    }

    /// Takes note of a database that may be dropped at the next occasion.
    fileprivate func abandon(_ name: String) {
        databases.withLock { $0.abandoned.append(name) }
    }

    private func drop(_ names: [String], _ session: PostgresSession) throws {
        guard !names.isEmpty else { return }
        let used = try session.query(
            "SELECT DISTINCT datname::text AS name FROM pg_stat_activity WHERE datname IS NOT NULL")
        let usedNames = Set(try used.rows.map { try $0.decode("name", as: String.self) })
        for name in names {
            if usedNames.contains(name) {
                abandon(name)
            } else {
                try session.execute("DROP DATABASE \(identifier: name) WITH (FORCE)")
            }
        }
    }

    /// What libpq needs to connect to one of the server's databases.
    package func connectionString(database: String) -> String {
        "host=\(folder) user=bellwether dbname=\(database)"
    }

    /// PostgreSQL refuses to run as root.
    private static var asOtherUser: [String] {
        guard geteuid() == 0, let user = otherUser else { return [] }
        return ["setpriv", "--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups"]
    }

    private static var otherUser: (id: uid_t, group: gid_t)? {
        for name in ["postgres", "nobody"] {
            if let user = getpwnam(name) { return (user.pointee.pw_uid, user.pointee.pw_gid) }
        }
        return nil
    }

    /// Below `/tmp`, because a socket's path has to be short and another user has to reach it.
    private static func makeFolder() throws -> String {
        var template = Array("/tmp/bellwether-pg-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TestSupportError("cannot make a folder: \(lastSystemError())")
        }
        let folder = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        if geteuid() == 0, let user = otherUser, chown(folder, user.id, user.group) != 0 {
            throw TestSupportError("cannot give \(folder) away: \(lastSystemError())")
        }
        return folder
    }

    /// Nobody reading what it writes must not end the script before it has cleaned up.
    /// `$1` is the folder, `$2` that of the programs; the rest runs a command as another user.
    private static let script = """
        set -u
        trap '' PIPE
        folder=$1; programs=$2; shift 2
        cd "$folder" || exit 1
        finish() { cd /; rm -rf "$folder"; }
        "$@" "$programs/initdb" -D data --no-sync --locale=C.UTF-8 --encoding=UTF8 \\
            --auth=trust --username=bellwether --no-instructions >start.log 2>&1 </dev/null \\
            && "$@" "$programs/pg_ctl" -D data -w -t 50 -l server.log -o "-k '$folder' \\
            -c listen_addresses='' -c fsync=off -c synchronous_commit=off \\
            -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off \\
            -c max_connections=100 -c jit=off -c temp_file_limit=1GB -c statement_timeout=120s" start >>start.log 2>&1 </dev/null \\
            || { cat start.log server.log 2>/dev/null; finish; exit 1; }
        echo ready
        exec >/dev/null
        read -r ignored
        "$@" "$programs/pg_ctl" -D data -m immediate stop >/dev/null 2>&1 </dev/null
        finish
        """
}

/// One database of the shared server.
package final class PostgresDatabase: Sendable {
    package let name: String
    private let server: PostgresServer

    fileprivate init(name: String, on server: PostgresServer) {
        self.name = name
        self.server = server
    }

    deinit {
        server.abandon(name)
    }

    package var connectionString: String { server.connectionString(database: name) }

    package func connect() throws(SQLError) -> PostgresSession {
        try PostgresSession.connect(connectionString)
    }
}
