/// Why no answer came, in words for the person who asked.
package enum HTTPClientError: Error, Sendable, Hashable, CustomStringConvertible {
    case cannotConnect(address: String)
    case timedOut(address: String)
    /// The connection ended in the middle of the answer, or the answer is not HTTP.
    case broken(address: String, reason: String)
    case answerTooLarge(address: String, limitBytes: Int)
    /// The task was cancelled.
    case cancelled

    package var description: String {
        switch self {
        case .cannotConnect(let address): "nobody answers at \(address)"
        case .timedOut(let address): "\(address) did not answer in time"
        case .broken(let address, let reason): "the connection to \(address) broke: \(reason)"
        case .answerTooLarge(let address, let limit):
            "\(address) answered with more than \(limit) bytes"
        case .cancelled: "the request was given up"
        }
    }
}
