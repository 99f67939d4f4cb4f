/// The body of a request: chunks of bytes in the order of arrival, to be read once.
///
/// The server reads no further than its buffer while nobody asks for the next chunk, so a handler
/// that is slow slows its client and fills no memory. A body with `Content-Encoding: gzip` comes
/// inflated. Reading throws `HTTPProblem` where a limit is passed or the body is broken, and
/// `CancellationError` where the client has gone.
package struct HTTPRequestBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    package struct Iterator: AsyncIteratorProtocol {
        let source: any HTTPRequestBodySource

        package mutating func next() async throws -> [UInt8]? {
            try await source.next()
        }
    }

    private let source: any HTTPRequestBodySource

    init(source: any HTTPRequestBodySource) {
        self.source = source
    }

    /// A body that is there already: for tests.
    package init(_ chunks: [UInt8]...) {
        source = WholeBody(chunks)
    }

    package static let empty = HTTPRequestBody()

    package func makeAsyncIterator() -> Iterator {
        Iterator(source: source)
    }

    /// The whole body in one array; 413 where it is longer than `limitBytes`.
    ///
    /// Cheaper than a loop over the chunks: the task wakes once, at the end.
    package func collect(upTo limitBytes: Int) async throws -> [UInt8] {
        try await source.collect(upTo: limitBytes)
    }
}

/// What a body reads from.
protocol HTTPRequestBodySource: Sendable {
    /// The next bytes, never empty; nil at the end.
    func next() async throws -> [UInt8]?
    func collect(upTo limitBytes: Int) async throws -> [UInt8]
}

extension HTTPRequestBodySource {
    func collect(upTo limitBytes: Int) async throws -> [UInt8] {
        var whole: [UInt8] = []
        while let chunk = try await next() {
            guard whole.count + chunk.count <= limitBytes else {
                throw HTTPProblem.bodyTooLarge(limitBytes: limitBytes)
            }
            if whole.isEmpty { whole = chunk } else { whole += chunk }
        }
        return whole
    }
}
