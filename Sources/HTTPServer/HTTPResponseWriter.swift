/// Writes the body of a streamed answer.
package struct HTTPResponseWriter: Sendable {
    let sink: any HTTPResponseSink

    /// Sends bytes; waits while more than the server's bound is on its way to the client.
    ///
    /// Throws `CancellationError` once the client has gone or the server stops.
    package func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try await sink.write(bytes)
    }

    package func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }
}

/// Where a streamed body goes.
protocol HTTPResponseSink: Sendable {
    func write(_ bytes: [UInt8]) async throws
}
