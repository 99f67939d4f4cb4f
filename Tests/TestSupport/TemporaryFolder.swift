import Glibc

/// A folder of a test's own, removed with everything in it when the last reference goes.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        var template = Array("\(TemporaryFolder.parent)/bellwether-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template)
        else { throw TestSupportError("cannot make a folder: \(lastSystemError())") }
        path = String(cString: made)
    }

    deinit {
        removeTree(path)
    }

    /// The path of a file in the folder.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// `TMPDIR`, else `/tmp`.
    static var parent: String {
        getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }
}

/// Removes a folder and what it holds, links not followed; silent where something stays.
func removeTree(_ path: String) {
    guard let folder = opendir(path) else {
        unlink(path)
        return
    }
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        // A link to a folder is a file here.
        if entry.pointee.d_type == UInt8(DT_DIR) {
            removeTree("\(path)/\(name)")
        } else {
            unlink("\(path)/\(name)")
        }
    }
    closedir(folder)
    rmdir(path)
}

func lastSystemError() -> String {
    String(cString: strerror(errno))
}

/// Why the tests' surroundings could not be had.
package struct TestSupportError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
