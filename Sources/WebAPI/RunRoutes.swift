import ExactValues
package import HTTPServer
import JSONCoding
package import SQLAccess
import Warehouse

/// `/v1/runs`: what the pipeline did, and asking it to run.
package struct RunRoutes {
    private let pipeline: any PipelineControl
    private let readers: SQLWorkerPool

    package init(pipeline: any PipelineControl, readers: SQLWorkerPool) {
        self.pipeline = pipeline
        self.readers = readers
    }

    package func add(to router: inout Router) {
        router.on(
            .get, "/v1/runs",
            about: RouteDescription(
                "List the pipeline's runs, the newest first", group: "Operate",
                parameters: [
                    .init(
                        "limit", .integer, summary: "At most so many", defaultValue: "50",
                        minimum: 1, maximum: 500)
                ])
        ) { [readers] request, _ in
            let limit = try request.query.integer("limit", default: 50, in: 1...500)
            let runs = try await readers.run { try RunHistory(session: $0).runs(limit: limit) }
            var writer = JSONWriter()
            writer.object { answer in
                answer.array("runs") { array in
                    for run in runs { array.object { run.writeMembers(to: &$0) } }
                }
            }
            return .json(writer.bytes)
        }
        addRun(to: &router)
        addStart(to: &router)
        addPlanAndTest(to: &router)
    }

    private func addRun(to router: inout Router) {
        router.on(
            .get, "/v1/runs/{run_id}",
            about: RouteDescription(
                "Read one run with its models and checks", group: "Operate",
                parameters: [.init("run_id", in: .path, summary: "The run")])
        ) { [readers] _, parameters in
            let runID = parameters["run_id"]
            let found = try await readers.run { session in
                let history = RunHistory(session: session)
                return (
                    run: try history.run(runID), models: try history.models(of: runID),
                    checks: try history.checks(of: runID)
                )
            }
            guard let run = found.run else {
                throw HTTPProblem(
                    .notFound, code: "unknown_run",
                    detail: "There is no run \(runID), or it has not started yet.")
            }
            var writer = JSONWriter()
            writer.object { answer in
                answer.object("run") { run.writeMembers(to: &$0) }
                answer.array("models") { array in
                    for model in found.models { array.object { model.writeMembers(to: &$0) } }
                }
                answer.array("checks") { array in
                    for check in found.checks { array.object { check.writeMembers(to: &$0) } }
                }
            }
            return .json(writer.bytes)
        }
    }

    private func addStart(to router: inout Router) {
        router.on(
            .post, "/v1/runs",
            about: RouteDescription(
                "Ask for a run of the pipeline",
                detail: "It starts as soon as none is running; read it under its id.",
                group: "Operate",
                requestBody: [
                    .init("application/json", example: #"{"selection":"all","mode":"update"}"#)
                ],
                answers: [.init(.accepted, "The id of the run.")])
        ) { [pipeline] request, _ in
            let order = try await Self.order(in: request)
            let runID = try await pipeline.start(order)
            var writer = JSONWriter()
            writer.object { $0.field("run_id", runID) }
            return .json(writer.bytes, status: .accepted)
        }
    }

    private func addPlanAndTest(to router: inout Router) {
        let body = [
            RouteDescription.Content("application/json", example: #"{"selection":"all"}"#)
        ]
        router.on(
            .post, "/v1/runs/plan",
            about: RouteDescription(
                "Say what a run would do now, and do nothing", group: "Operate",
                requestBody: body)
        ) { [pipeline] request, _ in
            let costs = try await pipeline.plan(try await Self.order(in: request))
            var writer = JSONWriter()
            writer.object { answer in
                answer.array("models") { array in
                    for cost in costs {
                        array.object { object in
                            object.field("model", cost.model)
                            object.field("action", cost.action.description)
                            object.field("reason", cost.reason)
                            object.field("rows", cost.rows)
                        }
                    }
                }
            }
            return .json(writer.bytes)
        }
        router.on(
            .post, "/v1/runs/test",
            about: RouteDescription(
                "Run the checks on the published tables", group: "Operate", requestBody: body)
        ) { [pipeline] request, _ in
            let checks = try await pipeline.test(try await Self.order(in: request).selection)
            var writer = JSONWriter()
            writer.object { answer in
                answer.array("checks") { array in
                    for check in checks { array.object { check.writeMembers(to: &$0) } }
                }
            }
            return .json(writer.bytes)
        }
    }

    /// `{"selection", "mode", "from", "to", "as_of", "into", "trigger"}`, all of them optional.
    private static func order(in request: HTTPRequest) async throws -> PipelineOrder {
        let bytes = try await request.body.collect(upTo: 65_536)
        let json: JSONValue
        do {
            json = bytes.isEmpty ? [:] : try JSONValue(reading: bytes)
        } catch {
            throw HTTPProblem(
                .badRequest, code: "malformed_json", detail: "The body is not JSON: \(error).")
        }
        var order = PipelineOrder(trigger: json["trigger"]?.string == "command" ? "command" : "api")
        if let selection = json["selection"]?.string {
            order.selection = try ModelSelection(text: selection)
        }
        order.asOf = try day("as_of", in: json)
        order.into = json["into"]?.string
        switch json["mode"]?.string ?? "update" {
        case "update": order.mode = .update
        case "rebuild": order.mode = .rebuild
        case "backfill":
            guard let from = try day("from", in: json), let to = try day("to", in: json) else {
                throw HTTPProblem.badParameter("from", "a backfill needs from and to, YYYY-MM-DD")
            }
            order.mode = .backfill(from: from, to: to)
        default:
            throw HTTPProblem.badParameter("mode", "the mode is update, rebuild or backfill")
        }
        return order
    }

    private static func day(_ name: String, in json: JSONValue) throws -> CalendarDate? {
        guard let value = json[name], !value.isNull else { return nil }
        guard let day = value.string.flatMap({ CalendarDate(iso: $0) }) else {
            throw HTTPProblem.badParameter(name, "\(name) is a day, written YYYY-MM-DD")
        }
        return day
    }
}

extension RunRecord {
    func writeMembers(to object: inout JSONWriter) {
        object.field("run_id", runID)
        object.field("status", status.rawValue)
        object.field("trigger", trigger)
        object.field("selection", selection)
        object.field("started_at", startedAt)
        object.field("finished_at", finishedAt)
        object.field(
            "duration_ms",
            finishedAt.map { ($0.microseconds - startedAt.microseconds) / 1000 })
        object.field("run_date", runDate)
        object.field("as_of", asOf)
        object.field("into", into)
        object.field("models", models)
        object.field("rows", rows)
        object.field("error", error)
    }
}

extension ModelRunRecord {
    func writeMembers(to object: inout JSONWriter) {
        object.field("model", model)
        object.field("status", status.rawValue)
        object.field("reason", reason)
        object.field("started_at", startedAt)
        object.field("duration_ms", durationMilliseconds)
        object.field("rows", rows)
        object.field("intervals", intervals)
        object.field("error", error)
    }
}

extension CheckResult {
    func writeMembers(to object: inout JSONWriter) {
        object.field("check", check)
        object.field("model", model)
        object.field("severity", severity.rawValue)
        object.field("status", status.rawValue)
        object.field("observed", observed)
        object.field("threshold", threshold)
        object.field("detail", detail)
    }
}
