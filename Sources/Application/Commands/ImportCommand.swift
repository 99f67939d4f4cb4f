import Importing
import JSONCoding
import Observability
import Warehouse
import WebAPI

/// `bellwether import [orders] FILE`: looks at a file, takes its lines, publishes the figures.
enum ImportCommand {
    static let orders = Command(
        description: CommandDescription(
            "import orders", "Import a file of orders (CSV, also .gz).",
            examples: [
                "bellwether import orders sales.csv --dry-run      look first, write nothing",
                "bellwether import orders sales.csv",
                "bellwether import orders export.csv.gz --date-format DD/MM/YYYY --column sales_amount=Total",
            ], positionals: ["FILE"], options: options),
        run: { context in try await run(context) })

    static let guessing = Command(
        description: CommandDescription(
            "import", "Import a file, and find out what it holds.",
            examples: ["bellwether import sales.csv"], positionals: ["FILE"], options: options),
        run: { context in
            let guess = try FileKind.guess(source(context))
            Console.message(guess.words)
            guard guess.kind == .orders else { return .failure }
            return try await run(context)
        })

    private static let options: [CommandDescription.Option] = [
        .init(name: "--dry-run", value: nil, summary: "Show what would be, write nothing."),
        .init(
            name: "--date-format", value: "FORMAT",
            summary: "The order of day, month and year, where the file does not prove it."),
        .init(
            name: "--column", value: "FIELD=NAME,…",
            summary: "Which column is what: order_id, customer_id, order_date, sales_amount, …"),
        .init(
            name: "--rejects", value: "FILE",
            summary: "Where lines that do not count are written; FILE.rejects.csv without it."),
    ]

    private static func source(_ context: CommandContext) -> ImportSource {
        .file(path: context.arguments.positionals[0])
    }

    private static func run(_ context: CommandContext) async throws -> ExitCode {
        let plan = PlanInHand(try plan(context))
        let isJSON = context.arguments.has("--json")
        if context.arguments.has("--dry-run") {
            let plan = plan.release()
            if isJSON {
                Console.print(ImportAnswer(plan: plan, outcome: nil).jsonText)
            } else {
                Console.print(ImportPreview(plan: plan).text)
                Console.message("Nothing was written. Leave out --dry-run to import it.")
            }
            return .success
        }
        let answer = try await commit(plan, context)
        if isJSON {
            Console.print(answer.json.jsonText)
            return .success
        }
        Console.message(answer.json["message"]?.string ?? "")
        for finding in answer.json["findings"]?.array ?? [] {
            Console.print("• \(finding.string ?? "")")
        }
        Console.print(answer.whereToLook)
        return .success
    }

    /// A plan that is let go as soon as its lines have landed: it holds some 100 bytes a line,
    /// which the pipeline after it can use.
    private final class PlanInHand: @unchecked Sendable {
        // `@unchecked`: handed from one step of the command to the next, never used by two.
        private var plan: OrderImportPlan?

        init(_ plan: OrderImportPlan) {
            self.plan = plan
        }

        func release() -> OrderImportPlan {
            guard let plan else { preconditionFailure("a plan is released once") }
            self.plan = nil
            return plan
        }
    }

    private static func plan(_ context: CommandContext) throws -> OrderImportPlan {
        let options = try OrderImportOptions(
            dateFormat: context.arguments["--date-format"],
            columns: context.arguments["--column"])
        let bar = ProgressReport("Reading", total: nil, unit: .bytes)
        defer { bar.finish() }
        let progress = ImportProgress(
            report: { read, _ in bar.set(read) }, isCancelled: { false })
        return try OrderImportPlan(source(context), options: options, progress: progress)
    }

    /// Takes the lines and publishes; the server's answer, or one like it.
    private static func commit(
        _ plan: PlanInHand, _ context: CommandContext
    ) async throws -> Answer {
        try await FolderAccess.withAccess(context) { access in
            switch access {
            case .server(let server):
                return try await upload(plan.release(), to: server, context)
            case .folder(let folder):
                let answer = try await land(plan.release(), in: folder, context)
                let bar = ProgressReport("Publishing", total: nil)
                defer { bar.finish() }
                _ = try await folder.pipeline.runOnce(
                    PipelineOrder(trigger: "import"), recordsIdleRun: false
                ) { progress in
                    if case .building = progress { bar.advance() }
                }
                return answer
            }
        }
    }

    private static func land(
        _ plan: OrderImportPlan, in folder: OpenedFolder, _ context: CommandContext
    ) async throws -> Answer {
        try describe(plan, context)
        let importer = OrderImporter(
            landing: folder.engines.importWriter,
            register: ImportBook(workspace: folder.engines.workspace),
            timeZone: folder.configuration.text("workspace.time_zone"),
            now: StructuredLog.systemTime)
        let outcome = try await importer.commit(plan)
        let answer = ImportAnswer(plan: plan, outcome: outcome)
        return Answer(
            json: try JSONValue(reading: answer.jsonBytes, limits: JSONLimits(bytes: 1 << 26)),
            whereToLook: "Start `bellwether serve` and open \(answer.page)")
    }

    /// Says what is in the file, and writes down the lines that do not count.
    private static func describe(_ plan: OrderImportPlan, _ context: CommandContext) throws {
        if !context.arguments.has("--json") { Console.message(ImportPreview(plan: plan).summary) }
        try writeRejects(plan, context)
    }

    private static func upload(
        _ plan: OrderImportPlan, to server: ServerClient, _ context: CommandContext
    ) async throws -> Answer {
        try describe(plan, context)
        let bytes = try FileBytes.read(
            context.arguments.positionals[0], bytesMax: 2_147_483_648)
        var path = "/v1/imports?kind=orders&file_name=\(percentEncoded(plan.fileName))"
        if let format = context.arguments["--date-format"] {
            path += "&date_format=\(percentEncoded(format))"
        }
        if let columns = context.arguments["--column"] {
            path += "&columns=\(percentEncoded(columns))"
        }
        let answer = try await server.post(path, bytes, contentType: "application/octet-stream")
        return Answer(
            json: answer, whereToLook: server.address + (answer["page"]?.string ?? "/overview"))
    }

    /// What became of an import, and where its figures can be seen.
    private struct Answer: Sendable {
        let json: JSONValue
        let whereToLook: String
    }

    private static func writeRejects(_ plan: OrderImportPlan, _ context: CommandContext) throws {
        guard plan.totals.rejectedRows > 0 else { return }
        let path = context.arguments["--rejects"] ?? "\(plan.fileName).rejects.csv"
        let count = try RejectsFile.write(plan, to: path)
        Console.message("\(count) lines do not count; they are in \(path) with the reason.")
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if byte < 128, character.isLetter || character.isNumber || "-._~".contains(character) {
                return String(character)
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
