import Synchronization

extension Exchange {
    /// A declared body up to this size is read before the handler starts, which then runs without
    /// a wait and often without leaving the engine's thread.
    private static let wholeBodyBytesMax = 32 << 10

    /// The engine's first call: the head is there, the body is not.
    func begin(_ head: EngineHead) -> Bool {
        let accepted = server.accept(self, head)
        let hasBody = accepted.framing != .none
        let isLive = connection.enter(
            hasBody ? .body : .handling, now: .now(), limit: hasBody ? accepted.bodyDeadline : nil)
        guard isLive else { return false }
        state.withLock { state in
            state.request = accepted
            state.isInFirstCall = true
        }
        switch accepted.course {
        case .answer(let response, _): publish(response, accepted)
        case .route: if hasBody, !startsAfterBody(accepted) { startTask(accepted) }
        }
        return endFirstCall(accepted)
    }

    /// Answers at once where the body is not worth reading: the engine then closes the connection.
    private func endFirstCall(_ accepted: AcceptedRequest) -> Bool {
        let restIsSmall =
            accepted.expectedBytes.map { $0 <= server.configuration.limits.discardedBytes }
            ?? false
        let answer: EngineResponse? = state.withLock { state in
            state.isInFirstCall = false
            guard case .ready(let response) = state.answer,
                accepted.framing != .none, accepted.expectsContinue || !restIsSmall
            else { return nil }
            state.answer = .queued
            return response
        }
        guard let answer else { return true }
        connection.keepReading()
        return queue(answer)
    }

    /// The engine's call after the body, again after each `resume`.
    func finishRequest() -> Bool {
        let (accepted, mustStart, isAnswered, delivery) = state.withLock { state in
            let delivery = state.incoming.complete()
            var isAnswered = true
            if case .pending = state.answer { isAnswered = false }
            let mustStart = !state.isStarted && !isAnswered && !state.isAbandoned
            return (state.request, mustStart, isAnswered, delivery)
        }
        if !isAnswered {
            guard connection.enter(.handling, now: .now(), limit: nil) else { return false }
        }
        delivery.perform()
        if mustStart, let accepted { startTask(accepted) }
        return settle()
    }

    /// Gives the engine the answer where it is there, or suspends the connection until it is.
    private func settle() -> Bool {
        enum Step {
            case wait
            case close
            case queue(EngineResponse)
        }
        let step: Step = state.withLock { state in
            if state.isAbandoned { return .close }
            switch state.answer {
            case .pending:
                suspend(&state)
                return .wait
            case .ready(let response):
                state.answer = .queued
                return .queue(response)
            case .queued: return .wait
            case .round: return .close
            }
        }
        switch step {
        case .wait: return true
        case .close: return false
        case .queue(let response): return queue(response)
        }
    }

    private func queue(_ response: EngineResponse) -> Bool {
        defer { response.destroy() }
        let limit = server.configuration.deadlines.response
        guard connection.enter(.responding, now: .now(), limit: limit) else { return false }
        if server.isDraining { response.add("connection", "close") }
        return handle.queue(response)
    }

    private func startsAfterBody(_ accepted: AcceptedRequest) -> Bool {
        guard let expected = accepted.expectedBytes, !accepted.expectsContinue else { return false }
        return expected <= Exchange.wholeBodyBytesMax
    }

    /// Runs the handler: on this thread to its first wait, then on Swift's own.
    private func startTask(_ accepted: AcceptedRequest) {
        guard case .route(let number, let parameters) = accepted.course, let head = accepted.head
        else { return }
        state.withLock { $0.isStarted = true }
        let request = HTTPRequest(
            head.method, head.path, query: head.query, headers: head.headers,
            body: body(of: accepted), requestID: accepted.requestID,
            remoteAddress: connection.remoteAddress)
        server.taskBegan()
        let task = Task.immediate {
            let response = await server.respond(to: request, by: number, parameters)
            await answer(response, request, accepted)
            state.withLock { state in
                state.isTaskDone = true
                state.task = nil
            }
            server.taskEnded()
        }
        let isTooLate = state.withLock { state in
            guard !state.isTaskDone else { return false }
            state.task = task
            return state.isAbandoned || state.isOver
                || state.isEventStream && server.isDraining
        }
        if isTooLate { task.cancel() }
    }

    private func body(of accepted: AcceptedRequest) -> HTTPRequestBody {
        guard accepted.framing != .none else { return .empty }
        guard let limit = accepted.inflatedBytesMax else { return HTTPRequestBody(source: self) }
        return HTTPRequestBody(source: InflatingBody(compressed: self, limitBytes: limit))
    }
}
