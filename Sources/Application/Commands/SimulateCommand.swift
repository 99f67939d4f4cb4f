import ExactValues
import Glibc
import HTTPClient
import JSONCoding
import Observability
import Simulation

/// `bellwether simulate`: realistic journeys to a server, with the truth beside them.
enum SimulateCommand {
    static let command = Command(
        description: CommandDescription(
            "simulate", "Send simulated marketing journeys to a server.",
            examples: [
                "bellwether simulate                                   live, until Ctrl-C",
                "bellwether simulate --rate 50 --seed 7 --server http://127.0.0.1:8080",
                "bellwether simulate --from 2026-11-01T00:00:00Z --to 2026-11-08T00:00:00Z \\",
                "    --truth truth.json                                history, as fast as it is taken",
            ],
            options: [
                .init(
                    name: "--server", value: "ADDRESS",
                    summary: "The server; without it the one that serves the data folder."),
                .init(
                    name: "--rate", value: "N", summary: "Journeys a second of simulated time; 20."),
                .init(
                    name: "--seed", value: "N",
                    summary: "The same seed gives the same events; 1."),
                .init(
                    name: "--from", value: "TIME", summary: "Where simulated time begins; now."),
                .init(
                    name: "--to", value: "TIME",
                    summary: "Where it ends; without it the simulation goes on live."),
                .init(
                    name: "--truth", value: "FILE",
                    summary: "Write what was generated, to compare figures with."),
                .init(
                    name: "--batch", value: "N", summary: "Events a request; 1000."),
            ]),
        run: run)

    private static func run(_ context: CommandContext) async throws -> ExitCode {
        let arguments = context.arguments
        let now = StructuredLog.systemTime
        let from = try time("--from", arguments) ?? now()
        let until = try time("--to", arguments)
        let rate = try number("--rate", arguments, 20, in: 1...100_000)
        let batch = try number("--batch", arguments, 1000, in: 1...20_000)
        let seed = try number("--seed", arguments, 1, in: 0...Int.max)
        var simulation = JourneySimulation(
            try JourneyPlan(
                from: from, to: until, journeysPerSecond: Double(rate), seed: UInt64(seed)))
        let sender = try EventSender(address: address(context))
        let interruption = Interruption()
        while !interruption.isRequested {
            // Of history everything is due at once.
            guard
                let chunk = simulation.next(
                    maximumEvents: batch, before: until == nil ? now() : nil)
            else {
                if until != nil { break }
                try await Task.sleep(for: .milliseconds(200))
                continue
            }
            try await sender.send(chunk.bytes)
        }
        let truth = simulation.truth
        if let path = arguments["--truth"] {
            try FileBytes.write(truth.jsonBytes, to: path)
        }
        let report = await sender.report
        if arguments.has("--json") {
            var writer = JSONWriter()
            report.write(to: &writer)
            Console.print(writer.text)
        } else {
            Console.message(
                "sent \(report.received) events of \(truth.journeys) journeys: "
                    + "\(report.accepted) accepted, \(report.duplicate) known already, "
                    + "\(report.rejected) rejected")
        }
        return report.rejected == 0 ? .success : .failure
    }

    private static func address(_ context: CommandContext) throws -> String {
        if let address = context.arguments["--server"] {
            return address.hasSuffix("/") ? String(address.dropLast()) : address
        }
        guard let notice = ServerNotice.read(from: context.dataFolder.noticePath) else {
            throw UsageError(
                "no server holds \(context.dataFolder.path); start `bellwether serve`, or name one "
                    + "with --server http://127.0.0.1:8080")
        }
        return notice.address
    }

    private static func time(
        _ option: String, _ arguments: Arguments
    ) throws(UsageError) -> UTCTimestamp? {
        guard let text = arguments[option] else { return nil }
        if let instant = UTCTimestamp(rfc3339: text, missingOffset: .utc) { return instant }
        if let day = CalendarDate(iso: text) { return UTCTimestamp(date: day) }
        throw UsageError("\(option) is a time such as 2026-11-20T09:00:00Z, or a day, not \(text)")
    }

    private static func number(
        _ option: String, _ arguments: Arguments, _ fallback: Int, in range: ClosedRange<Int>
    ) throws(UsageError) -> Int {
        guard let text = arguments[option] else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "\(option) is a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not \(text)")
        }
        return number
    }
}
