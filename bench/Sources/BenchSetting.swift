import Glibc

/// What every benchmark is given.
struct BenchSetting: Sendable {
    let program: String
    let python: String?
    let data: String
    let folder: WorkFolder
    let divisor: Int

    init(options: BenchOptions, folder: WorkFolder) {
        program = options.program
        python = options.python
        data = options.data
        self.folder = folder
        divisor = options.divisor
    }

    /// A size of the full run, made smaller for a quick one.
    func scaled(_ size: Int) -> Int { max(1, size / divisor) }
}

/// A folder of this run's own, below the one that was named.
struct WorkFolder: Sendable {
    let path: String

    init(_ parent: String) throws {
        mkdir(parent, 0o755)
        guard let resolved = realpath(parent, nil) else {
            throw SystemProblem("cannot make \(parent)")
        }
        defer { free(resolved) }
        path = String(cString: resolved) + "/run-\(getpid())"
        guard mkdir(path, 0o700) == 0 else { throw SystemProblem("cannot make \(path)") }
    }

    /// A path in it that nothing has yet.
    func file(_ name: String) -> String { path + "/" + name }

    func remove() {
        let deleted = ChildProcess.run(["/bin/rm", "-rf", path])
        if !deleted.isSuccess { Console.message("bench: \(path) is left behind") }
    }
}

/// What the system refused, with its reason.
struct SystemProblem: Error, CustomStringConvertible {
    let description: String

    init(_ what: String) {
        description = "\(what): \(String(cString: strerror(errno)))"
    }

    init(sentence: String) {
        description = sentence
    }
}
