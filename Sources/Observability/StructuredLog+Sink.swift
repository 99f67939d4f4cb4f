import Glibc

extension StructuredLog {
    /// Where lines go.
    package enum Sink: Sendable {
        case standardError
        /// An open descriptor, which the caller closes after the log's last use.
        case descriptor(Int32)
        /// For tests: whole lines, as they are written.
        case closure(@Sendable ([UInt8]) -> Void)
        case discard

        /// Opens a file to append to, readable by its owner alone; nil where that fails (`errno`).
        package static func file(path: String) -> Sink? {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            return descriptor < 0 ? nil : .descriptor(descriptor)
        }

        var isDiscard: Bool {
            if case .discard = self { return true }
            return false
        }

        /// A failing write is given up: a full disk must not stop the program through its log.
        func write(_ bytes: [UInt8]) {
            switch self {
            case .discard: break
            case .closure(let receive): receive(bytes)
            case .standardError: Sink.write(bytes, to: STDERR_FILENO)
            case .descriptor(let descriptor): Sink.write(bytes, to: descriptor)
            }
        }

        private static func write(_ bytes: [UInt8], to descriptor: Int32) {
            bytes.withUnsafeBytes { buffer in
                var offset = 0
                while offset < buffer.count {
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[offset...])
                    let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                    if written > 0 {
                        offset += written
                    } else if errno != EINTR {
                        return
                    }
                }
            }
        }
    }
}
