/// Where the bytes of an import come from.
package enum ImportSource: Sendable, Hashable {
    case file(path: String)
    /// Bytes in memory, for tests and small uploads.
    case bytes([UInt8], name: String)

    /// The file's name without its folders.
    package var name: String {
        switch self {
        case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
        case .bytes(_, let name): name
        }
    }
}
