import Glibc
import SQLAccess

/// The model files of a folder, read, checked against each other and against the rules.
package struct ModelLibrary: Sendable {
    package let graph: ModelGraph

    /// - Throws: everything that is wrong, at once.
    package init(files: [(path: String, text: String)]) throws(ModelProblems) {
        var models: [Model] = []
        var problems: [ModelProblem] = []
        for (path, text) in files {
            do throws(ModelProblems) {
                let model = try Model(file: path, text: text)
                models.append(model)
                problems += ModelLinter(model: model).problems()
            } catch {
                problems += error.problems
            }
        }
        // Without the models that cannot be read, the graph would only name them as missing.
        guard models.count == files.count else { throw ModelProblems(problems) }
        do throws(ModelProblems) {
            graph = try ModelGraph(models)
        } catch {
            throw ModelProblems(problems + error.problems)
        }
        guard problems.isEmpty else { throw ModelProblems(problems) }
    }

    /// Reads `<folder>/<schema>/<name>.sql`.
    ///
    /// - Parameter folder: The shipped models where nil.
    package init(folder: String? = nil) throws {
        let folder = try folder ?? ModelFolder.shipped()
        try self.init(files: ModelFolder.files(in: folder))
    }
}

/// Finds and reads model files without Foundation.
enum ModelFolder {
    /// The folder beside the executable into which the build copies the models.
    static func shipped() throws(ModelFolderError) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { readlink("/proc/self/exe", $0, chars.count) } ?? -1
            }
        }
        guard length > 0 else {
            throw ModelFolderError(
                path: "/proc/self/exe", reason: String(cString: strerror(errno)))
        }
        let executable = String(decoding: buffer[..<length], as: UTF8.self)
        let folder = executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? "."
        return folder + "/Bellwether_Warehouse.resources/Models"
    }

    /// The files `<layer>/<name>.sql`, in the order of their paths.
    static func files(in folder: String) throws(ModelFolderError) -> [(path: String, text: String)]
    {
        var files: [(path: String, text: String)] = []
        for layer in ModelLayer.allCases {
            let names = try entries(of: "\(folder)/\(layer.rawValue)")
            for name in names.sorted() where name.hasSuffix(".sql") {
                let path = "\(layer.rawValue)/\(name)"
                files.append((path, try text(of: "\(folder)/\(path)")))
            }
        }
        guard !files.isEmpty else {
            throw ModelFolderError(path: folder, reason: "it holds no model")
        }
        return files
    }

    /// The names in a folder; none where it does not exist, as a layer may be empty.
    private static func entries(of folder: String) throws(ModelFolderError) -> [String] {
        guard let directory = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw ModelFolderError(path: folder, reason: String(cString: strerror(errno)))
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    private static func text(of path: String) throws(ModelFolderError) -> String {
        guard let file = fopen(path, "rb") else {
            throw ModelFolderError(path: path, reason: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            bytes += buffer[..<count]
            if count < buffer.count { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The folder of the models cannot be read: the installation is incomplete.
package struct ModelFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String {
        "cannot read the models at \(path): \(reason); "
            + "the folder Bellwether_Warehouse.resources belongs beside the program"
    }
}
