import Glibc

/// The one folder to back up: the analytical and the transactional database, and what only one
/// process at a time may hold.
struct DataFolder: Sendable, Hashable {
    let path: String

    var analyticalPath: String { path + "/bellwether.duckdb" }
    var workspacePath: String { path + "/workspace.sqlite" }
    /// Settings, where the folder brings its own.
    var settingsPath: String { path + "/bellwether.yaml" }
    var lockPath: String { path + "/lock" }
    /// Where a running server says how to reach it; readable by its owner alone.
    var noticePath: String { path + "/server.json" }

    enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        case notADirectory(path: String)
        case cannotCreate(path: String, reason: String)
        case inUse(path: String)

        var description: String {
            switch self {
            case .notADirectory(let path):
                "\(path) is not a folder; name a folder with --data"
            case .cannotCreate(let path, let reason):
                "cannot create the data folder \(path): \(reason)"
            case .inUse(let path):
                "the data folder \(path) is in use by another bellwether; stop that one, or name "
                    + "another folder with --data"
            }
        }
    }

    /// `$XDG_DATA_HOME/bellwether`, else `~/.local/share/bellwether`.
    static func defaultPath(environment: [String: String]) -> String {
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/bellwether" }
        return (environment["HOME"] ?? ".") + "/.local/share/bellwether"
    }

    /// Makes the folder and its parents where they are missing, for the owner alone.
    func create() throws(Problem) {
        var partial = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            partial += "/" + component
            if mkdir(partial, 0o700) != 0, errno != EEXIST {
                throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
            }
        }
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
            throw .notADirectory(path: path)
        }
    }

    /// Takes the folder for this process, until the lock is gone.
    func lock() throws(Problem) -> FolderLock {
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: lockPath, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(path: path)
        }
        return FolderLock(descriptor: descriptor)
    }
}

/// Holds a folder for this process. The kernel lets go of it when the process ends, however.
///
/// A class because it lives exactly as long as the opened folder that holds it.
final class FolderLock: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
