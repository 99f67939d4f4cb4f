/// A stream of server-sent events to one client.
///
/// The server sends a comment every 15 seconds of silence, so that neither side takes a quiet
/// stream for a dead one.
package struct SSEStream: Sendable {
    let writer: HTTPResponseWriter

    /// Sends one event; waits while the client is slow.
    ///
    /// - Parameters:
    ///   - event: the name that pages listen for; one line.
    ///   - data: any text; each of its lines becomes a `data:` line.
    ///   - id: comes back as `Last-Event-ID` when the client connects again; one line.
    package func send(event: String? = nil, data: String, id: String? = nil) async throws {
        try await writer.write(SSEStream.text(event: event, data: data, id: id))
    }

    package func send(event: String? = nil, json: [UInt8], id: String? = nil) async throws {
        try await send(event: event, data: String(decoding: json, as: UTF8.self), id: id)
    }

    /// Sends a comment, which clients ignore.
    package func comment(_ text: String = "") async throws {
        try await writer.write(": \(SSEStream.oneLine(text))\n\n")
    }

    /// Tells the client how long to wait before it connects again.
    package func retry(after duration: Duration) async throws {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        try await writer.write("retry: \(milliseconds)\n\n")
    }

    static func text(event: String?, data: String, id: String?) -> String {
        var text = ""
        if let event { text += "event: \(oneLine(event))\n" }
        if let id { text += "id: \(oneLine(id))\n" }
        let lines = data.split(omittingEmptySubsequences: false) { character in
            character == "\n" || character == "\r\n" || character == "\r"
        }
        for line in lines { text += "data: \(line)\n" }
        return text + "\n"
    }

    private static func oneLine(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }
}
