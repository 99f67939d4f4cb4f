import HTTPClient
import JSONCoding

/// Sends bodies to one address over several connections at once, as fast as they are taken.
struct EventLoad: Sendable {
    let address: String
    let path: String
    let contentType: String
    /// The member of the answer that counts what was stored.
    let acceptedMember: String
    let connections: Int

    struct Result {
        let seconds: Double
        let accepted: Int
        let latencies: Latencies
    }

    /// Each connection sends every so many-th body until there are none, or the time is over.
    func send(_ bodies: [[UInt8]], atMost limit: Duration = .seconds(600)) async throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let parts = try await withThrowingTaskGroup(of: (Int, [Duration]).self) { group in
            for first in 0..<connections {
                group.addTask {
                    let connection = try HTTPConnection(address: address)
                    var accepted = 0
                    var times: [Duration] = []
                    for index in stride(from: first, to: bodies.count, by: connections) {
                        let sent = clock.now
                        guard sent - start < limit else { break }
                        accepted += try await send(bodies[index], over: connection)
                        times.append(clock.now - sent)
                    }
                    return (accepted, times)
                }
            }
            var parts: [(Int, [Duration])] = []
            for try await part in group { parts.append(part) }
            return parts
        }
        return Result(
            seconds: (clock.now - start).seconds, accepted: parts.reduce(0) { $0 + $1.0 },
            latencies: Latencies(parts.flatMap(\.1)))
    }

    /// Answers how many events were stored.
    private func send(_ body: [UInt8], over connection: HTTPConnection) async throws -> Int {
        let response = try await connection.send(.post(path, body, contentType: contentType))
        guard response.isSuccess else {
            throw SystemProblem(
                sentence: "\(path) answered \(response.status): "
                    + String(decoding: response.body.prefix(300), as: UTF8.self))
        }
        return try JSONValue(reading: response.body)[acceptedMember]?.int ?? 0
    }

    static func bellwether(_ address: String) -> EventLoad {
        EventLoad(
            address: address, path: "/v1/events", contentType: "application/x-ndjson",
            acceptedMember: "accepted", connections: 4)
    }
}

/// One request again and again over one connection.
enum RepeatedRequest {
    static func latencies(
        _ request: ClientRequest, at address: String, count: Int, atMost limit: Duration
    ) async throws -> Latencies {
        let connection = try HTTPConnection(address: address)
        let clock = ContinuousClock()
        let start = clock.now
        var times: [Duration] = []
        // The first ones fill caches.
        for index in 0..<(count + 10) where clock.now - start < limit {
            let sent = clock.now
            let response = try await connection.send(request)
            guard response.isSuccess else {
                throw SystemProblem(
                    sentence: "\(request.path) answered \(response.status): "
                        + String(decoding: response.body.prefix(300), as: UTF8.self))
            }
            if index >= 10 { times.append(clock.now - sent) }
        }
        return Latencies(times)
    }
}
