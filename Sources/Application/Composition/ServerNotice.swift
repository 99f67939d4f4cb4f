import Glibc
import JSONCoding

/// What a running server leaves in its folder, so that commands can work through it.
struct ServerNotice: Sendable, Hashable {
    /// `http://127.0.0.1:8080`
    let address: String
    /// What a command sends to show that it may read this folder.
    let token: String
    let processID: Int

    /// Written beside and moved into place, readable by its owner alone.
    func write(to path: String) throws {
        var writer = JSONWriter()
        writer.object { object in
            object.field("address", address)
            object.field("token", token)
            object.field("process_id", processID)
        }
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileProblem(path: temporary) }
        let bytes = writer.bytes
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        guard written == bytes.count, rename(temporary, path) == 0 else {
            throw FileProblem(path: path)
        }
    }

    /// Nil where no server left one, or what stands there is not one.
    static func read(from path: String) -> ServerNotice? {
        // No notice and a broken one mean the same: there is no server to talk to.
        guard let bytes = try? FileBytes.read(path, bytesMax: 65_536),
            let value = try? JSONValue(reading: bytes),
            let address = value["address"]?.string, let token = value["token"]?.string,
            let processID = value["process_id"]?.int
        else { return nil }
        return ServerNotice(address: address, token: token, processID: processID)
    }
}
