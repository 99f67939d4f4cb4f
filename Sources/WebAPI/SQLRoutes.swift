package import HTTPServer
import JSONCoding
import Reporting
package import SQLAccess

/// `POST /v1/sql`: one SELECT over the published tables.
package struct SQLRoutes {
    private let explorer: SQLExplorer

    package init(readers: SQLWorkerPool) {
        explorer = SQLExplorer(readers: readers)
    }

    package func add(to router: inout Router) {
        router.on(
            .post, "/v1/sql",
            about: RouteDescription(
                "Run one SELECT over the published tables",
                detail:
                    "Tables are named with their schema; at most \(SQLExplorer.rowsMax) rows come "
                    + "back, and 30 seconds are given.",
                group: "Read",
                requestBody: [
                    .init(
                        "application/json",
                        example:
                            #"{"sql":"SELECT period_month, total_sales FROM business.monthly_metrics"}"#
                    )
                ])
        ) { [explorer] request, _ in
            let sql = try await Self.sql(in: request)
            do {
                let answer = try await explorer.run(sql)
                return .json(Self.json(answer))
            } catch let refusal as SQLExplorer.Refusal {
                throw HTTPProblem(
                    .unprocessableContent, code: "sql_refused", detail: "\(refusal).")
            } catch let error as SQLError where error.kind != .connectionLost {
                // The engine's words on a person's own statement help that person.
                throw HTTPProblem(
                    .unprocessableContent, code: "sql_failed", detail: error.message)
            }
        }
    }

    private static func sql(in request: HTTPRequest) async throws -> String {
        let body = try await request.body.collect(upTo: 65_536)
        // Bytes that are no JSON and JSON without `sql` get the same words.
        guard let json = try? JSONValue(reading: body), let sql = json["sql"]?.string else {
            throw HTTPProblem(
                .badRequest, code: "malformed_json",
                detail: "The body is a JSON object with the member sql, a text.")
        }
        return sql
    }

    private static func json(_ answer: SQLExplorer.Answer) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.field("columns", answer.table.columnNames)
            object.array("rows") { array in
                for row in answer.table.rows { row.values.write(to: &array) }
            }
            object.field("truncated", answer.isTruncated)
        }
        return writer.bytes
    }
}
