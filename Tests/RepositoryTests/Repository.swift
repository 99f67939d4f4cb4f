import Glibc

/// The files that git holds for this package.
enum Repository {
    /// The package's root, three folders above this file.
    static let root: String = {
        var components = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        components.removeLast(3)
        return components.joined(separator: "/")
    }()

    /// All committed (or staged) text files; empty outside a checkout.
    static let files: [RepositoryFile] = {
        output(of: "git -C '\(root)' ls-files -z").split(separator: 0).compactMap { name in
            let path = String(decoding: name, as: UTF8.self)
            // A picture is no text, and a removed file is still listed until that is staged.
            guard let bytes = contents("\(root)/\(path)"), !bytes.contains(0) else { return nil }
            return RepositoryFile(path: path, text: String(decoding: bytes, as: UTF8.self))
        }
    }()

    /// What a shell command writes; empty where it cannot be run.
    static func output(of command: String) -> [UInt8] {
        guard let stream = popen("\(command) 2>/dev/null", "r") else { return [] }
        defer { pclose(stream) }
        return readAll(stream)
    }

    /// The status a shell command ends with, and all that it says.
    static func run(_ command: String) -> (status: Int32, text: String) {
        guard let stream = popen("\(command) 2>&1", "r") else { return (-1, "cannot run it") }
        let bytes = readAll(stream)
        // The low byte tells of a signal, the next one is the status.
        return (pclose(stream) >> 8, String(decoding: bytes, as: UTF8.self))
    }

    private static func contents(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return readAll(file)
    }

    private static func readAll(_ stream: UnsafeMutablePointer<FILE>) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }
}
