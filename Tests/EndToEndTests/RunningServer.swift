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

    private let settings: [String: String]

    /// - Parameter settings: variables of the environment.
    init(folder: String? = nil, settings: [String: String] = [:]) throws {
        self.settings = settings
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
        process.environment = environment
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

    /// Settings of the machine must not reach a test.
    private var environment: [String: String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("BELLWETHER_") }
            .merging(settings) { $1 }
    }

    struct CommandResult {
        let exitCode: Int32
        let output: String
        let messages: String
    }

    /// Runs another command on the same folder and waits for it.
    func run(_ words: [String]) async throws -> CommandResult {
        let command = Process()
        command.executableURL = URL(fileURLWithPath: Self.program)
        command.arguments = words + ["--data", folder]
        command.environment = environment
        command.currentDirectoryURL = URL(fileURLWithPath: folder)
        let files = ["output", "messages"].map { folder + "/\(UUID().uuidString).\($0)" }
        let handles = try files.map { path in
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return try #require(FileHandle(forWritingAtPath: path))
        }
        command.standardOutput = handles[0]
        command.standardError = handles[1]
        // Waiting must not hold one of the few threads that tests share.
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            command.terminationHandler = { @Sendable _ in ended.resume() }
            do {
                try command.run()
            } catch {
                ended.resume(throwing: error)
            }
        }
        let texts = files.map { path in
            FileManager.default.contents(atPath: path)
                .map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return CommandResult(
            exitCode: command.terminationStatus, output: texts[0], messages: texts[1])
    }

    /// The rows of a SELECT, each value as its JSON text without quotes.
    func query(_ sql: String) async throws -> [[String]] {
        var writer = JSONWriter()
        writer.object { $0.field("sql", sql) }
        let answer = try await post("/v1/sql", writer.text)
        return answer["rows"]?.array?.map { row in
            row.array?.map { $0.string ?? $0.jsonText } ?? []
        } ?? []
    }

    func get(_ path: String) async throws -> JSONValue {
        try await answer(.get(path))
    }

    func post(_ path: String, _ body: String) async throws -> JSONValue {
        try await answer(.post(path, Array(body.utf8)))
    }

    private func answer(_ request: ClientRequest) async throws -> JSONValue {
        let response = try await HTTPConnection(address: address).send(request)
        try #require(response.isSuccess, "\(request.path): \(response.text)")
        return try JSONValue(reading: response.body, limits: JSONLimits(bytes: 1 << 26))
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
