import Glibc

/// Whole small files as bytes.
enum FileBytes {
    static func read(_ path: String, bytesMax: Int) throws(FileProblem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem(path: path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileProblem(path: path) }
            if count == 0 { return bytes }
            guard bytes.count + count <= bytesMax else {
                throw FileProblem(path: path, reason: "it is larger than \(bytesMax) bytes")
            }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// Replaces the file in one step: readers see the old one or the new one, whole.
    static func write(_ bytes: [UInt8], to path: String) throws(FileProblem) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileProblem(path: temporary) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let problem = FileProblem(path: path)
                close(descriptor)
                unlink(temporary)
                throw problem
            }
            offset += count
        }
        close(descriptor)
        guard rename(temporary, path) == 0 else { throw FileProblem(path: path) }
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}

/// A file that cannot be read or written, and why, in the system's words.
struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    let path: String
    let reason: String

    init(path: String, reason: String = String(cString: strerror(errno))) {
        self.path = path
        self.reason = reason
    }

    var description: String { "\(path): \(reason)" }
}
