import Synchronization
import Testing

@testable import Observability

@Suite("Progress") struct ProgressReportTests {
    private final class Screen: Sendable {
        let text = Mutex("")
        let time = Mutex(Duration.zero)
    }

    private func report(
        _ screen: Screen, total: Int?, unit: ProgressReport.Unit = .items("rows"),
        isInteractive: Bool = true, allowsColour: Bool = false
    ) -> ProgressReport {
        ProgressReport(
            "Reading", total: total, unit: unit,
            terminal: Terminal(
                isInteractive: isInteractive, allowsColour: allowsColour, width: 80),
            elapsed: { screen.time.withLock { $0 } },
            write: { text in screen.text.withLock { $0 += text } })
    }

    @Test("A bar shows the share, the amounts and the time left")
    func bar() {
        let screen = Screen()
        let progress = report(screen, total: 4_000_000, unit: .bytes)
        #expect(
            progress.text(done: 1_000_000, elapsed: .seconds(3))
                == "Reading  ██████░░░░░░░░░░░░░░░░░░  25 %  1.0 MB of 4.0 MB  9 s left")
        #expect(
            progress.text(done: 999_999, elapsed: .seconds(1))
                == "Reading  █████░░░░░░░░░░░░░░░░░░░  24 %  999 kB of 4.0 MB")
    }

    @Test("Without a known end it shows the amount")
    func unknownTotal() {
        #expect(report(Screen(), total: nil).text(done: 12, elapsed: .zero) == "Reading  12 rows")
    }

    @Test("It draws at most ten times a second and removes itself at the end")
    func throttle() {
        let screen = Screen()
        let progress = report(screen, total: nil)
        progress.advance()
        screen.time.withLock { $0 = .milliseconds(99) }
        progress.advance()
        screen.time.withLock { $0 = .milliseconds(100) }
        progress.advance()
        progress.finish()
        progress.finish()
        progress.advance()
        #expect(
            screen.text.withLock { $0 }
                == "\rReading  1 rows\u{1B}[K\rReading  3 rows\u{1B}[K\r\u{1B}[K")
    }

    @Test("A file sees nothing of it")
    func notInteractive() {
        let screen = Screen()
        let progress = report(screen, total: 10, isInteractive: false)
        progress.advance(by: 5)
        progress.finish()
        #expect(screen.text.withLock { $0 }.isEmpty)
    }

    @Test("Colours appear only where they are allowed")
    func colours() {
        let plain = report(Screen(), total: 2).text(done: 1, elapsed: .zero)
        let coloured = report(Screen(), total: 2, allowsColour: true).text(done: 1, elapsed: .zero)
        #expect(!plain.contains("\u{1B}"))
        #expect(coloured.contains("\u{1B}[36m████████████░░░░░░░░░░░░\u{1B}[0m"))
    }
}
