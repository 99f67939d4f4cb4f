/// What has come of a request's body and who waits for it: a state machine without effects.
struct IncomingBody {
    /// A task that waits for bytes.
    enum Reader {
        case nobody
        case next(UnsafeContinuation<[UInt8]?, any Error>)
        /// Waits for all of it, at most so many bytes.
        case whole(limitBytes: Int, UnsafeContinuation<[UInt8], any Error>)

        func resume(throwing error: any Error) {
            switch self {
            case .nobody: break
            case .next(let continuation): continuation.resume(throwing: error)
            case .whole(_, let continuation): continuation.resume(throwing: error)
            }
        }
    }

    /// What a reader gets, once the lock is released.
    enum Delivery {
        case nothing
        case chunk([UInt8]?, UnsafeContinuation<[UInt8]?, any Error>)
        case whole([UInt8], UnsafeContinuation<[UInt8], any Error>)
        case failure(any Error, Reader)

        func perform() {
            switch self {
            case .nothing: break
            case .chunk(let bytes, let continuation): continuation.resume(returning: bytes)
            case .whole(let bytes, let continuation): continuation.resume(returning: bytes)
            case .failure(let error, let reader): reader.resume(throwing: error)
            }
        }
    }

    /// All bytes that came, the thrown away ones included.
    private(set) var receivedBytes = 0
    private(set) var isComplete = false
    /// Nobody wants the rest.
    private(set) var isDiscarding = false
    private(set) var discardedBytes = 0
    private(set) var failure: (any Error)?
    private var buffer: [UInt8] = []
    private var reader = Reader.nobody

    /// Whether bytes have to wait until the reader has taken those before.
    func mustWait(boundBytes: Int) -> Bool {
        guard !isDiscarding, case .nobody = reader else { return false }
        return buffer.count >= boundBytes
    }

    mutating func receive(
        _ bytes: UnsafeRawBufferPointer, limitBytes: Int, expectedBytes: Int?
    ) -> Delivery {
        receivedBytes += bytes.count
        if isDiscarding {
            discardedBytes += bytes.count
            return .nothing
        }
        guard receivedBytes <= limitBytes else {
            let error = HTTPProblem.bodyTooLarge(limitBytes: limitBytes)
            return .failure(error, fail(error))
        }
        switch reader {
        case .next(let continuation):
            reader = .nobody
            return .chunk(Array(bytes), continuation)
        case .whole(let limitBytes, _) where buffer.count + bytes.count > limitBytes:
            let error = HTTPProblem.bodyTooLarge(limitBytes: limitBytes)
            return .failure(error, fail(error))
        case .whole, .nobody:
            if buffer.isEmpty, let expectedBytes {
                buffer.reserveCapacity(min(expectedBytes, 4 << 20))
            }
            buffer.append(contentsOf: bytes)
            return .nothing
        }
    }

    /// The last byte has come.
    mutating func complete() -> Delivery {
        guard !isComplete else { return .nothing }
        isComplete = true
        let waiting = reader
        reader = .nobody
        switch waiting {
        case .nobody: return .nothing
        case .next(let continuation): return .chunk(nil, continuation)
        case .whole(_, let continuation): return .whole(takeBuffer(), continuation)
        }
    }

    /// What can be had without waiting: bytes, the end (an empty array) or nothing.
    mutating func take() throws -> [UInt8]? {
        if let failure { throw failure }
        return buffer.isEmpty && !isComplete ? nil : takeBuffer()
    }

    /// The whole body where it is there.
    mutating func takeWhole(limitBytes: Int) throws -> [UInt8]? {
        if let failure { throw failure }
        guard buffer.count <= limitBytes else {
            throw HTTPProblem.bodyTooLarge(limitBytes: limitBytes)
        }
        return isComplete ? takeBuffer() : nil
    }

    mutating func wait(_ reader: Reader) {
        self.reader = reader
    }

    /// The rest is thrown away; reading fails with `error` from now on.
    mutating func fail(_ error: any Error) -> Reader {
        if failure == nil { failure = error }
        return discard()
    }

    /// The rest is thrown away.
    mutating func discard() -> Reader {
        isDiscarding = true
        buffer = []
        defer { reader = .nobody }
        return reader
    }

    private mutating func takeBuffer() -> [UInt8] {
        defer { buffer = [] }
        return buffer
    }
}
