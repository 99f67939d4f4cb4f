import Glibc

/// `make bench`: measures the built program against the yardsticks of the same run.
@main
struct Bench {
    static func main() async {
        do {
            let options = try BenchOptions(Array(CommandLine.arguments.dropFirst()))
            if options.isHelp {
                print(BenchOptions.help)
                return
            }
            let isMissed = try await run(options)
            if isMissed && options.isStrict { exit(1) }
        } catch {
            Console.message("bench: \(error)")
            exit(2)
        }
    }

    /// Runs what was chosen and prints the table; answers whether a limit was missed.
    private static func run(_ options: BenchOptions) async throws -> Bool {
        let folder = try WorkFolder(options.folder)
        let setting = BenchSetting(options: options, folder: folder)
        var results: [Measurement] = []
        for benchmark in Benchmark.allCases where options.chosen.contains(benchmark) {
            Console.message("bench: \(benchmark.rawValue) …")
            results += try await benchmark.run(setting)
        }
        // After a failure it stays: its logs say why.
        folder.remove()
        print(ResultTable.text(results))
        return results.contains { $0.isMissed }
    }
}

/// What can be measured, in the order in which it is.
enum Benchmark: String, CaseIterable {
    case sales
    case ingest
    case funnel
    case overview

    func run(_ setting: BenchSetting) async throws -> [Measurement] {
        switch self {
        case .sales: try SalesBenchmark(setting).run()
        case .ingest: try await IngestBenchmark(setting).run()
        case .funnel: try await FunnelBenchmark(setting).run()
        case .overview: try await OverviewBenchmark(setting).run()
        }
    }
}

enum Console {
    static func message(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
