import Synchronization

/// The thread that ends what is over time, notices clients that have gone, and lingers.
final class Reaper: Sendable {
    private let core: ServerCore
    private let isStopped = Atomic<Bool>(false)
    private let thread = Mutex<ServerThread?>(nil)

    init(core: ServerCore) {
        self.core = core
    }

    func start() throws(HTTPServerError) {
        let started = try ServerThread { self.run() }
        thread.withLock { $0 = started }
    }

    /// Blocks until the thread has ended.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        core.lingering.wake()
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
        core.lingering.stop()
    }

    private func run() {
        let interval = core.configuration.deadlines.sweep
        var nextSweep = MonotonicTime.now() + interval
        while !isStopped.load(ordering: .acquiring) {
            core.lingering.wait(max(.zero, nextSweep - MonotonicTime.now()))
            let now = MonotonicTime.now()
            guard now >= nextSweep else { continue }
            core.registry.sweep(now: now, refusal: core.timeoutAnswer)
            nextSweep = now + interval
        }
    }
}
