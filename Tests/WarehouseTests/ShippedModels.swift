import Glibc

@testable import Warehouse

/// The models that the product ships, and where their golden files stand.
enum ShippedModels {
    /// `business.orders`, …
    static func names() throws -> [String] {
        try ModelFolder.files(in: ModelFolder.shipped()).map(\.path).map(name)
    }

    /// Read on its own, so that one model's fault does not fail the others' tests.
    static func model(named name: String) throws -> Model {
        let path = name.split(separator: ".").joined(separator: "/") + ".sql"
        return try Model(
            file: path, text: TextFile.read("\(ModelFolder.shipped())/\(path)"))
    }

    static func goldenPath(of name: String) -> String {
        "\(goldenFolder)/\(name.split(separator: ".").joined(separator: "/")).test"
    }

    static func goldenFiles() -> [String] {
        ModelLayer.allCases.flatMap { layer in
            fileNames(in: "\(goldenFolder)/\(layer.rawValue)")
                .filter { $0.hasSuffix(".test") }
                .map { name("\(layer.rawValue)/\($0)") }
        }.sorted()
    }

    private static var goldenFolder: String {
        let here = #filePath
        return here[..<(here.lastIndex(of: "/") ?? here.endIndex)] + "/Models"
    }

    private static func name(_ path: String) -> String {
        let stem = path[..<(path.lastIndex(of: ".") ?? path.endIndex)]
        return stem.split(separator: "/").joined(separator: ".")
    }

    private static func fileNames(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                        String(cString: $0)
                    }
                })
        }
        return names
    }
}

enum TextFile {
    static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "rb") else { throw TextFileError(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "wb") else { throw TextFileError(path: path) }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw TextFileError(path: path)
        }
    }
}

struct TextFileError: Error, CustomStringConvertible {
    let path: String
    var description: String { "cannot open \(path): \(String(cString: strerror(errno)))" }
}
