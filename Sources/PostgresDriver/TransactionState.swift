/// What is known of a connection's transaction, over its loss and return.
///
/// A transaction that was open when the connection was lost is gone, but its body does not know
/// that: until it rolls back, everything is refused, so that no half of it runs by itself on the
/// next connection.
enum TransactionState: Equatable {
    case none
    case open
    case lost

    /// What to do with the next statement.
    enum Admission: Equatable {
        case run
        /// Nothing is at stake: a dead connection may be replaced before the statement runs.
        case runOnLiveConnection
        case refuse
        /// The server has rolled back already.
        case nothingToDo
    }

    mutating func admit(isConnected: Bool, isRollback: Bool) -> Admission {
        if self == .open, !isConnected { self = .lost }
        switch self {
        case .none: return .runOnLiveConnection
        case .open: return .run
        case .lost:
            guard isRollback else { return .refuse }
            self = .none
            return .nothingToDo
        }
    }

    /// Takes note of the connection after a statement.
    mutating func finished(isConnected: Bool, isInTransaction: Bool) {
        switch self {
        case .lost: break
        case .open where !isConnected: self = .lost
        case .none, .open: self = isConnected && isInTransaction ? .open : .none
        }
    }
}
