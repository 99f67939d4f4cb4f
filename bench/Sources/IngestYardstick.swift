import Glibc
import HTTPClient

/// The service that ingest is measured against, in a process of its own.
final class IngestYardstick {
    let address: String
    private let process: ChildProcess
    /// Closing it ends the service.
    private let lifeline: Int32

    /// Starts PostgreSQL and the service: some seconds. Nil where there is no interpreter for it.
    init?(_ setting: BenchSetting) throws {
        guard let python = setting.python else { return nil }
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw SystemProblem("cannot make a pair of sockets")
        }
        process = try ChildProcess(
            [python, "bench/yardstick_ingest.py"], input: ends[1], output: ends[1],
            log: setting.folder.file("yardstick.log"))
        close(ends[1])
        lifeline = ends[0]
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 256)
        while !text.contains("\n") {
            let count = read(lifeline, &buffer, buffer.count)
            guard count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let words = text.split { $0 == " " || $0 == "\n" }
        guard words.first == "ready", words.count == 2 else {
            throw SystemProblem(
                sentence: "the yardstick did not start; see \(setting.folder.file("yardstick.log"))"
            )
        }
        address = String(words[1])
    }

    func stop() {
        close(lifeline)
        _ = process.wait()
    }
}
