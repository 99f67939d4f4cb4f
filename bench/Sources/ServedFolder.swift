import Glibc
import HTTPClient
import JSONCoding

/// The program serving a data folder, and how long that took to begin.
struct ServedFolder: Sendable {
    let process: ChildProcess
    let address: String
    /// From the start of the process to the first answer.
    let startTime: Duration
    private let log: String

    /// Serves a folder while `body` runs, and ends the server however that comes out.
    static func serve<Result>(
        _ setting: BenchSetting, data: String, _ body: (ServedFolder) async throws -> Result
    ) async throws -> (result: Result, usage: ChildProcess.Usage) {
        let server = try await ServedFolder(setting, data: data)
        do {
            let result = try await body(server)
            return (result, try server.stop())
        } catch {
            // The first failure is the one to tell.
            kill(server.process.id, SIGKILL)
            _ = server.process.wait()
            throw error
        }
    }

    /// Starts `serve` and waits until it answers; a minute at most.
    ///
    /// The pipeline runs only where the benchmark asks for it, so that nothing else runs meanwhile.
    private init(_ setting: BenchSetting, data: String) async throws {
        let log = data + ".log"
        self.log = log
        unlink(data + "/server.json")
        let clock = ContinuousClock()
        let start = clock.now
        process = try ChildProcess(
            [setting.program, "serve", "--data", data, "--listen", "127.0.0.1:0"],
            environment: ["BELLWETHER_PIPELINE_IS_AUTOMATIC": "false"], log: log)
        var found: String?
        while found == nil, clock.now - start < .seconds(60) {
            found = ServedFolder.address(in: data)
            if found == nil { usleep(1_000) }
        }
        guard let found else {
            kill(process.id, SIGKILL)
            _ = process.wait()
            throw SystemProblem(sentence: "the server did not start within a minute; see \(log)")
        }
        address = found
        let response = try await HTTPConnection(address: found).send(.get("/health"))
        startTime = clock.now - start
        guard response.status == 200 else {
            throw SystemProblem(sentence: "/health answered \(response.status)")
        }
    }

    /// Ends the server in an orderly way.
    private func stop() throws -> ChildProcess.Usage {
        process.terminate()
        let usage = process.wait()
        guard usage.isSuccess else {
            throw SystemProblem(sentence: "the server did not end well; see \(log)")
        }
        return usage
    }

    /// The server leaves its address in the folder once it is ready.
    private static func address(in data: String) -> String? {
        guard let file = fopen(data + "/server.json", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        // A notice that is being written is looked at again.
        let notice = try? JSONValue(reading: Array(bytes[..<count]))
        return notice?["address"]?.string
    }
}
