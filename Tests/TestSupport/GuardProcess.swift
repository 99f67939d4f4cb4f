import Glibc

/// A shell script whose standard input ends when this process does, however that comes about.
struct GuardProcess {
    /// The script's standard input and output; closing it ends the script's input.
    let lifeline: Int32

    init(script: String, arguments: [String]) throws {
        var ends: [Int32] = [0, 0]
        // No other child may inherit an end, or the guard would wait for that child as well.
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw TestSupportError("cannot make a pair of sockets: \(lastSystemError())")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        // Signals to the tests' process group, as Ctrl-C sends, must not reach the guard.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))

        let words = ["/bin/sh", "-c", script, "guard"] + arguments
        let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
        var id: pid_t = 0
        let code = withCStrings(words) { words in
            withCStrings(environment) { environment in
                posix_spawn(&id, "/bin/sh", &actions, &attributes, words, environment)
            }
        }
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw TestSupportError("cannot start /bin/sh: \(String(cString: strerror(code)))")
        }
        lifeline = ends[0]
    }

    /// What the script writes up to `line`, its end, or the time limit.
    func readOutput(untilLine line: String, milliseconds: Int32) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !text.hasSuffix("\(line)\n") {
            var waiting = pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, milliseconds) > 0 else { break }
            let count = read(lifeline, &buffer, buffer.count)
            guard count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text
    }
}

/// Lends an array of C strings that ends in a null.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}
