package import HTTPServer
package import Observability
import Reporting
import SQLAccess
import SemanticLayer

/// The one place where errors become statuses and words for a client.
///
/// An error that is not named here is a fault of ours: it is logged whole under the request's id,
/// and the client gets a 500 that says no more than that.
package enum ErrorResponse {
    package static func make(log: StructuredLog) -> Router.ErrorResponse {
        { error, request in
            if let problem = problem(for: error) {
                return problem.response(requestID: request.requestID)
            }
            log.error(
                "a request failed",
                ["request_id": .text(request.requestID), "error": .text("\(error)")])
            return HTTPProblem.internalError.response(requestID: request.requestID)
        }
    }

    static func problem(for error: any Error) -> HTTPProblem? {
        switch error {
        case let error as MetricQueryError:
            return HTTPProblem(
                .unprocessableContent, code: "query_invalid",
                detail: "The query cannot be answered as it stands.",
                faults: error.problems.map {
                    .init(pointer: $0.pointer, code: "query_invalid", detail: $0.detail)
                })
        case ReportingError.nothingPublished:
            return unavailable(
                code: "nothing_published",
                detail: "No pipeline run has finished yet. Try again in a moment.", seconds: 1)
        case is SQLWorkerPoolError:
            return unavailable(
                code: "busy", detail: "Too many questions at once. Try again in a moment.",
                seconds: 1)
        default:
            return nil
        }
    }

    static func unavailable(code: String, detail: String, seconds: Int) -> HTTPProblem {
        HTTPProblem(
            .serviceUnavailable, code: code, detail: detail,
            headers: ["retry-after": String(seconds)])
    }
}
