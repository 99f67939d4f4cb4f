import Synchronization

extension Exchange {
    /// An answer up to this size can be written without the engine.
    private static let roundBytesMax = 64 << 10

    /// A longer body is not copied into the engine.
    private static let copiedBytesMax = 128 << 10

    /// Sends what the handler gave; for a stream, runs it to its end.
    func answer(
        _ response: HTTPResponse, _ request: HTTPRequest, _ accepted: AcceptedRequest
    ) async {
        switch response.body {
        case .empty: publish(response, accepted)
        case .bytes:
            publish(await server.compressed(response, for: request), accepted)
        case .stream(let length, let write):
            guard publishStream(response, length: length, accepted) else { return }
            await runStream(request) { try await write(HTTPResponseWriter(sink: self)) }
        case .events(let send):
            guard publishStream(response, length: nil, accepted) else { return }
            state.withLock { $0.isEventStream = true }
            if server.isDraining { endEventStream() }
            await runStream(request) { try await self.sendEvents(send) }
        }
    }

    /// Makes a finished answer the request's answer.
    func publish(_ response: HTTPResponse, _ accepted: AcceptedRequest) {
        var bytes: [UInt8] = []
        if case .bytes(let body) = response.body { bytes = body }
        let headers = server.completed(response.headers, requestID: accepted.requestID)
        guard let prepared = prepare(response.status, bytes) else {
            return abandon(CancellationError())
        }
        server.add(headers, to: prepared)
        let isStreamed = bytes.count > Exchange.copiedBytesMax
        let isEarly = publish(
            prepared, status: response.status,
            bytes: accepted.isHead || isStreamed ? 0 : bytes.count, accepted,
            mayGoRound: bytes.count <= Exchange.roundBytesMax)
        guard isEarly else { return }
        answerRound(
            RawAnswer.bytes(response.status, headers, body: accepted.isHead ? [] : bytes))
    }

    /// A long body is given to the engine piece by piece: it is not copied, and its deadline is
    /// one of progress.
    private func prepare(_ status: HTTPStatus, _ bytes: [UInt8]) -> EngineResponse? {
        guard bytes.count > Exchange.copiedBytesMax else {
            return EngineResponse(status: status, bytes: bytes)
        }
        state.withLock { state in
            state.outgoing.append(bytes)
            state.outgoing.close(.complete)
        }
        return EngineResponse(status: status, length: bytes.count, source: self)
    }

    /// False where there is nothing to stream.
    private func publishStream(
        _ response: HTTPResponse, length: Int?, _ accepted: AcceptedRequest
    ) -> Bool {
        let headers = server.completed(response.headers, requestID: accepted.requestID)
        let prepared = EngineResponse(status: response.status, length: length, source: self)
        guard let prepared else {
            abandon(CancellationError())
            return false
        }
        server.add(headers, to: prepared)
        if accepted.isHead {
            if length == nil { prepared.endByClosing() }
            state.withLock { $0.outgoing.close(.complete) }
        }
        _ = publish(prepared, status: response.status, bytes: 0, accepted)
        return !accepted.isHead
    }

    /// True where the client is still sending a body that is too long to wait for, and the answer
    /// may be written without the engine: then the caller does that.
    private func publish(
        _ prepared: EngineResponse, status: HTTPStatus, bytes: Int, _ accepted: AcceptedRequest,
        mayGoRound: Bool = false
    ) -> Bool {
        enum Step {
            case done(IncomingBody.Reader)
            case early(IncomingBody.Reader)
            case tooLate
        }
        let step: Step = state.withLock { state in
            guard !state.isOver, !state.isAbandoned, case .pending = state.answer else {
                return .tooLate
            }
            state.answer = .ready(prepared)
            state.status = status.code
            state.answerBytes = bytes
            if state.incoming.isComplete || accepted.framing == .none {
                resume(&state)
                return .done(.nobody)
            }
            let reader = state.incoming.discard()
            let rest = accepted.expectedBytes.map { $0 - state.incoming.receivedBytes }
            let restIsSmall = rest.map { $0 <= server.configuration.limits.discardedBytes }
            if mayGoRound, !state.isInFirstCall, !(restIsSmall ?? false) {
                state.isAnsweringRound = true
                return .early(reader)
            }
            proceedReading(&state)
            return .done(reader)
        }
        switch step {
        case .done(let reader):
            reader.resume(throwing: CancellationError())
            return false
        case .early(let reader):
            reader.resume(throwing: CancellationError())
            return true
        case .tooLate:
            prepared.destroy()
            return false
        }
    }

    /// Answers in the middle of the body, which the engine cannot, and ends the connection.
    private func answerRound(_ bytes: [UInt8]) {
        let isWritten = server.registry.end(connection, writing: bytes)
        let unused: EngineResponse? = state.withLock { state in
            state.isAnsweringRound = false
            defer { proceedReading(&state) }
            guard isWritten, case .ready(let response) = state.answer else { return nil }
            state.answer = .round
            return response
        }
        unused?.destroy()
    }

    private func runStream(
        _ request: HTTPRequest, _ body: @Sendable () async throws -> Void
    ) async {
        do {
            try await body()
            closeStream(.complete)
        } catch {
            let (isEvents, isGone) = state.withLock { ($0.isEventStream, $0.isAbandoned) }
            if isEvents, error is CancellationError {
                closeStream(.complete)
            } else {
                if !isGone { server.reportFailure(error, request) }
                closeStream(.failed)
            }
        }
    }

    private func closeStream(_ end: OutgoingStream.End) {
        state.withLock { state in
            state.outgoing.close(end)
            guard case .queued = state.answer else { return }
            resume(&state)
        }
    }
}

extension Exchange {
    /// Runs an event stream; says something whenever it was silent for a heartbeat.
    private func sendEvents(_ send: @escaping @Sendable (SSEStream) async throws -> Void)
        async throws
    {
        let stream = SSEStream(writer: HTTPResponseWriter(sink: self))
        let interval = server.configuration.deadlines.heartbeat
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await send(stream) }
            group.addTask {
                var seen = self.state.withLock { $0.writeCount }
                while true {
                    try await Task.sleep(for: interval)
                    let count = self.state.withLock { $0.writeCount }
                    if count == seen { try await stream.comment() }
                    seen = self.state.withLock { $0.writeCount }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Ends the request where it is an event stream; other requests run on.
    func endEventStream() {
        let task = state.withLock { $0.isEventStream ? $0.task : nil }
        task?.cancel()
    }
}

extension Exchange: HTTPResponseSink {
    func write(_ bytes: [UInt8]) async throws {
        try Task.checkCancellation()
        let bound = server.configuration.limits.responseBufferBytes
        let mustWait = try state.withLock { state in
            guard isWritable(state) else { throw CancellationError() }
            state.outgoing.append(bytes)
            state.writeCount &+= 1
            if case .queued = state.answer { resume(&state) }
            return state.outgoing.pendingBytes > bound
        }
        guard mustWait else { return }
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    guard isWritable(state), !state.isWritingCancelled else {
                        return .failure(CancellationError())
                    }
                    if state.outgoing.pendingBytes <= bound { return .success(()) }
                    state.outgoing.wait(continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let writer = state.withLock { state in
                state.isWritingCancelled = true
                return state.outgoing.takeWriter()
            }
            writer?.resume(throwing: CancellationError())
        }
    }

    private func isWritable(_ state: borrowing State) -> Bool {
        !state.isOver && !state.isAbandoned && state.outgoing.end == .open
    }
}

extension Exchange: EngineResponseSource {
    func read(into target: UnsafeMutableRawBufferPointer) -> EngineRead {
        let limits = server.configuration.limits
        let deadline = server.configuration.deadlines.response
        let (result, writer) = state.withLock {
            state -> (EngineRead, UnsafeContinuation<Void, any Error>?) in
            guard !state.isAbandoned else { return (.failure, nil) }
            let count = state.outgoing.read(into: target)
            if count > 0 {
                state.answerBytes += count
                guard connection.enter(.responding, now: .now(), limit: deadline) else {
                    return (.failure, nil)
                }
                let isLow = state.outgoing.pendingBytes <= limits.responseBufferBytes / 2
                return (.bytes(count), isLow ? state.outgoing.takeWriter() : nil)
            }
            switch state.outgoing.end {
            case .complete: return (.end, nil)
            case .failed: return (.failure, nil)
            case .open:
                // All is in the kernel's hands; the next deadline begins with the next bytes.
                _ = connection.enter(.responding, now: .now(), limit: nil)
                suspend(&state)
                return (.nothingYet, nil)
            }
        }
        writer?.resume()
        return result
    }
}
