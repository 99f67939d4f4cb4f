import ExactValues
import JSONCoding
import Observability
import Warehouse
import WebAPI

/// `bellwether pipeline …`: run, plan, test, backfill, rebuild, runs, lineage.
enum PipelineCommands {
    static let commands = [run, plan, test, backfill, rebuild, runs, lineage]

    private static let select = CommandDescription.Option(
        name: "--select", value: "MODELS",
        summary: "all, events, a layer, or models: +business.orders takes what it reads too.")
    private static let from = CommandDescription.Option(
        name: "--from", value: "DATE", summary: "The first day.")
    private static let to = CommandDescription.Option(
        name: "--to", value: "DATE", summary: "The last day.")
    private static let dryRun = CommandDescription.Option(
        name: "--dry-run", value: nil, summary: "Say what would be built, and build nothing.")

    private static let run = Command(
        description: CommandDescription(
            "pipeline run", "Build what changed, test it, publish it if it passes.",
            examples: [
                "bellwether pipeline run", "bellwether pipeline run --select +business.orders",
                "bellwether pipeline run --as-of 2022-06-30 --into june",
            ],
            options: [
                select,
                .init(
                    name: "--as-of", value: "DATE",
                    summary: "As if nothing after this day existed; needs --into."),
                .init(
                    name: "--into", value: "NAME",
                    summary: "A set of tables of its own: schemas NAME_business and so on."),
            ]),
        run: { context in
            var order = try order(context)
            order.asOf = try day("--as-of", context)
            order.into = context.arguments["--into"]
            return try await PipelineRunning.run(order, context)
        })

    private static let plan = Command(
        description: CommandDescription(
            "pipeline plan", "Say what a run would build now, and why.",
            examples: ["bellwether pipeline plan"], options: [select]),
        run: { try await PipelineRunning.plan(order($0), $0) })

    private static let test = Command(
        description: CommandDescription(
            "pipeline test", "Run the checks on the published tables.",
            examples: ["bellwether pipeline test", "bellwether pipeline test --select business"],
            options: [select]),
        run: { try await PipelineRunning.test(order($0), $0) })

    private static let backfill = Command(
        description: CommandDescription(
            "pipeline backfill", "Build a stretch of days again.",
            examples: [
                "bellwether pipeline backfill --from 2026-11-01 --to 2026-11-07 --dry-run",
                "bellwether pipeline backfill --from 2026-11-01 --to 2026-11-07",
            ], options: [from, to, select, dryRun]),
        run: { context in
            guard let from = try day("--from", context), let to = try day("--to", context) else {
                throw UsageError("a backfill needs --from and --to")
            }
            var order = try order(context)
            order.mode = .backfill(from: from, to: to)
            return context.arguments.has("--dry-run")
                ? try await PipelineRunning.plan(order, context)
                : try await PipelineRunning.run(order, context)
        })

    private static let rebuild = Command(
        description: CommandDescription(
            "pipeline rebuild", "Build everything again from landing.",
            examples: ["bellwether pipeline rebuild"], options: [select, dryRun]),
        run: { context in
            var order = try order(context)
            order.mode = .rebuild
            return context.arguments.has("--dry-run")
                ? try await PipelineRunning.plan(order, context)
                : try await PipelineRunning.run(order, context)
        })

    private static let runs = Command(
        description: CommandDescription(
            "pipeline runs", "List the latest runs.",
            examples: ["bellwether pipeline runs", "bellwether pipeline runs --json"]),
        run: PipelineRunning.runs)

    private static let lineage = Command(
        description: CommandDescription(
            "pipeline lineage", "Show what a model is made of, and what is made of it.",
            examples: ["bellwether pipeline lineage business.cohort_retention"],
            positionals: ["MODEL"]),
        run: { context in
            let runner = try ServerParts.runner(
                try context.configuration(), now: StructuredLog.systemTime)
            Console.print(try runner.lineage(of: context.arguments.positionals[0]).text)
            return .success
        })

    private static func order(_ context: CommandContext) throws -> PipelineOrder {
        PipelineOrder(
            selection: try context.arguments["--select"].map { try ModelSelection(text: $0) }
                ?? .all,
            trigger: "command")
    }

    private static func day(
        _ option: String, _ context: CommandContext
    ) throws(UsageError) -> CalendarDate? {
        guard let text = context.arguments[option] else { return nil }
        guard let day = CalendarDate(iso: text) else {
            throw UsageError("\(option) is a day, written YYYY-MM-DD, not \(text)")
        }
        return day
    }
}
