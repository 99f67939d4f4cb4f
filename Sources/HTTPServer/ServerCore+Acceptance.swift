import Glibc
import Synchronization

/// Where the engine keeps the head of a request during its first call.
struct EngineHead {
    let method: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>
}

extension ServerCore {
    /// Checks the head of a request and finds its course: a handler, or an answer at once.
    func accept(_ exchange: Exchange, _ head: EngineHead) -> AcceptedRequest {
        let collected = collect(exchange, head)
        let requestID =
            RequestIDs.accepted(collected.headers["x-request-id"]) ?? requestIDs.make()
        do throws(HTTPProblem) {
            guard !exchange.connection.isOverLimit else {
                throw HTTPProblem(
                    .serviceUnavailable, code: "too_many_connections",
                    detail: "Too many connections are open. Try again in a moment.",
                    headers: ["retry-after": "1", "connection": "close"])
            }
            try checkSize(exchange, collected)
            guard collected.isClean else {
                throw HTTPProblem.malformed(
                    "The header has a folded line, a line that does not end in CR LF, a NUL, "
                        + "or a name that is no token.")
            }
            let head = try RequestHead(
                method: String(cString: head.method), target: exchange.target.text,
                version: String(cString: head.version), headers: collected.headers)
            return try course(of: head, requestID: requestID)
        } catch {
            return AcceptedRequest(
                requestID: requestID, head: nil,
                course: .answer(error.response(requestID: requestID)), framing: .chunked,
                bodyBytesMax: 0, inflatedBytesMax: nil,
                bodyDeadline: configuration.deadlines.body)
        }
    }

    /// The refusal of a connection that is over time.
    func timeoutAnswer(_ exchange: Exchange?, _ stage: ConnectionClock.Stage) -> [UInt8] {
        let requestID = exchange?.state.withLock { $0.request?.requestID } ?? requestIDs.make()
        let problem =
            stage == .body
            ? HTTPProblem.bodyTimedOut
            : HTTPProblem(
                .requestTimeout, code: "head_timed_out",
                detail: "The request's header did not arrive in time. Send it again.")
        let response = problem.response(requestID: requestID)
        return RawAnswer.bytes(
            response.status, completed(response.headers, requestID: requestID),
            body: problem.json(requestID: requestID))
    }

    /// The engine is about to refuse a `Content-Length` that is no number, in words of its own and
    /// without a call: answers in its place, so that this refusal is like the others.
    func refuseUnreadableLength() {
        guard let connection = registry.connectionAtEndOfHead() else { return }
        let requestID = requestIDs.make()
        let problem = HTTPProblem.malformed("Content-Length is not a number of bytes.")
        let headers = problem.response(requestID: requestID).headers
        let answer = RawAnswer.bytes(
            problem.status, completed(headers, requestID: requestID),
            body: problem.json(requestID: requestID))
        connection.keepReading()
        _ = registry.end(connection, writing: answer)
    }

    private struct CollectedHead {
        let headers: HTTPHeaders
        let isClean: Bool
        let byteCount: Int
    }

    private func collect(_ exchange: Exchange, _ head: EngineHead) -> CollectedHead {
        let method = UnsafeRawPointer(head.method)
        let version = UnsafeRawPointer(head.version)
        let target = exchange.target
        // Method, target and version follow each other with one blank, now a NUL, between them.
        let isLineClean =
            UInt(bitPattern: method) + UInt(strlen(head.method)) + 1 == target.address
            && target.address + UInt(target.byteCount) + 1 == UInt(bitPattern: version)
        var collector = HeadCollector(start: version + strlen(head.version) + 2)
        exchange.handle.forEachHeader { collector.add(name: $0, value: $1) }
        let end = method + exchange.handle.headBytes
        return CollectedHead(
            headers: collector.headers, isClean: isLineClean && collector.ends(at: end),
            byteCount: collector.byteCount)
    }

    private func checkSize(
        _ exchange: Exchange, _ head: CollectedHead
    ) throws(HTTPProblem) {
        let limits = configuration.limits
        guard exchange.target.byteCount <= limits.targetBytes else {
            throw HTTPProblem(
                .targetTooLong, code: "target_too_long",
                detail: "The address is longer than \(limits.targetBytes) bytes.",
                headers: ["connection": "close"])
        }
        guard head.byteCount <= limits.headerBytes, head.headers.count <= limits.headerCount else {
            throw HTTPProblem(
                .headersTooLarge, code: "headers_too_large",
                detail: "The header has more than \(limits.headerBytes) bytes or "
                    + "\(limits.headerCount) fields.",
                headers: ["connection": "close"])
        }
    }

    private func course(
        of head: RequestHead, requestID: String
    ) throws(HTTPProblem) -> AcceptedRequest {
        func accepted(
            _ course: AcceptedRequest.Course, _ options: RouteOptions, isGzip: Bool = false
        ) -> AcceptedRequest {
            AcceptedRequest(
                requestID: requestID, head: head, course: course, framing: head.framing,
                bodyBytesMax: options.bodyBytesMax,
                inflatedBytesMax: isGzip ? options.inflatedBytesMax : nil,
                bodyDeadline: options.bodyDeadline ?? configuration.deadlines.body)
        }
        func answered(_ response: HTTPResponse) -> AcceptedRequest {
            accepted(.answer(response), RouteOptions(bodyBytesMax: .max))
        }
        if let problem = hostPolicy.refusal(host: head.host, origin: head.headers["origin"]) {
            return answered(problem.response(requestID: requestID))
        }
        switch router.match(head.method, segments: head.segments) {
        case .notFound:
            return answered(HTTPProblem.notFound.response(requestID: requestID))
        case .otherMethods(let allow):
            return answered(
                Router.otherMethods(head.method, allow: allow, requestID: requestID))
        case .route(let number, let parameters):
            let options = router.routes[number].options
            do {
                let isGzip = try BodyPolicy.check(head, options)
                return accepted(
                    .route(number: number, parameters), options, isGzip: isGzip)
            } catch {
                return accepted(
                    .answer(error.response(requestID: requestID), number: number), options)
            }
        }
    }
}
