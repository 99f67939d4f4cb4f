package import ExactValues
package import HTTPServer
import JSONCoding
import Reporting
package import SQLAccess
import SemanticLayer

/// `/v1/query`, `/v1/metrics`, the values of dimensions, cohorts: reads through the catalogue.
package struct MetricRoutes {
    private let readers: SQLWorkerPool
    private let now: @Sendable () -> UTCTimestamp

    package init(readers: SQLWorkerPool, now: @escaping @Sendable () -> UTCTimestamp) {
        self.readers = readers
        self.now = now
    }

    package func add(to router: inout Router) {
        addQuery(to: &router)
        router.on(
            .get, "/v1/metrics",
            about: RouteDescription(
                "List the metrics of the catalogue", group: "Read",
                answers: [
                    .init(.ok, "Every metric with its definition.", .init("application/json"))
                ])
        ) { _, _ in
            var writer = JSONWriter()
            writer.object { answer in
                answer.array("metrics") { array in
                    for metric in MetricCatalogue.metrics {
                        array.object { metric.writeMembers(to: &$0) }
                    }
                }
            }
            return .json(writer.bytes)
        }
        addDimensionValues(to: &router)
        addCohorts(to: &router)
    }

    private func addQuery(to router: inout Router) {
        router.on(
            .post, "/v1/query",
            about: RouteDescription(
                "Ask for metrics by dimensions and periods",
                detail: "Names are checked against the catalogue; 422 lists the valid ones.",
                group: "Read",
                requestBody: [
                    .init(
                        "application/json",
                        example: """
                            {"metrics":["revenue","roas"],"dimensions":["channel"],\
                            "date_range":{"from":"2026-10-23","to":"2026-11-19"},"grain":"day",\
                            "compare":"previous_period"}
                            """)
                ],
                answers: [
                    .init(.ok, "Columns, rows and totals.", .init("application/json")),
                    .init(.unprocessableContent, "What is wrong with the query."),
                ])
        ) { [readers, now] request, _ in
            let body = try await request.body.collect(upTo: 262_144)
            let json: JSONValue
            do {
                json = try JSONValue(reading: body)
            } catch {
                throw HTTPProblem(
                    .badRequest, code: "malformed_json",
                    detail: "The body is not JSON: \(error).")
            }
            let query = try MetricQuery(json: json)
            let report = try await MetricReporter(readers: readers).report(for: query, now: now())
            return .json(report.jsonBytes)
        }
    }

    private func addDimensionValues(to router: inout Router) {
        router.on(
            .get, "/v1/dimensions/{name}/values",
            about: RouteDescription(
                "List the values of a dimension, the most frequent first", group: "Read",
                parameters: [
                    .init("name", in: .path, summary: "channel or campaign_id"),
                    .init(
                        "limit", .integer, summary: "At most so many", defaultValue: "200",
                        minimum: 1, maximum: 1000),
                ])
        ) { [readers] request, parameters in
            let name = parameters["name"]
            guard let dimension = Dimension(rawValue: name) else {
                throw HTTPProblem(
                    .notFound, code: "unknown_dimension",
                    detail: "There is no dimension \(name); there are "
                        + Dimension.allCases.map(\.rawValue).joined(separator: ", ") + ".")
            }
            let limit = try request.query.integer("limit", default: 200, in: 1...1000)
            let values = try await DimensionValues.read(dimension, limit: limit, from: readers)
            var writer = JSONWriter()
            writer.object { answer in
                answer.array("values") { array in
                    for value in values {
                        array.object { object in
                            object.field("value", value.value)
                            object.field("label", value.label)
                            object.field("exists", value.exists)
                        }
                    }
                }
            }
            return .json(writer.bytes)
        }
    }

    private func addCohorts(to router: inout Router) {
        router.on(
            .get, "/v1/cohorts",
            about: RouteDescription(
                "Read the cohort triangle with averages over complete cells", group: "Read",
                parameters: [
                    .init(
                        "period", summary: "The length of a cohort", defaultValue: "month",
                        allowedValues: ["month"])
                ])
        ) { [readers] request, _ in
            let period = request.query["period"] ?? "month"
            guard period == "month" else {
                throw HTTPProblem(
                    .badRequest, code: "unknown_period",
                    detail: "The period is month, not \(period).")
            }
            return .json(try await CohortReport.read(from: readers).jsonBytes)
        }
    }
}
