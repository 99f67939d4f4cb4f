import Observability

/// A refusal in the form of RFC 9457, `application/problem+json`, in words for the client.
///
/// Thrown by a handler, it is the answer. Every text in it reaches the client: no SQL, no path, no
/// text of another error.
package struct HTTPProblem: Error, Sendable {
    /// One fault among several: where it is and what to do.
    package struct Fault: Sendable, Equatable {
        /// A JSON pointer into the body (`/cost`), or the parameter's name.
        package let pointer: String
        /// For programs: `cost_negative`.
        package let code: String
        package let detail: String

        package init(pointer: String, code: String, detail: String) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }
    }

    /// More faults than this are left out of the answer.
    package static let faultCountMax = 1000

    package let status: HTTPStatus
    /// For programs: `body_too_large`. Gives the `type`, `urn:bellwether:problem:body_too_large`.
    package let code: String
    package let detail: String
    package var faults: [Fault]
    /// Further headers, such as `retry-after`.
    package var headers: HTTPHeaders

    package init(
        _ status: HTTPStatus, code: String, detail: String, faults: [Fault] = [],
        headers: HTTPHeaders = [:]
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.faults = faults
        self.headers = headers
    }

    /// The answer; the server adds the request's id to the headers as well.
    package func response(requestID: String) -> HTTPResponse {
        var headers = headers
        headers["content-type"] = "application/problem+json"
        headers["cache-control"] = "no-store"
        return HTTPResponse(status, headers: headers, body: .bytes(json(requestID: requestID)))
    }

    /// The body.
    func json(requestID: String) -> [UInt8] {
        var object = JSONObjectWriter()
        object.field("type", "urn:bellwether:problem:" + code)
        object.field("title", status.title)
        object.field("status", status.code)
        object.field("detail", detail)
        object.field("request_id", requestID)
        if !faults.isEmpty {
            var list: [UInt8] = [0x5B]
            for fault in faults.prefix(HTTPProblem.faultCountMax) {
                if list.count > 1 { list.append(0x2C) }
                var entry = JSONObjectWriter()
                entry.field("pointer", fault.pointer)
                entry.field("code", fault.code)
                entry.field("detail", fault.detail)
                list += entry.finish()
            }
            list.append(0x5D)
            object.field("errors", raw: list)
            if faults.count > HTTPProblem.faultCountMax { object.field("errors_truncated", true) }
        }
        return object.finish()
    }
}

extension HTTPProblem: CustomStringConvertible {
    package var description: String { "\(status.code) \(code): \(detail)" }
}

extension HTTPProblem {
    package static let notFound = HTTPProblem(
        .notFound, code: "not_found", detail: "There is nothing at this address.")

    /// What a client sees of an error that nobody expected.
    package static let internalError = HTTPProblem(
        .internalServerError, code: "internal_error",
        detail: "Something failed inside the server. The log tells more under the request id.")

    /// 400 for one query or path parameter.
    package static func badParameter(_ name: String, _ detail: String) -> HTTPProblem {
        HTTPProblem(
            .badRequest, code: "bad_parameter", detail: detail,
            faults: [Fault(pointer: name, code: "bad_parameter", detail: detail)])
    }

    /// 503 with `Retry-After`.
    package static func busy(_ detail: String, retryAfterSeconds: Int = 1) -> HTTPProblem {
        HTTPProblem(
            .serviceUnavailable, code: "busy", detail: detail,
            headers: ["retry-after": String(retryAfterSeconds)])
    }

    static func bodyTooLarge(limitBytes: Int) -> HTTPProblem {
        HTTPProblem(
            .contentTooLarge, code: "body_too_large",
            detail: "The body is larger than \(limitBytes) bytes. Send it in smaller parts.")
    }

    static func inflatedBodyTooLarge(limitBytes: Int) -> HTTPProblem {
        HTTPProblem(
            .contentTooLarge, code: "inflated_body_too_large",
            detail: "The body inflates to more than \(limitBytes) bytes. "
                + "Send it in smaller parts.")
    }

    static let bodyNotGzip = HTTPProblem(
        .badRequest, code: "body_not_gzip",
        detail: "The body is not gzip, or it ends early, though Content-Encoding says gzip.")

    static let bodyTimedOut = HTTPProblem(
        .requestTimeout, code: "body_timed_out",
        detail: "The body did not arrive in time. Send it again.",
        headers: ["connection": "close"])
}
