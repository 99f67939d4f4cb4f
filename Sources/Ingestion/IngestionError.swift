package import SQLAccess

/// Why a whole request fails. Nothing that was not reported as stored has been acknowledged, and
/// sending all of it again is always safe.
package enum IngestionError: Error, Sendable {
    /// More is waiting to be committed than is allowed to.
    case queueFull(retryAfterSeconds: Int)
    case shuttingDown
    case bodyTooLarge(bytesMax: Int)
    /// A request that is stored whole or not at all, or a dry run, is held in memory.
    case tooManyEvents(max: Int)
    /// The engine could not store the events: disk full, for example.
    case storage(SQLError)
}

extension IngestionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .queueFull(let seconds):
            "more events are waiting than can be stored at once; send this again in "
                + "\(seconds) s"
        case .shuttingDown: "the server is stopping; send this again when it is back"
        case .bodyTooLarge(let bytesMax):
            "the body is longer than \(bytesMax) bytes; send it in several parts"
        case .tooManyEvents(let max):
            "a strict request or a dry run may hold at most \(max) events; send fewer"
        case .storage(let error) where error.kind == .outOfDisk:
            "the disk is full: the events were not stored; free some space and send them again"
        case .storage:
            "the events could not be stored; send them again"
        }
    }
}
