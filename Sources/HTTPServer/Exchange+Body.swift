import Synchronization

extension Exchange {
    /// Bytes of the body, on the engine's thread.
    func receive(_ bytes: UnsafeRawBufferPointer) -> (goesOn: Bool, tookData: Bool) {
        let limits = server.configuration.limits
        let (goesOn, tookData, delivery) = state.withLock {
            state -> (Bool, Bool, IncomingBody.Delivery) in
            // The client has its answer; the rest is read so that it sees it.
            if case .round = state.answer { return (true, true, .nothing) }
            guard !state.isAbandoned, let request = state.request else {
                return (false, false, .nothing)
            }
            if state.incoming.isDiscarding,
                state.incoming.discardedBytes >= limits.discardedBytes
            {
                // What the client still sends is of no use to anyone.
                if case .ready = state.answer, !state.isAnsweringRound {
                    return (false, false, .nothing)
                }
                pause(&state)
                return (true, false, .nothing)
            }
            if state.incoming.mustWait(boundBytes: limits.bodyBufferBytes) {
                pause(&state)
                return (true, false, .nothing)
            }
            let delivery = state.incoming.receive(
                bytes, limitBytes: request.bodyBytesMax, expectedBytes: request.expectedBytes)
            return (true, true, delivery)
        }
        delivery.perform()
        return (goesOn, tookData)
    }

    /// Stops reading from the client until the handler has caught up; its clock stands meanwhile.
    private func pause(_ state: inout State) {
        connection.pause(now: .now())
        suspend(&state)
    }

    /// Reads on where `pause` had stopped it. Under the lock.
    func proceedReading(_ state: inout State) {
        guard state.isSuspended, !state.incoming.isComplete else { return }
        connection.proceed(now: .now())
        resume(&state)
    }
}

extension Exchange: HTTPRequestBodySource {
    func next() async throws -> [UInt8]? {
        let ready = try state.withLock { try takeChunk(&$0) }
        if let ready { return ready.isEmpty ? nil : ready }
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                waitForChunk(continuation)
            }
        } onCancel: {
            cancelReading()
        }
    }

    func collect(upTo limitBytes: Int) async throws -> [UInt8] {
        let ready = try state.withLock { state in
            defer { proceedReading(&state) }
            return try state.incoming.takeWhole(limitBytes: limitBytes)
        }
        if let ready { return ready }
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                waitForWhole(limitBytes, continuation)
            }
        } onCancel: {
            cancelReading()
        }
    }

    private func takeChunk(_ state: inout State) throws -> [UInt8]? {
        defer { proceedReading(&state) }
        return try state.incoming.take()
    }

    private func waitForChunk(_ continuation: UnsafeContinuation<[UInt8]?, any Error>) {
        let delivery: IncomingBody.Delivery = state.withLock { state in
            do {
                if let bytes = try takeChunk(&state) {
                    return .chunk(bytes.isEmpty ? nil : bytes, continuation)
                }
                state.incoming.wait(.next(continuation))
                return .nothing
            } catch {
                return .failure(error, .next(continuation))
            }
        }
        delivery.perform()
    }

    private func waitForWhole(
        _ limitBytes: Int, _ continuation: UnsafeContinuation<[UInt8], any Error>
    ) {
        let delivery: IncomingBody.Delivery = state.withLock { state in
            do {
                if let bytes = try state.incoming.takeWhole(limitBytes: limitBytes) {
                    return .whole(bytes, continuation)
                }
                state.incoming.wait(.whole(limitBytes: limitBytes, continuation))
                proceedReading(&state)
                return .nothing
            } catch {
                return .failure(error, .whole(limitBytes: limitBytes, continuation))
            }
        }
        delivery.perform()
    }

    /// A task that gives up reading has given up the body: the rest is thrown away.
    private func cancelReading() {
        let reader = state.withLock { state in
            defer { proceedReading(&state) }
            return state.incoming.fail(CancellationError())
        }
        reader.resume(throwing: CancellationError())
    }
}
