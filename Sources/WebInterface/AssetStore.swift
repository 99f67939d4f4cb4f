import Glibc
import Synchronization

/// The files of the web application, read once, with their hashes and their gzip.
///
/// All of them live below one folder named by the hash of everything, so that each may be cached
/// for ever: an update changes the folder's name, and relative imports stay inside it.
package final class AssetStore: Sendable {
    struct Asset: Sendable {
        let bytes: [UInt8]
        let contentType: String
        let entityTag: String
        let isCompressible: Bool
    }

    /// `3f9a…`: changes when any file does.
    package let version: String
    let assets: [String: Asset]
    private let compressed = Mutex<[String: [UInt8]]>([:])

    /// Reads all files below `folder`; hidden ones are left out.
    ///
    /// - Throws: `AssetError` where the folder or the shell page is missing.
    package init(folder: String) throws(AssetError) {
        var found: [String: Asset] = [:]
        try AssetStore.read(folder, prefix: "", into: &found)
        guard found["index.html"] != nil else { throw .missing(folder + "/index.html") }
        assets = found
        var hash = ContentHash()
        for name in found.keys.sorted() {
            hash.add(Array(name.utf8))
            hash.add(found[name]?.bytes ?? [])
        }
        version = hash.text
    }

    /// The gzip of a file, made at its first use and kept; nil where it would not be smaller.
    func gzip(_ path: String) -> [UInt8]? {
        guard let asset = assets[path], asset.isCompressible, asset.bytes.count > 1024 else {
            return nil
        }
        if let kept = compressed.withLock({ $0[path] }) { return kept }
        guard let bytes = Gzip.compressed(asset.bytes) else { return nil }
        compressed.withLock { $0[path] = bytes }
        return bytes
    }

    private static func read(
        _ folder: String, prefix: String, into found: inout [String: Asset]
    ) throws(AssetError) {
        guard let directory = opendir(folder) else { throw .missing(folder) }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let path = folder + "/" + name
            var information = stat()
            guard stat(path, &information) == 0 else { throw .missing(path) }
            if information.st_mode & S_IFMT == S_IFDIR {
                try read(path, prefix: prefix + name + "/", into: &found)
            } else {
                found[prefix + name] = try asset(path, size: Int(information.st_size))
            }
        }
    }

    private static func asset(_ path: String, size: Int) throws(AssetError) -> Asset {
        guard let file = fopen(path, "rb") else { throw .missing(path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: size)
        guard fread(&bytes, 1, size, file) == size else { throw .missing(path) }
        var hash = ContentHash()
        hash.add(bytes)
        let (contentType, isCompressible) = MediaType.of(path)
        return Asset(
            bytes: bytes, contentType: contentType, entityTag: "\"\(hash.text)\"",
            isCompressible: isCompressible)
    }
}

package enum AssetError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(String)

    package var description: String {
        switch self {
        case .missing(let path):
            "the web application's file \(path) is missing; run `make build` again, or name the "
                + "folder with BELLWETHER_ASSETS"
        }
    }
}

/// What a file is, by the end of its name.
enum MediaType {
    static func of(_ path: String) -> (contentType: String, isCompressible: Bool) {
        switch path.split(separator: ".").last {
        case "html": ("text/html; charset=utf-8", true)
        case "js": ("text/javascript; charset=utf-8", true)
        case "css": ("text/css; charset=utf-8", true)
        case "json", "webmanifest": ("application/json", true)
        case "svg": ("image/svg+xml", true)
        case "txt": ("text/plain; charset=utf-8", true)
        case "woff2": ("font/woff2", false)
        case "png": ("image/png", false)
        case "ico": ("image/x-icon", false)
        default: ("application/octet-stream", false)
        }
    }
}

/// FNV-1a, 64 bits: tells versions of our own files apart; nothing to do with secrecy.
struct ContentHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        state = (state ^ 0xFF) &* 0x100_0000_01b3
    }

    var text: String { String(state, radix: 16) }
}
