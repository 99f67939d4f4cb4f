import ExactValues
package import HTTPServer
package import Importing
package import JSONCoding
import WorkspaceStore

/// `/v1/imports`: files of orders, looked at first or taken at once.
package struct ImportRoutes {
    private let importer: OrderImporter
    private let register: any ImportRegister
    private let options: RouteOptions
    private let onImport: @Sendable () async -> Void

    /// - Parameters:
    ///   - bodyBytesMax: the longest file; it is held in memory while it is read.
    ///   - onImport: told when lines were taken, so that the pipeline can run.
    package init(
        importer: OrderImporter, register: any ImportRegister, bodyBytesMax: Int,
        onImport: @escaping @Sendable () async -> Void
    ) {
        self.importer = importer
        self.register = register
        self.onImport = onImport
        options = RouteOptions(
            bodyBytesMax: bodyBytesMax, inflatedBytesMax: nil, bodyDeadline: .seconds(600))
    }

    package func add(to router: inout Router) {
        router.on(
            .post, "/v1/imports",
            about: RouteDescription(
                "Import a file of orders",
                detail:
                    "The body is the file, CSV or gzip. With dry_run nothing is written, and the "
                    + "answer says what would be. The same file again changes nothing.",
                group: "Collect",
                parameters: [
                    .init(
                        "kind", summary: "What the file holds; guessed where it is left out",
                        allowedValues: ["orders"]),
                    .init(
                        "file_name", summary: "The file's name, for people",
                        defaultValue: "upload.csv"),
                    .init(
                        "dry_run", .boolean, summary: "Look at the file, write nothing",
                        defaultValue: "false"),
                    .init(
                        "date_format",
                        summary: "The order of day, month and year where the file does not prove it"
                    ),
                ],
                requestBody: [.init("text/csv"), .init("application/gzip")],
                answers: [
                    .init(.ok, "What the file holds, and what became of it."),
                    .init(.unprocessableContent, "The file cannot be read as orders, and why."),
                ]), options: options
        ) { [importer, onImport, options] request, _ in
            let name = request.query["file_name"] ?? "upload.csv"
            let bytes = try await request.body.collect(upTo: options.bodyBytesMax)
            let isDryRun = try request.query.flag("dry_run")
            let plan = try await Self.plan(bytes, name: name, request: request)
            if isDryRun { return .json(ImportAnswer(plan: plan, outcome: nil).jsonBytes) }
            let outcome = try await importer.commit(plan)
            if outcome.status == .imported { await onImport() }
            return .json(ImportAnswer(plan: plan, outcome: outcome).jsonBytes)
        }
        addList(to: &router)
    }

    /// Reading a large file blocks for a while: it runs on a thread of its own.
    private static func plan(
        _ bytes: [UInt8], name: String, request: HTTPRequest
    ) async throws -> OrderImportPlan {
        let source = ImportSource.bytes(bytes, name: name)
        if let kind = request.query["kind"], kind != "orders" {
            throw HTTPProblem(
                .badRequest, code: "unknown_kind", detail: "The kind is orders, not \(kind).")
        }
        let isNamed = request.query["kind"] != nil
        let options = try OrderImportOptions(
            dateFormat: request.query["date_format"], columns: request.query["columns"])
        return try await BlockingWork.run {
            if !isNamed {
                let guess = try FileKind.guess(source)
                guard guess.kind == .orders else {
                    throw HTTPProblem(
                        .unprocessableContent, code: "kind_not_importable", detail: guess.words)
                }
            }
            return try OrderImportPlan(source, options: options)
        }
    }

    private func addList(to router: inout Router) {
        router.on(
            .get, "/v1/imports",
            about: RouteDescription(
                "List the imports, the latest first", group: "Read",
                parameters: [
                    .init(
                        "limit", .integer, summary: "At most so many", defaultValue: "50",
                        minimum: 1, maximum: 500)
                ])
        ) { [register] request, _ in
            let limit = try request.query.integer("limit", default: 50, in: 1...500)
            let records = try await register.list(limit: limit)
            var writer = JSONWriter()
            writer.object { answer in
                answer.array("imports") { array in
                    for record in records {
                        array.object { object in
                            object.field("import_id", record.importID)
                            object.field("kind", record.kind)
                            object.field("file_name", record.fileName)
                            object.field("status", record.status.rawValue)
                            object.field("rows", record.rows)
                            object.field("accepted_rows", record.acceptedRows)
                            object.field("rejected_rows", record.rejectedRows)
                            object.field("imported_at", record.importedAt)
                        }
                    }
                }
            }
            return .json(writer.bytes)
        }
    }
}

/// What is said of a file: on the page before an import, and after it.
package struct ImportAnswer: JSONWritable {
    private let plan: OrderImportPlan
    private let outcome: OrderImporter.Outcome?

    package init(plan: OrderImportPlan, outcome: OrderImporter.Outcome?) {
        self.plan = plan
        self.outcome = outcome
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { answer in
            answer.field("kind", "orders")
            answer.field("file_name", plan.fileName)
            answer.field("delimiter", plan.delimiter.name)
            answer.array("columns") { array in
                for column in plan.columns {
                    array.object { object in
                        object.field("header", column.header)
                        object.field("mapped_to", column.field?.rawValue)
                    }
                }
            }
            answer.field("date_format", plan.dateFormat)
            writeTotals(to: &answer)
            answer.array("preview") { array in
                for row in plan.preview {
                    array.object { object in
                        object.field("line", row.line)
                        object.field("cells", row.cells)
                        object.field("verdict", row.verdict.name)
                    }
                }
            }
            answer.field("warnings", plan.warnings)
            if let outcome {
                answer.field("import_id", outcome.importID)
                answer.field("status", outcome.status.rawValue)
                answer.field("message", outcome.message)
                answer.field("findings", plan.findings)
                answer.field("page", page)
            }
        }
    }

    private func writeTotals(to answer: inout JSONWriter) {
        let totals = plan.totals
        answer.field("rows", totals.rows)
        answer.array("verdicts") { array in
            for verdict in totals.verdicts {
                array.object { object in
                    object.field("verdict", verdict.verdict.name)
                    object.field("explanation", verdict.verdict.explanation)
                    object.field("rows", verdict.rows)
                    object.field("sales_amount", verdict.salesAmount)
                }
            }
        }
        answer.field("sales_amount", totals.salesAmount)
        answer.field("identified_amount", totals.identifiedAmount)
        answer.field("guest_amount", totals.guestAmount)
        answer.field("return_amount", totals.returnAmount)
        answer.field("orders", totals.orders)
        answer.field("customers", totals.customers)
        answer.field("repeated_rows", totals.repeatedRows)
        answer.field("first_date", totals.firstDate)
        answer.field("last_date", totals.lastDate)
    }

    /// Overview over the file's own days.
    package var page: String {
        guard let from = plan.totals.firstDate, let to = plan.totals.lastDate else {
            return "/overview"
        }
        return "/overview?from=\(from)&to=\(to)&metric=revenue"
    }
}
