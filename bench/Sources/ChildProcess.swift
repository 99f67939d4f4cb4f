import Glibc

/// A program that the benchmark runs, with what it used of the machine.
struct ChildProcess: Sendable {
    let id: pid_t

    /// What a finished process used.
    struct Usage: Sendable {
        let isSuccess: Bool
        /// User and system time.
        let cpuSeconds: Double
        /// The most memory that was resident at once.
        let residentBytesMax: Int
    }

    /// Starts a program with words as its command line.
    ///
    /// - Parameters:
    ///   - output: descriptors that become its standard input and output; nothing where nil.
    ///   - log: the file to which its messages are added; thrown away where nil.
    init(
        _ words: [String], environment: [String: String] = [:], input: Int32? = nil,
        output: Int32? = nil, log: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let null = "/dev/null"
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, null, O_RDONLY, 0)
        }
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, 1)
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, null, O_WRONLY, 0)
        }
        posix_spawn_file_actions_addopen(
            &actions, 2, log ?? null, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var id: pid_t = 0
        let program = words.first ?? ""
        let code = ChildProcess.withCStrings(words) { words in
            ChildProcess.withCStrings(ChildProcess.environment(adding: environment)) {
                posix_spawnp(&id, program, &actions, nil, words, $0)
            }
        }
        guard code == 0 else {
            errno = code
            throw SystemProblem("cannot start \(words.first ?? "")")
        }
        self.id = id
    }

    /// Waits for the end. Blocks the thread: nothing else may be waiting for it.
    func wait() -> Usage {
        var status: Int32 = 0
        var used = rusage()
        while wait4(id, &status, 0, &used) < 0, errno == EINTR {}
        return Usage(
            isSuccess: status == 0,
            cpuSeconds: used.ru_utime.seconds + used.ru_stime.seconds,
            residentBytesMax: used.ru_maxrss * 1024)
    }

    func terminate() {
        kill(id, SIGTERM)
    }

    /// Resident memory at this moment.
    var residentBytes: Int? {
        guard let file = fopen("/proc/\(id)/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let words = text.split(separator: " ")
        return words.count > 1 ? Int(words[1]).map { $0 * Int(getpagesize()) } : nil
    }

    /// Runs a program to its end; one that cannot be started counts as failed.
    static func run(
        _ words: [String], environment: [String: String] = [:], output: Int32? = nil,
        log: String? = nil
    ) -> Usage {
        do {
            return try ChildProcess(
                words, environment: environment, output: output, log: log
            ).wait()
        } catch {
            return Usage(isSuccess: false, cpuSeconds: 0, residentBytesMax: 0)
        }
    }
}

extension ChildProcess {
    private static func environment(adding extra: [String: String]) -> [String] {
        var variables: [String] = []
        var position = environ
        while let variable = position.pointee {
            let text = String(cString: variable)
            let name = text.prefix { $0 != "=" }
            if extra[String(name)] == nil { variables.append(text) }
            position += 1
        }
        return variables + extra.map { "\($0.key)=\($0.value)" }
    }

    /// Lends an array of C strings that ends in a null.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
