import CCurl
import Dispatch

/// One kept-alive connection to one server, through libcurl. Requests run one after another on a
/// thread of its own; several connections make several at once.
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
    /// - Parameter timeout: for all of it; then `.timedOut`.
    /// - Throws: `HTTPClientError` where no answer came. A status of 400 and above is an answer.
    package func send(
        _ request: ClientRequest, timeout: Duration = .seconds(60)
    ) async throws(HTTPClientError) -> ClientResponse {
        let result = await withCheckedContinuation { continuation in
            queue.async { @Sendable [self] in
                continuation.resume(
                    returning: Result { () throws(HTTPClientError) in
                        var body: [UInt8] = []
                        let head = try handle.perform(
                            request, at: address, timeout: timeout
                        ) { chunk in
                            body.append(contentsOf: chunk)
                            return true
                        }
                        return ClientResponse(
                            status: head.status, headers: head.headers, body: body)
                    })
            }
        }
        return try result.get()
    }

    /// Sends a request and hands the answer over as it comes, until it ends or `receive` answers
    /// false. Chunks of a refusal (status 400 and above) are handed over as well.
    ///
    /// `receive` runs on the connection's thread.
    @discardableResult
    package func stream(
        _ request: ClientRequest, timeout: Duration? = nil,
        receive: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
    ) async throws(HTTPClientError) -> ClientResponse {
        let result = await withCheckedContinuation { continuation in
            queue.async { @Sendable [self] in
                continuation.resume(
                    returning: Result { () throws(HTTPClientError) in
                        let head = try handle.perform(
                            request, at: address, timeout: timeout, receive: receive)
                        return ClientResponse(status: head.status, headers: head.headers, body: [])
                    })
            }
        }
        return try result.get()
    }
}

/// What is sent.
package struct ClientRequest: Sendable {
    package let method: String
    /// With its query, beginning with `/`.
    package let path: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    package static func get(_ path: String) -> ClientRequest { ClientRequest("GET", path) }

    package static func post(
        _ path: String, _ body: [UInt8], contentType: String = "application/json"
    ) -> ClientRequest {
        ClientRequest("POST", path, headers: [("content-type", contentType)], body: body)
    }
}

/// What came back.
package struct ClientResponse: Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    package var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why no answer came.
package enum HTTPClientError: Error, Sendable, Hashable, CustomStringConvertible {
    case cannotConnect(address: String)
    case timedOut(address: String)
    /// The connection ended in the middle of the answer, or the answer is not HTTP.
    case broken(address: String, reason: String)

    package var description: String {
        switch self {
        case .cannotConnect(let address): "nobody answers at \(address)"
        case .timedOut(let address): "\(address) did not answer in time"
        case .broken(let address, let reason): "the connection to \(address) broke: \(reason)"
        }
    }
}
