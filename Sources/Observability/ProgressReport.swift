import Glibc
import Synchronization

/// How far long work is: a bar on standard error for a person, nothing for a file.
///
///     let progress = ProgressReport("Reading orders", total: bytes, unit: .bytes)
///     defer { progress.finish() }
///     progress.advance(by: chunk.count)
///
/// Redrawn at most ten times a second, so `advance` may be called for each row.
package final class ProgressReport: Sendable {
    package enum Unit: Sendable {
        case bytes
        case items(String)
    }

    private struct State {
        var done = 0
        var lastDrawn: Duration?
        var isFinished = false
    }

    private static let redrawInterval = Duration.milliseconds(100)

    private let label: String
    private let total: Int?
    private let unit: Unit
    private let terminal: Terminal
    private let elapsed: @Sendable () -> Duration
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - total: in `unit`; nil where the end is not known.
    ///   - elapsed: time since the work began.
    package init(
        _ label: String, total: Int?, unit: Unit = .items("rows"),
        terminal: Terminal = .standardError(),
        elapsed: @escaping @Sendable () -> Duration = ProgressReport.stopwatch(),
        write: @escaping @Sendable (String) -> Void = ProgressReport.writeToStandardError
    ) {
        self.label = label
        self.total = total
        self.unit = unit
        self.terminal = terminal
        self.elapsed = elapsed
        self.write = write
    }

    package func advance(by difference: Int = 1) {
        guard terminal.isInteractive else { return }
        draw { $0.done += difference }
    }

    package func set(_ done: Int) {
        guard terminal.isInteractive else { return }
        draw { $0.done = done }
    }

    /// Removes the bar, so that a summary can be printed in its place. May be called twice.
    package func finish() {
        guard terminal.isInteractive else { return }
        let wasDrawn = state.withLock { state in
            defer { state.isFinished = true }
            return !state.isFinished && state.lastDrawn != nil
        }
        if wasDrawn { write("\r\u{1B}[K") }
    }

    private func draw(_ change: (inout State) -> Void) {
        let time = elapsed()
        let line: String? = state.withLock { state in
            change(&state)
            guard !state.isFinished else { return nil }
            if let last = state.lastDrawn, time - last < ProgressReport.redrawInterval {
                return nil
            }
            state.lastDrawn = time
            return text(done: state.done, elapsed: time)
        }
        if let line { write("\r" + line + "\u{1B}[K") }
    }

    /// `Reading orders  ████░░░░  42 %  1.2 MB of 2.9 MB  3 s left`, cut at the terminal's width.
    func text(done: Int, elapsed: Duration) -> String {
        var line = label
        if let total, total > 0 {
            let fraction = min(1, Double(done) / Double(total))
            let cells = 24
            let filled = Int((fraction * Double(cells)).rounded(.down))
            let bar =
                String(repeating: "█", count: filled)
                + String(repeating: "░", count: cells - filled)
            line += "  " + (terminal.allowsColour ? "\u{1B}[36m\(bar)\u{1B}[0m" : bar)
            line += "  \(Int(fraction * 100)) %  \(amount(done)) of \(amount(total))"
            let seconds = Double(elapsed.components.seconds)
            if seconds >= 2, fraction > 0.02, fraction < 1 {
                line += "  \(Int((seconds / fraction * (1 - fraction)).rounded(.up))) s left"
            }
        } else {
            line += "  " + amount(done)
        }
        let invisible = terminal.allowsColour ? 9 : 0
        return String(line.prefix(max(20, terminal.width - 1 + invisible)))
    }

    private func amount(_ value: Int) -> String {
        switch unit {
        case .items(let name): return "\(value) \(name)"
        case .bytes:
            if value < 1_000_000 { return "\(value / 1000) kB" }
            return "\(value / 1_000_000).\(value / 100_000 % 10) MB"
        }
    }

    /// Time since the call, by the monotonic clock.
    package static func stopwatch() -> @Sendable () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    package static let writeToStandardError: @Sendable (String) -> Void = { text in
        // Progress is a courtesy: where it cannot be written, the work goes on.
        _ = Array(text.utf8).withUnsafeBytes {
            Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
        }
    }
}
