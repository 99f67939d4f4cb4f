import CMicrohttpd
import Glibc
import Synchronization

/// Ended connections whose clients may still be sending: closing them at once would reset them,
/// and the reset could overtake the answer. They are read for a short while, into nothing.
final class Lingering: Sendable {
    private struct Entry {
        let descriptor: Int32
        let end: MonotonicTime
        var bytes = 0
    }

    private struct State {
        var entries: [Entry] = []
        var isStopped = false
    }

    static let countMax = 256
    static let bytesMax = 64 << 20
    static let duration = Duration.seconds(2)

    private let wakeDescriptor: Int32
    private let state = Mutex(State())

    init() {
        wakeDescriptor = mhd_shim_event()
    }

    deinit {
        close(wakeDescriptor)
    }

    /// Takes over a descriptor.
    func add(_ descriptor: Int32) {
        let isTaken = state.withLock { state in
            guard state.entries.count < Lingering.countMax, !state.isStopped else { return false }
            state.entries.append(
                Entry(descriptor: descriptor, end: MonotonicTime.now() + Lingering.duration))
            return true
        }
        if isTaken { wake() } else { close(descriptor) }
    }

    func wake() {
        eventfd_write(wakeDescriptor, 1)
    }

    /// Waits at most `interval` for something to read or for `wake`, and reads it.
    func wait(_ interval: Duration) {
        let entries = state.withLock { $0.entries }
        var watched = [pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0)]
        for entry in entries {
            watched.append(pollfd(fd: entry.descriptor, events: Int16(POLLIN), revents: 0))
        }
        let (seconds, attoseconds) = interval.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        _ = poll(&watched, nfds_t(watched.count), Int32(clamping: max(1, milliseconds)))
        if watched[0].revents != 0 {
            var count: eventfd_t = 0
            eventfd_read(wakeDescriptor, &count)
        }
        let now = MonotonicTime.now()
        // Only this thread removes entries, so they are still where they were.
        for (index, entry) in entries.enumerated().reversed() {
            var isOver = now >= entry.end
            if watched[index + 1].revents != 0 {
                isOver = discard(index) || isOver
            }
            if isOver {
                _ = state.withLock { $0.entries.remove(at: index) }
                close(entry.descriptor)
            }
        }
    }

    /// Closes all of them.
    func stop() {
        let entries = state.withLock { state in
            defer { state.entries = [] }
            state.isStopped = true
            return state.entries
        }
        for entry in entries { close(entry.descriptor) }
    }

    /// Reads what is there; true where the client has closed or sent too much.
    private func discard(_ index: Int) -> Bool {
        let descriptor = state.withLock { $0.entries[index].descriptor }
        return withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            for _ in 0..<16 {
                let count = recv(
                    descriptor, buffer.baseAddress, buffer.count,
                    Int32(MSG_DONTWAIT))
                if count == 0 { return true }
                if count < 0 { return errno != EAGAIN && errno != EINTR }
                let total = state.withLock { state in
                    state.entries[index].bytes += count
                    return state.entries[index].bytes
                }
                if total > Lingering.bytesMax { return true }
            }
            return false
        }
    }
}
