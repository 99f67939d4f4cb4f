/// A request that has passed the checks of its head, or was refused by one of them.
struct AcceptedRequest: Sendable {
    enum Course: Sendable {
        case route(number: Int, PathParameters)
        /// The answer is known from the head alone; `number`: of the route that refuses the body.
        case answer(HTTPResponse, number: Int? = nil)
    }

    let requestID: String
    let head: RequestHead?
    let course: Course
    let framing: RequestHead.Framing
    /// The longest body; the longest after inflating.
    let bodyBytesMax: Int
    let inflatedBytesMax: Int?
    let bodyDeadline: Duration

    /// The route that took or refused the request.
    var routeNumber: Int? {
        switch course {
        case .route(let number, _): number
        case .answer(_, let number): number
        }
    }

    /// The declared length of the body.
    var expectedBytes: Int? {
        if case .length(let count) = framing { return count }
        return framing == .none ? 0 : nil
    }

    var isHead: Bool { head?.method == .head }
    var expectsContinue: Bool { head?.expectsContinue ?? false }
}
