import Dispatch
package import ExactValues
import Glibc
import Synchronization

/// Where a program says what it did: one record a line, as JSON or as text to read.
///
/// A call costs about a microsecond and never waits for the file: lines are kept in memory, at
/// most `pendingBytesMax` of them, and written by a queue of their own. Where the reader does not
/// keep up, lines are dropped, and a record says how many.
package final class StructuredLog: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case json
        case text
    }

    /// What waits to be written.
    private struct Pending {
        var bytes: [UInt8] = []
        var droppedCount = 0
        var isScheduled = false
    }

    package static let pendingBytesMax = 1 << 20

    package let minimumLevel: LogLevel
    private let format: Format
    private let sink: Sink
    private let now: @Sendable () -> UTCTimestamp
    private let pending = Mutex(Pending())
    private let queue = DispatchQueue(label: "structured log")

    package init(
        to sink: Sink, format: Format, minimumLevel: LogLevel = .info,
        now: @escaping @Sendable () -> UTCTimestamp = StructuredLog.systemTime
    ) {
        self.sink = sink
        self.format = format
        self.minimumLevel = minimumLevel
        self.now = now
    }

    /// A log that keeps nothing.
    package static let silent = StructuredLog(to: .discard, format: .text, minimumLevel: .error)

    package func debug(
        _ message: String, _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
    ) {
        record(.debug, message, fields())
    }

    package func info(
        _ message: String, _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
    ) {
        record(.info, message, fields())
    }

    package func warning(
        _ message: String, _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
    ) {
        record(.warning, message, fields())
    }

    package func error(
        _ message: String, _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
    ) {
        record(.error, message, fields())
    }

    /// Whether a record of this level would be written.
    package func isEnabled(_ level: LogLevel) -> Bool { level >= minimumLevel && !sink.isDiscard }

    package func record(
        _ level: LogLevel, _ message: String,
        _ fields: @autoclosure () -> KeyValuePairs<String, LogValue>
    ) {
        guard isEnabled(level) else { return }
        write(LogRecord(time: now(), level: level, message: message, fields: fields()))
    }

    /// Returns when all that was logged before is written.
    package func flush() {
        queue.sync { @Sendable in self.writePending() }
    }

    private func write(_ record: LogRecord) {
        let mustSchedule = pending.withLock { pending in
            guard pending.bytes.count < StructuredLog.pendingBytesMax else {
                pending.droppedCount += 1
                return false
            }
            append(record, to: &pending.bytes)
            defer { pending.isScheduled = true }
            return !pending.isScheduled
        }
        if mustSchedule {
            queue.async { @Sendable in self.writePending() }
        }
    }

    private func append(_ record: LogRecord, to bytes: inout [UInt8]) {
        switch format {
        case .json: record.appendJSONLine(to: &bytes)
        case .text: record.appendTextLine(to: &bytes)
        }
    }

    /// On the queue only, so that lines keep their order.
    private func writePending() {
        let bytes = pending.withLock { pending in
            var bytes = pending.bytes
            if pending.droppedCount > 0 {
                append(
                    LogRecord(
                        time: now(), level: .warning, message: "log records were dropped",
                        fields: ["count": .integer(pending.droppedCount)]), to: &bytes)
            }
            pending = Pending()
            return bytes
        }
        if !bytes.isEmpty { sink.write(bytes) }
    }

    /// The machine's clock.
    package static let systemTime: @Sendable () -> UTCTimestamp = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UTCTimestamp(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
