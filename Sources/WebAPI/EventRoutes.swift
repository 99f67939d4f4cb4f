package import HTTPServer
package import Ingestion
import JSONCoding

/// `POST /v1/events` and the classic `/events` and `/events/batch`.
package struct EventRoutes {
    private let intake: EventIntake
    private let options: RouteOptions

    /// - Parameters:
    ///   - bodyBytesMax: the longest body as it is sent.
    ///   - inflatedBytesMax: the longest body once a gzip is undone.
    package init(intake: EventIntake, bodyBytesMax: Int, inflatedBytesMax: Int) {
        self.intake = intake
        options = RouteOptions(
            bodyBytesMax: bodyBytesMax, inflatedBytesMax: inflatedBytesMax,
            contentTypes: ["application/json", "application/x-ndjson"], isQuiet: true)
    }

    private static let example = """
        {"event_id":"0190a5c1","ts":"2026-11-20T09:00:00.123Z","event_type":"click",\
        "user_id":"u1","campaign_id":"c1","channel":"search","cost":0.42}
        """

    package func add(to router: inout Router) {
        router.on(
            .post, "/v1/events",
            about: RouteDescription(
                "Collect events",
                detail:
                    "One object, an array, or NDJSON; plain or gzip. The answer comes after the "
                    + "commit and has a verdict for every line. A bad line never blocks the others.",
                group: "Collect",
                parameters: [
                    .init(
                        "strict", .boolean, summary: "All events of the request, or none",
                        defaultValue: "false"),
                    .init(
                        "dry_run", .boolean, summary: "Tell the verdicts and store nothing",
                        defaultValue: "false"),
                ],
                requestBody: [
                    .init("application/json", example: Self.example),
                    .init("application/x-ndjson", example: Self.example),
                ],
                answers: [
                    .init(
                        .ok, "At least one event was accepted or known already.",
                        .init(
                            "application/json",
                            example: """
                                {"received":1,"accepted":1,"duplicate":0,"conflict":0,\
                                "rejected":0,"durable":true,"batch_id":"b1","errors":[]}
                                """)),
                    .init(.unprocessableContent, "No event was accepted; the same report."),
                    .init(.serviceUnavailable, "Too many events are waiting: try again."),
                ]), options: options
        ) { [intake] request, _ in
            let report = try await intake.accept(
                request.body,
                options: IntakeOptions(
                    format: Self.format(of: request), isStrict: try request.query.flag("strict"),
                    isDryRun: try request.query.flag("dry_run")))
            let isTaken = report.accepted + report.duplicate > 0
            return .json(report.jsonBytes, status: isTaken ? .ok : .unprocessableContent)
        }
        addClassic(to: &router)
    }

    private func addClassic(to router: inout Router) {
        let body = [RouteDescription.Content("application/json", example: Self.example)]
        router.on(
            .post, "/events",
            about: RouteDescription(
                "Collect one event, as existing clients send it",
                detail: "All fields but cost are required; a time without offset is UTC.",
                group: "Collect", requestBody: body,
                answers: [
                    .init(
                        .ok, "Stored, now or before.",
                        .init("application/json", example: #"{"ingested":true}"#)),
                    .init(.unprocessableContent, "The event is not valid; nothing is stored."),
                ]), options: options
        ) { [intake] request, _ in
            _ = try await Self.classic(request, intake, isBatch: false)
            return .json(#"{"ingested":true}"#)
        }
        router.on(
            .post, "/events/batch",
            about: RouteDescription(
                "Collect an array of events, as existing clients send it",
                detail: "All of them are valid, or nothing is stored.", group: "Collect",
                requestBody: body,
                answers: [
                    .init(
                        .ok, "How many were newly stored.",
                        .init("application/json", example: #"{"ingested":50}"#)),
                    .init(.unprocessableContent, "An event is not valid; nothing is stored."),
                ]), options: options
        ) { [intake] request, _ in
            let report = try await Self.classic(request, intake, isBatch: true)
            return .json(#"{"ingested":\#(report.accepted)}"#)
        }
    }

    private static func classic(
        _ request: HTTPRequest, _ intake: EventIntake, isBatch: Bool
    ) async throws -> IngestionReport {
        let report = try await intake.accept(
            request.body,
            options: IntakeOptions(format: format(of: request), door: .classic, isStrict: true))
        guard report.rejected == 0, report.errors.isEmpty || report.isDurable else {
            throw HTTPProblem(
                .unprocessableContent, code: "events_invalid",
                detail: "Not every event is valid, so nothing of this request is stored.",
                faults: report.errors.map { error in
                    .init(
                        pointer: (isBatch ? "/\(error.line - 1)" : "") + error.pointer,
                        code: error.code,
                        detail: error.detail)
                })
        }
        return report
    }

    private static func format(of request: HTTPRequest) -> EventBodyFormat {
        request.contentType == "application/x-ndjson" ? .lines : .json
    }
}
