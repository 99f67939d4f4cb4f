import Testing

@testable import HTTPClient

@Suite("Server-sent events, read") struct ServerSentEventParserTests {
    private func events(_ pieces: [String]) -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        return pieces.flatMap { piece in
            Array(piece.utf8).withUnsafeBytes { parser.read($0) }
        }
    }

    private let text =
        ": comment\n\nevent: funnel\nid: 7\ndata: {\"a\":1}\n\ndata:no blank\r\ndata\r\n"
        + "data:  two\r\n\r\nretry: 5\n\nevent: empty\n\rdata: é\r\r"
    private let expected = [
        ServerSentEvent(event: "funnel", data: "{\"a\":1}", id: "7"),
        ServerSentEvent(data: "no blank\n\n two", id: "7"),
        ServerSentEvent(data: "é", id: "7"),
    ]

    @Test("Fields, comments and all three kinds of line ends are read as the standard says")
    func whole() {
        #expect(events([text]) == expected)
    }

    @Test("It does not matter where the bytes are cut")
    func cut() {
        var parser = ServerSentEventParser()
        var seen: [ServerSentEvent] = []
        for byte in text.utf8 {
            seen += [byte].withUnsafeBytes { parser.read($0) }
        }
        #expect(seen == expected)
    }

    @Test("An event that is not ended by an empty line is not one yet")
    func unfinished() {
        #expect(events(["data: a\n"]) == [])
        #expect(events(["data: a\n", "\n"]) == [ServerSentEvent(data: "a")])
    }
}
