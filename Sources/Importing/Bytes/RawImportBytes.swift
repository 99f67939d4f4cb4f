import Glibc

/// The bytes of a source as they lie on disk. A class because it owns a file descriptor.
final class RawImportBytes {
    private let descriptor: Int32?
    private let memory: [UInt8]
    private let path: String
    private(set) var bytesRead = 0
    let bytesTotal: Int

    init(_ source: ImportSource) throws(ImportFileError) {
        switch source {
        case .bytes(let bytes, let name):
            (descriptor, memory, path, bytesTotal) = (nil, bytes, name, bytes.count)
        case .file(let path):
            let (opened, size) = try RawImportBytes.open(path)
            (descriptor, memory, self.path, bytesTotal) = (opened, [], path, size)
        }
        if bytesTotal == 0 { throw .empty(name: source.name) }
    }

    deinit {
        if let descriptor { _ = Glibc.close(descriptor) }
    }

    /// Fills what it can of `buffer`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFileError) -> Int {
        guard let descriptor else {
            let count = min(buffer.count, memory.count - bytesRead)
            memory.withUnsafeBytes { bytes in
                buffer.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[bytesRead..<bytesRead + count]))
            }
            bytesRead += count
            return count
        }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                bytesRead += count
                return count
            }
            if errno != EINTR { throw .unreadable(path: path, reason: lastSystemError()) }
        }
    }

    private static func open(_ path: String) throws(ImportFileError) -> (Int32, size: Int) {
        // Non-blocking, so that opening a pipe does not wait for its writer.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .notFound(path: path) }
            throw .unreadable(path: path, reason: lastSystemError())
        }
        var status = stat()
        var failure: ImportFileError?
        if fstat(descriptor, &status) != 0 {
            failure = .unreadable(path: path, reason: lastSystemError())
        } else if status.st_mode & S_IFMT == S_IFDIR {
            failure = .isDirectory(path: path)
        } else if status.st_mode & S_IFMT != S_IFREG {
            failure = .notAFile(path: path)
        }
        if let failure {
            _ = Glibc.close(descriptor)
            throw failure
        }
        return (descriptor, Int(status.st_size))
    }
}

/// The C library's words for the error that a call has just reported.
func lastSystemError() -> String {
    String(cString: strerror(errno))
}
