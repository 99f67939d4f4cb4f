import ExactValues
import JSONCoding
import Observability
import SQLAccess
import Warehouse
import WebAPI

/// What the pipeline commands do, with the folder in hand or through its server.
enum PipelineRunning {
    static func run(_ order: PipelineOrder, _ context: CommandContext) async throws -> ExitCode {
        try await FolderAccess.withAccess(context) { access in
            switch access {
            case .server(let server): try await run(order, through: server, context)
            case .folder(let folder): try await run(order, in: folder, context)
            }
        }
    }

    private static func run(
        _ order: PipelineOrder, in folder: OpenedFolder, _ context: CommandContext
    ) async throws -> ExitCode {
        let bar = ProgressReport("Building", total: nil)
        let report: RunReport
        do {
            report = try await folder.pipeline.runOnce(order) { progress in
                if case .building = progress { bar.advance() }
            }
        } catch {
            bar.finish()
            throw error
        }
        bar.finish()
        for check in report.warnings {
            Console.message("warning: \(check.model) \(check.check): \(check.detail)")
        }
        if context.arguments.has("--json") {
            var writer = JSONWriter()
            writer.object { object in
                object.field("run_id", report.runID)
                object.field("status", "succeeded")
                object.field("models", report.models.count)
                object.field("rows", report.rows)
                object.field("checks", report.checks.count)
            }
            Console.print(writer.text)
        } else {
            Console.message(
                report.hasWorked
                    ? "published \(report.models.count) models, \(report.rows) rows; "
                        + "\(report.checks.count) checks (\(report.runID))"
                    : "nothing had changed: the published tables are up to date")
        }
        return .success
    }

    /// Asks the server, and waits for the end of the run.
    private static func run(
        _ order: PipelineOrder, through server: ServerClient, _ context: CommandContext
    ) async throws -> ExitCode {
        let answer = try await server.post("/v1/runs", body(order))
        let runID = answer["run_id"]?.string ?? ""
        var run: JSONValue?
        while run == nil {
            try await Task.sleep(for: .milliseconds(300))
            do {
                let found = try await server.get("/v1/runs/\(runID)")
                if found["run"]?["status"]?.string != "running" { run = found["run"] }
            } catch let refusal as ServerClient.Refusal where refusal.status == 404 {
                // It waits for another run to end.
                continue
            }
        }
        let status = run?["status"]?.string ?? ""
        if context.arguments.has("--json") {
            Console.print(run?.jsonText ?? "{}")
        } else if status == "succeeded" {
            Console.message(
                "published \(run?["models"]?.int ?? 0) models, \(run?["rows"]?.int ?? 0) rows "
                    + "(\(runID))")
        } else {
            Console.message("the run \(status): \(run?["error"]?.string ?? "")")
        }
        return status == "succeeded" ? .success : .failure
    }

    static func plan(_ order: PipelineOrder, _ context: CommandContext) async throws -> ExitCode {
        let rows = try await FolderAccess.withAccess(context) { access -> [[String]] in
            switch access {
            case .server(let server):
                let found = try await server.post("/v1/runs/plan", body(order))
                return found["models"]?.array?.map { model in
                    [
                        model["model"]?.string ?? "", model["action"]?.string ?? "",
                        model["reason"]?.string ?? "", model["rows"]?.int.map(String.init) ?? "",
                    ]
                } ?? []
            case .folder(let folder):
                return try await folder.pipeline.plan(order).map { cost in
                    [
                        cost.model, cost.action.description, cost.reason,
                        cost.rows.map { String($0) } ?? "",
                    ]
                }
            }
        }
        if context.arguments.has("--json") {
            Console.print(json(["model", "action", "reason", "rows"], rows))
        } else if rows.isEmpty {
            Console.message("nothing to do: the published tables are up to date")
        } else {
            Console.print(
                TextTable(header: ["model", "action", "reason", "rows now"], rows: rows).text)
        }
        return .success
    }

    static func test(_ order: PipelineOrder, _ context: CommandContext) async throws -> ExitCode {
        let rows = try await FolderAccess.withAccess(context) { access -> [[String]] in
            switch access {
            case .server(let server):
                let found = try await server.post("/v1/runs/test", body(order))
                return found["checks"]?.array?.map { check in
                    ["status", "severity", "model", "check", "detail"].map {
                        check[$0]?.string ?? ""
                    }
                } ?? []
            case .folder(let folder):
                return try await folder.pipeline.test(order.selection).map { check in
                    [
                        check.status.rawValue, check.severity.rawValue, check.model, check.check,
                        check.detail,
                    ]
                }
            }
        }
        let header = ["status", "severity", "model", "check", "detail"]
        Console.print(
            context.arguments.has("--json")
                ? json(header, rows) : TextTable(header: header, rows: rows).text)
        let blocked = rows.filter { $0[0] == "failed" && $0[1] == "block" }.count
        Console.message("\(rows.count) checks, \(blocked) of them block a publish")
        return blocked == 0 ? .success : .failure
    }

    static func runs(_ context: CommandContext) async throws -> ExitCode {
        let header = ["run_id", "status", "trigger", "started_at", "models", "rows", "error"]
        let rows = try await FolderAccess.withAccess(context) { access -> [[String]] in
            switch access {
            case .server(let server):
                let found = try await server.get("/v1/runs?limit=20")
                return found["runs"]?.array?.map { run in
                    header.map { run[$0].map { $0.isNull ? "" : $0.string ?? $0.jsonText } ?? "" }
                } ?? []
            case .folder(let folder):
                return try await folder.engines.readers.run { session in
                    try RunHistory(session: session).runs(limit: 20).map { run in
                        [
                            run.runID, run.status.rawValue, run.trigger,
                            run.startedAt.description, run.models.map { String($0) } ?? "",
                            run.rows.map { String($0) } ?? "", run.error ?? "",
                        ]
                    }
                }
            }
        }
        Console.print(
            context.arguments.has("--json")
                ? json(header, rows) : TextTable(header: header, rows: rows).text)
        return .success
    }

    private static func json(_ names: [String], _ rows: [[String]]) -> String {
        var writer = JSONWriter()
        writer.array { array in
            for row in rows {
                array.object { object in
                    for (name, value) in zip(names, row) { object.field(name, value) }
                }
            }
        }
        return writer.text
    }

    /// The order as `POST /v1/runs` takes it.
    private static func body(_ order: PipelineOrder) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.field("selection", order.selection.description)
            object.field("trigger", order.trigger)
            object.field(ifPresent: "as_of", order.asOf)
            object.field(ifPresent: "into", order.into)
            switch order.mode {
            case .update: object.field("mode", "update")
            case .rebuild: object.field("mode", "rebuild")
            case .backfill(let from, let to):
                object.field("mode", "backfill")
                object.field("from", from)
                object.field("to", to)
            }
        }
        return writer.bytes
    }
}
