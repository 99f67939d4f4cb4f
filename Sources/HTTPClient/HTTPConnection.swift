import CCurl
import Dispatch

/// One kept-alive connection to one server, through libcurl. Requests run one after another on a
/// thread of its own; several connections make several at once.
///
///     let connection = try HTTPConnection(address: "http://127.0.0.1:8080")
///     let answer = try await connection.send(.get("/health"))
package final class HTTPConnection: Sendable {
    /// `http://127.0.0.1:8080`, without a slash at the end.
    package let address: String
    private let queue: DispatchQueue
    private let handle: CurlHandle

    package init(address: String) throws(HTTPClientError) {
        self.address = address
        queue = DispatchQueue(label: "http-client")
        handle = try CurlHandle()
    }

    /// Sends a request and reads the whole answer.
    ///
    /// - Parameters:
    ///   - timeout: for all of it; then `.timedOut`.
    ///   - answerBytesMax: a longer answer is given up with `.answerTooLarge`.
    /// - Throws: `HTTPClientError` where no answer came. A status of 400 and above is an answer.
    package func send(
        _ request: ClientRequest, timeout: Duration = .seconds(60),
        answerBytesMax: Int = 256 << 20
    ) async throws(HTTPClientError) -> ClientResponse {
        let (address, handle) = (address, handle)
        return try await onThread { cancellation throws(HTTPClientError) in
            var body: [UInt8] = []
            var isTooLarge = false
            let head = try handle.perform(
                request, at: address, timeout: timeout, cancellation: cancellation
            ) { chunk in
                isTooLarge = body.count + chunk.count > answerBytesMax
                if !isTooLarge { body.append(contentsOf: chunk) }
                return !isTooLarge
            }
            guard !isTooLarge else {
                throw .answerTooLarge(address: address, limitBytes: answerBytesMax)
            }
            return ClientResponse(status: head.status, headers: head.headers, body: body)
        }
    }

    /// Sends a request and hands the answer over as it comes, until it ends or `receive` answers
    /// false. Chunks of a refusal (status 400 and above) are handed over as well.
    ///
    /// `receive` runs on the connection's thread and may block: the server then waits.
    @discardableResult
    package func stream(
        _ request: ClientRequest, timeout: Duration? = nil,
        receive: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
    ) async throws(HTTPClientError) -> ClientResponse {
        let (address, handle) = (address, handle)
        return try await onThread { cancellation throws(HTTPClientError) in
            let head = try handle.perform(
                request, at: address, timeout: timeout, cancellation: cancellation,
                receive: receive)
            return ClientResponse(status: head.status, headers: head.headers, body: [])
        }
    }

    /// Listens to server-sent events until the stream ends or `receive` answers false.
    ///
    /// `receive` runs on the connection's thread.
    @discardableResult
    package func events(
        _ path: String, timeout: Duration? = nil,
        receive: @escaping @Sendable (ServerSentEvent) -> Bool
    ) async throws(HTTPClientError) -> ClientResponse {
        let (address, handle) = (address, handle)
        let request = ClientRequest("GET", path, headers: [("accept", "text/event-stream")])
        return try await onThread { cancellation throws(HTTPClientError) in
            var parser = ServerSentEventParser()
            let head = try handle.perform(
                request, at: address, timeout: timeout, cancellation: cancellation
            ) { chunk in
                parser.read(chunk).allSatisfy(receive)
            }
            return ClientResponse(status: head.status, headers: head.headers, body: [])
        }
    }

    /// Runs a transfer on the connection's thread. Cancelling the task gives it up within a
    /// second, at once where bytes come.
    private func onThread(
        _ transfer:
            @escaping @Sendable (TransferCancellation) throws(HTTPClientError) -> ClientResponse
    ) async throws(HTTPClientError) -> ClientResponse {
        let cancellation = TransferCancellation()
        let result: Result<ClientResponse, HTTPClientError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { @Sendable in
                    continuation.resume(
                        returning: Result { () throws(HTTPClientError) in
                            try transfer(cancellation)
                        })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }
}
