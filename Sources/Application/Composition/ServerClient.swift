import HTTPClient
import JSONCoding

/// A running server, for a command that works through it.
struct ServerClient: Sendable {
    let address: String
    private let connection: HTTPConnection
    private let token: String

    init(notice: ServerNotice) throws {
        address = notice.address
        token = notice.token
        connection = try HTTPConnection(address: notice.address)
    }

    /// What the server refused, in its own words.
    struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        let status: Int
        let description: String
    }

    func get(_ path: String) async throws -> JSONValue {
        try await json(ClientRequest("GET", path, headers: [header]))
    }

    func post(
        _ path: String, _ body: [UInt8], contentType: String = "application/json",
        timeout: Duration = .seconds(600)
    ) async throws -> JSONValue {
        try await json(
            ClientRequest(
                "POST", path, headers: [header, ("content-type", contentType)], body: body),
            timeout: timeout)
    }

    private var header: (name: String, value: String) { ("x-bellwether-token", token) }

    private func json(
        _ request: ClientRequest, timeout: Duration = .seconds(60)
    ) async throws -> JSONValue {
        let response = try await connection.send(request, timeout: timeout)
        let limits = JSONLimits(bytes: 1 << 28)
        guard response.isSuccess else {
            throw Refusal(status: response.status, description: Self.words(of: response))
        }
        return try JSONValue(reading: response.body, limits: limits)
    }

    /// The detail of a problem and of each of its faults; the status where it is not a problem.
    static func words(of response: ClientResponse) -> String {
        // An answer that is no problem document is told by its status alone.
        guard let problem = try? JSONValue(reading: response.body),
            let detail = problem["detail"]?.string
        else { return "the server answered with status \(response.status)" }
        let faults = problem["errors"]?.array ?? []
        let lines = faults.prefix(20).compactMap { fault in
            fault["detail"]?.string.map { "\n  \(fault["pointer"]?.string ?? ""): \($0)" }
        }
        return detail + lines.joined()
    }
}
