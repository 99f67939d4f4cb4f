import Application
import Glibc

@main
struct Bellwether {
    static func main() async {
        // A client that goes away while we write must not end the program.
        signal(SIGPIPE, SIG_IGN)
        exit(
            await CommandLineProgram.run(
                Array(CommandLine.arguments.dropFirst()), environment: environment()))
    }

    private static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var pointer = environ
        while let entry = pointer.pointee {
            let parts = String(cString: entry).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            pointer += 1
        }
        return variables
    }
}
