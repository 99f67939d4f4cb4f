import Foundation
import HTTPClient
import JSONCoding
import Testing

/// The built program, serving a folder of its own, as a user would start it.
final class RunningServer: @unchecked Sendable {
    // `@unchecked`: `process` is only started, signalled and waited for, one test at a time.
    let folder: String
    private(set) var process = Process()
    private(set) var address = ""

    /// The program beside the tests, as the same build made it.
    static var program: String {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (tests as NSString).deletingLastPathComponent + "/bellwether"
    }

    init(folder: String? = nil) throws {
        self.folder =
            folder
            ?? NSTemporaryDirectory() + "bellwether-test-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: self.folder, withIntermediateDirectories: true)
    }

    /// Starts the server and returns once it answers.
    func start(_ extra: [String] = []) async throws {
        // The notice of a killed server must not be taken for this one's.
        try? FileManager.default.removeItem(atPath: folder + "/server.json")
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = ["serve", "--data", folder, "--listen", "127.0.0.1:0"] + extra
        process.standardError = FileHandle(forWritingAtPath: try logPath())
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        for _ in 0..<600 {
            if let address = notice()?["address"]?.string {
                self.address = address
                return
            }
            try #require(process.isRunning, "the server ended: \(log)")
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("the server did not start within 15 s: \(log)")
    }

    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to stop and waits; the exit code.
    @discardableResult
    func stop() -> Int32 {
        guard process.isRunning else { return process.terminationStatus }
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    func remove() {
        kill()
        // What is left of a temporary folder harms nobody.
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func notice() -> JSONValue? {
        guard let data = FileManager.default.contents(atPath: folder + "/server.json") else {
            return nil
        }
        return try? JSONValue(reading: Array(data))
    }

    private func logPath() throws -> String {
        let path = folder + "/server.log"
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        return path
    }

    var log: String {
        FileManager.default.contents(atPath: folder + "/server.log")
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
