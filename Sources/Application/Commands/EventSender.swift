import ExactValues
import HTTPClient
import JSONCoding

/// Sends NDJSON to `POST /v1/events`, again where the server asks to, and adds up the verdicts.
actor EventSender {
    struct Report: Sendable, JSONWritable {
        var received = 0
        var accepted = 0
        var duplicate = 0
        var conflict = 0
        var rejected = 0

        func write(to writer: inout JSONWriter) {
            writer.object { object in
                object.field("received", received)
                object.field("accepted", accepted)
                object.field("duplicate", duplicate)
                object.field("conflict", conflict)
                object.field("rejected", rejected)
            }
        }
    }

    private(set) var report = Report()
    private let connection: HTTPConnection

    /// Tries of one request, with growing waits, about a minute in all. Resending is safe: what
    /// was stored is a duplicate.
    private static let triesMax = 10

    init(address: String) throws {
        connection = try HTTPConnection(address: address)
    }

    func send(_ bytes: [UInt8]) async throws {
        let request = ClientRequest.post(
            "/v1/events", bytes, contentType: "application/x-ndjson")
        for attempt in 1...Self.triesMax {
            do {
                let response = try await connection.send(request)
                if response.isSuccess || response.status == 422 {
                    try add(JSONValue(reading: response.body))
                    return
                }
                guard response.status == 503 || response.status == 429, attempt < Self.triesMax
                else {
                    throw ServerClient.Refusal(
                        status: response.status, description: ServerClient.words(of: response))
                }
            } catch let error as HTTPClientError where attempt < Self.triesMax {
                // The server may be restarting; the last try's error is told.
                _ = error
            }
            try await Task.sleep(for: .milliseconds(min(10_000, 100 << attempt)))
        }
    }

    private func add(_ answer: JSONValue) throws {
        report.received += answer["received"]?.int ?? 0
        report.accepted += answer["accepted"]?.int ?? 0
        report.duplicate += answer["duplicate"]?.int ?? 0
        report.conflict += answer["conflict"]?.int ?? 0
        report.rejected += answer["rejected"]?.int ?? 0
    }
}
