import Glibc
import Observability
import Synchronization

/// The thread that ends what is over time, notices clients that have gone, and lingers.
final class Reaper: Sendable {
    private let core: ServerCore
    private let isStopped = Atomic<Bool>(false)
    private let thread = Mutex<pthread_t?>(nil)

    init(core: ServerCore) {
        self.core = core
    }

    func start() {
        let box = Unmanaged.passRetained(self)
        var handle = pthread_t()
        let status = pthread_create(
            &handle, nil,
            { context in
                if let context {
                    Unmanaged<Reaper>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            }, box.toOpaque())
        if status == 0 {
            thread.withLock { $0 = handle }
        } else {
            box.release()
            core.log.error(
                "no thread for deadlines", ["error": .text(String(cString: strerror(status)))])
        }
    }

    /// Blocks until the thread has ended.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        core.lingering.wake()
        let handle = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let handle { pthread_join(handle, nil) }
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
