import ExactValues
import Testing

@testable import Observability

@Suite("Log records") struct LogRecordTests {
    private let time = UTCTimestamp(
        date: CalendarDate(year: 2026, month: 11, day: 20) ?? CalendarDate(daysSinceEpoch: 0),
        hour: 9)

    private func text(_ record: LogRecord, _ format: StructuredLog.Format) -> String {
        var bytes: [UInt8] = []
        switch format {
        case .json: record.appendJSONLine(to: &bytes)
        case .text: record.appendTextLine(to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("A JSON line holds time, level, message and the fields in their order")
    func jsonLine() {
        let record = LogRecord(
            time: time, level: .info, message: "imported",
            fields: ["rows": 3, "took_ms": .milliseconds(.microseconds(1500)), "ok": true])
        #expect(
            text(record, .json)
                == #"{"time":"2026-11-20T09:00:00Z","level":"info","message":"imported","#
                + #""rows":3,"took_ms":1.5,"ok":true}"# + "\n")
    }

    @Test("Quotes, line feeds and control characters cannot break a JSON line")
    func jsonEscapes() {
        let record = LogRecord(
            time: time, level: .error, message: "a\"b\\c\nd\u{1B}e\tf\rg",
            fields: ["number": .number(.infinity)])
        #expect(
            text(record, .json)
                == #"{"time":"2026-11-20T09:00:00Z","level":"error","#
                + #""message":"a\"b\\c\nd\u001be\tf\rg","number":null}"# + "\n")
    }

    @Test("A text line stays one line and quotes what holds a blank")
    func textLine() {
        let record = LogRecord(
            time: time, level: .warning, message: "slow\nquery",
            fields: ["table": "orders", "why": "no index\u{1B}[2J", "empty": ""])
        #expect(
            text(record, .text)
                == "2026-11-20T09:00:00Z warning slow query  "
                + "table=orders why=\"no index [2J\" empty=\"\"\n")
    }

    @Test("A text of 2,000 bytes is kept, one of 2,001 is cut")
    func cut() {
        let kept = LogRecord(
            time: time, level: .info, message: String(repeating: "a", count: 2000))
        let cut = LogRecord(
            time: time, level: .info, message: String(repeating: "a", count: 2001))
        #expect(!text(kept, .text).contains("…"))
        #expect(text(cut, .text).hasSuffix("a…\n"))
    }

    @Test("A record shows at most 32 fields")
    func fieldLimit() {
        let record = LogRecord(
            time: time, level: .info, message: "m",
            fields: [
                "a1": 1, "a2": 1, "a3": 1, "a4": 1, "a5": 1, "a6": 1, "a7": 1, "a8": 1,
                "b1": 1, "b2": 1, "b3": 1, "b4": 1, "b5": 1, "b6": 1, "b7": 1, "b8": 1,
                "c1": 1, "c2": 1, "c3": 1, "c4": 1, "c5": 1, "c6": 1, "c7": 1, "c8": 1,
                "d1": 1, "d2": 1, "d3": 1, "d4": 1, "d5": 1, "d6": 1, "d7": 1, "d8": 1,
                "e1": 1,
            ])
        #expect(text(record, .text).contains("d8=1"))
        #expect(!text(record, .text).contains("e1=1"))
    }
}
