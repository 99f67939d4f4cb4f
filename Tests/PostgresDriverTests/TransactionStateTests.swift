import Testing

@testable import PostgresDriver

@Suite("What a lost connection does to a transaction")
struct TransactionStateTests {
    @Test("Outside a transaction a dead connection may be replaced")
    func idle() {
        var state = TransactionState.none
        #expect(state.admit(isConnected: false, isRollback: false) == .runOnLiveConnection)
        state.finished(isConnected: false, isInTransaction: false)
        #expect(state == .none)
    }

    @Test("An open transaction runs on its own connection only")
    func open() {
        var state = TransactionState.none
        state.finished(isConnected: true, isInTransaction: true)
        #expect(state == .open)
        #expect(state.admit(isConnected: true, isRollback: false) == .run)
        state.finished(isConnected: true, isInTransaction: false)
        #expect(state == .none)
    }

    @Test("After a loss everything is refused until the rollback, which has nothing to do")
    func lost() {
        var state = TransactionState.open
        state.finished(isConnected: false, isInTransaction: false)
        #expect(state == .lost)
        #expect(state.admit(isConnected: false, isRollback: false) == .refuse)
        #expect(state.admit(isConnected: true, isRollback: false) == .refuse)
        state.finished(isConnected: true, isInTransaction: false)
        #expect(state == .lost)
        #expect(state.admit(isConnected: false, isRollback: true) == .nothingToDo)
        #expect(state == .none)
    }

    @Test("A loss between two statements is noticed at the second")
    func lostBetween() {
        var state = TransactionState.open
        #expect(state.admit(isConnected: false, isRollback: false) == .refuse)
        #expect(state == .lost)
    }
}
