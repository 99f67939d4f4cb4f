/// How the benchmarks are called.
struct BenchOptions {
    private(set) var program = ".build/release/bellwether"
    /// The interpreter of the yardsticks; without it there are none.
    private(set) var python: String?
    private(set) var folder = ".build/bench-work"
    private(set) var data = "../shared/data"
    private(set) var chosen = Set(Benchmark.allCases)
    /// Sizes are divided by it.
    private(set) var divisor = 1
    private(set) var isStrict = false
    private(set) var isHelp = false

    static let help = """
        usage: bench/run [OPTIONS]

          bench/run                    everything, at full size (about five minutes)
          bench/run --quick            a tenth of the events, to see that it works
          bench/run --only ingest      one of sales, ingest, funnel, overview; comma for several
          bench/run --strict           end with 1 where a limit is missed

        --program PATH   the program to measure; .build/release/bellwether
        --python PATH    the interpreter that has the yardsticks' packages; bench/run sets it
        --data DIR       where the order files are; ../shared/data
        --work DIR       where data folders are made and removed; .build/bench-work
        """

    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    init(_ words: [String]) throws {
        var rest = words[...]
        func value(_ option: String) throws -> String {
            guard let value = rest.popFirst() else {
                throw Refusal(description: "\(option) needs a value; see --help")
            }
            return value
        }
        while let word = rest.popFirst() {
            switch word {
            case "--program": program = try value(word)
            case "--python": python = try value(word)
            case "--data": data = try value(word)
            case "--work": folder = try value(word)
            case "--only": chosen = try BenchOptions.benchmarks(try value(word))
            case "--quick": divisor = 10
            case "--strict": isStrict = true
            case "--help", "-h": isHelp = true
            default: throw Refusal(description: "there is no option \(word); see --help")
            }
        }
    }

    private static func benchmarks(_ text: String) throws -> Set<Benchmark> {
        Set(
            try text.split(separator: ",").map { name in
                guard let benchmark = Benchmark(rawValue: String(name)) else {
                    let names = Benchmark.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Refusal(description: "\(name) is none of \(names)")
                }
                return benchmark
            })
    }
}
