import Synchronization

/// A body with `Content-Encoding: gzip`, inflated as it comes, up to a limit.
final class InflatingBody: HTTPRequestBodySource {
    private struct State {
        var inflater: GzipInflater?
        var inflatedBytes = 0
    }

    private let compressed: any HTTPRequestBodySource
    private let limitBytes: Int
    private let state = Mutex(State())

    init(compressed: any HTTPRequestBodySource, limitBytes: Int) {
        self.compressed = compressed
        self.limitBytes = limitBytes
    }

    func next() async throws -> [UInt8]? {
        while true {
            var output: [UInt8] = []
            if try inflate(into: &output) { return output }
            guard let chunk = try await compressed.next() else {
                guard isComplete else { throw HTTPProblem.bodyNotGzip }
                return nil
            }
            try feed(chunk)
        }
    }

    func collect(upTo limitBytes: Int) async throws -> [UInt8] {
        var whole: [UInt8] = []
        while true {
            while try inflate(into: &whole) {
                guard whole.count <= limitBytes else {
                    throw HTTPProblem.inflatedBodyTooLarge(limitBytes: limitBytes)
                }
            }
            guard let chunk = try await compressed.next() else { break }
            try feed(chunk)
        }
        guard isComplete else { throw HTTPProblem.bodyNotGzip }
        return whole
    }

    private var isComplete: Bool {
        state.withLock { $0.inflater?.isComplete ?? false }
    }

    private func feed(_ chunk: [UInt8]) throws {
        try state.withLock { state in
            if state.inflater == nil {
                do {
                    state.inflater = try GzipInflater()
                } catch {
                    throw HTTPProblem.internalError
                }
            }
            state.inflater?.feed(chunk)
        }
    }

    private func inflate(into output: inout [UInt8]) throws -> Bool {
        let old = output.count
        let hasMore = try state.withLock { state in
            do {
                return try state.inflater?.inflate(into: &output) ?? false
            } catch {
                throw HTTPProblem.bodyNotGzip
            }
        }
        let total = state.withLock { state in
            state.inflatedBytes += output.count - old
            return state.inflatedBytes
        }
        guard total <= limitBytes else {
            throw HTTPProblem.inflatedBodyTooLarge(limitBytes: limitBytes)
        }
        return hasMore
    }
}
