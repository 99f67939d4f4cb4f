import Dispatch

/// Work that blocks or computes for long, on a thread outside the cooperative pool.
enum BlockingWork {
    /// One at a time: reading a file takes memory in proportion to it.
    private static let queue = DispatchQueue(label: "blocking-work")

    static func run<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { @Sendable in
                continuation.resume(with: Swift.Result { try work() })
            }
        }
    }
}
