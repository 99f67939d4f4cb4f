import ExactValues
import Synchronization
import Testing

@testable import Observability

/// Collects what a log writes.
private final class Lines: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var sink: StructuredLog.Sink { .closure { new in self.bytes.withLock { $0 += new } } }
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

@Suite("Structured log") struct StructuredLogTests {
    private let epoch: @Sendable () -> UTCTimestamp = { UTCTimestamp(microseconds: 0) }

    @Test("Records below the minimum level are neither built nor written")
    func minimumLevel() {
        let lines = Lines()
        let log = StructuredLog(to: lines.sink, format: .text, minimumLevel: .warning, now: epoch)
        let builds = Mutex(0)
        func fields() -> KeyValuePairs<String, LogValue> {
            builds.withLock { $0 += 1 }
            return [:]
        }
        log.info("not this", fields())
        log.warning("this", fields())
        log.flush()
        #expect(lines.text == "1970-01-01T00:00:00Z warning this\n")
        #expect(builds.withLock { $0 } == 1)
    }

    @Test("Lines keep their order across writes")
    func order() {
        let lines = Lines()
        let log = StructuredLog(to: lines.sink, format: .text, now: epoch)
        for index in 0..<1000 { log.info("n", ["index": .integer(index)]) }
        log.flush()
        let expected = (0..<1000).map { "1970-01-01T00:00:00Z info    n  index=\($0)\n" }
        #expect(lines.text == expected.joined())
    }

    @Test("What a stopped reader does not take is dropped, and counted in the next lines")
    func overflow() {
        let lines = Lines()
        let gate = Mutex(())
        let log = StructuredLog(
            to: .closure { bytes in
                gate.withLock { _ in }
                if case .closure(let write) = lines.sink { write(bytes) }
            }, format: .text, now: epoch)
        let long = String(repeating: "x", count: 1900)
        gate.withLock { _ in
            // More than twice what may wait: one batch may be on its way already.
            for _ in 0..<1500 { log.info(long) }
        }
        log.flush()
        #expect(lines.text.contains("log records were dropped  count="))
        #expect(lines.text.utf8.count < 2 * StructuredLog.pendingBytesMax + 10_000)
    }

    @Test("Level names are read back", arguments: LogLevel.allCases)
    func levelNames(level: LogLevel) {
        #expect(LogLevel(name: level.name) == level)
        #expect(LogLevel(name: level.name.uppercased()) == nil)
    }
}
