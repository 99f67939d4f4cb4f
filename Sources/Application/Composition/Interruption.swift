@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and `kill`: the first asks the program to finish, the second ends it at once.
///
/// A class because the signal sources must live as long as it does.
final class Interruption: Sendable {
    private struct State {
        var isRequested = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    init() {
        for number in [SIGINT, SIGTERM] {
            // The default action would end the program before the source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler holds the source, and so keeps it for as long as the program runs.
            source.setEventHandler { @Sendable [self] in
                withExtendedLifetime(source) { note() }
            }
            source.resume()
        }
    }

    var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Returns when the first signal comes.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isDue = state.withLock { state in
                if !state.isRequested { state.waiting.append(continuation) }
                return state.isRequested
            }
            if isDue { continuation.resume() }
        }
    }

    /// Asks for the end from inside the program.
    func request() {
        _ = end()
    }

    private func note() {
        if end() { _exit(130) }
    }

    /// True where the end had been asked for before.
    private func end() -> Bool {
        let (isSecond, waiting) = state.withLock { state in
            defer {
                state.isRequested = true
                state.waiting = []
            }
            return (state.isRequested, state.waiting)
        }
        for continuation in waiting { continuation.resume() }
        return isSecond
    }
}
