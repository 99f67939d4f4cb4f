package import HTTPServer
import Importing
import Ingestion
import Reporting
import SQLAccess
import SemanticLayer
import Warehouse

/// The one place where errors become statuses and words for a client.
///
/// An error that is not named here is a fault of ours: the server logs it under the request's id,
/// and the client gets a 500 that says no more than that.
package enum ErrorResponse {
    package static func make() -> Router.ErrorResponse {
        { error, request in
            (problem(for: error) ?? HTTPProblem.internalError)
                .response(requestID: request.requestID)
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
        case let error as IngestionError:
            return problem(for: error)
        case let error as ImportFileError:
            return unprocessable(code: "file_unreadable", "\(error)")
        case let error as OrderImportError:
            return unprocessable(code: error.code, "\(error)")
        case let error as PipelineError:
            return unprocessable(code: "pipeline_refused", "\(error)")
        case let error as PipelineControlError:
            return unavailable(
                code: "too_many_runs", detail: sentence("\(error)"), seconds: 10)
        case is SQLWorkerPoolError:
            return unavailable(
                code: "busy", detail: "Too many questions at once. Try again in a moment.",
                seconds: 1)
        default:
            return nil
        }
    }

    private static func unprocessable(code: String, _ words: String) -> HTTPProblem {
        HTTPProblem(.unprocessableContent, code: code, detail: sentence(words))
    }

    static func unavailable(code: String, detail: String, seconds: Int) -> HTTPProblem {
        HTTPProblem(
            .serviceUnavailable, code: code, detail: detail,
            headers: ["retry-after": String(seconds)])
    }
}

extension ErrorResponse {
    private static func problem(for error: IngestionError) -> HTTPProblem {
        let detail = sentence("\(error)")
        switch error {
        case .queueFull(let seconds):
            return unavailable(code: "queue_full", detail: detail, seconds: seconds)
        case .shuttingDown:
            return unavailable(code: "shutting_down", detail: detail, seconds: 2)
        case .bodyTooLarge:
            return HTTPProblem(.contentTooLarge, code: "body_too_large", detail: detail)
        case .tooManyEvents:
            return HTTPProblem(.contentTooLarge, code: "too_many_events", detail: detail)
        case .storage:
            return unavailable(code: "storage_failed", detail: detail, seconds: 5)
        }
    }

    /// An error's words as a sentence of their own.
    static func sentence(_ words: String) -> String {
        words.prefix(1).uppercased() + words.dropFirst() + (words.hasSuffix(".") ? "" : ".")
    }
}
