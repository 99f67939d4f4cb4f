package import ExactValues

/// One thing that happened: a constant sentence, and its particulars as fields.
package struct LogRecord: Sendable {
    package let time: UTCTimestamp
    package let level: LogLevel
    /// A constant text that can be searched for; particulars belong in `fields`.
    package let message: String
    /// In the order in which they are shown. At most `fieldCountMax` are.
    package let fields: KeyValuePairs<String, LogValue>

    package static let fieldCountMax = 32
    /// A longer text is cut here and ends in `…`.
    package static let textBytesMax = 2000

    package init(
        time: UTCTimestamp, level: LogLevel, message: String,
        fields: KeyValuePairs<String, LogValue> = [:]
    ) {
        self.time = time
        self.level = level
        self.message = message
        self.fields = fields
    }
}

extension LogRecord {
    /// `{"time":"…","level":"info","message":"…","rows":3}` and a line feed.
    package func appendJSONLine(to bytes: inout [UInt8]) {
        // Moved, not copied: appending a line costs no more when much is pending.
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        var object = JSONObjectWriter(reusing: consume taken)
        object.field("time", time.description)
        object.field("level", level.name)
        object.field("message", LogRecord.cut(message))
        for (name, value) in fields.prefix(LogRecord.fieldCountMax) {
            switch value {
            case .text(let text): object.field(name, LogRecord.cut(text))
            case .integer(let integer): object.field(name, integer)
            case .number(let number): object.field(name, number)
            case .boolean(let boolean): object.field(name, boolean)
            }
        }
        bytes = object.finish()
        bytes.append(0x0A)
    }

    /// `2026-11-20T09:00:00Z info    message  rows=3` and a line feed, on one line whatever the
    /// texts hold.
    package func appendTextLine(to bytes: inout [UInt8]) {
        let name = level.name
        let blanks = String(repeating: " ", count: max(1, 8 - name.utf8.count))
        var line = "\(time) \(name)\(blanks)\(LogRecord.cut(message))"
        for (index, (name, value)) in fields.prefix(LogRecord.fieldCountMax).enumerated() {
            line += index == 0 ? "  " : " "
            line += name + "="
            switch value {
            case .text(let text): line += LogRecord.quotedWhereNeeded(LogRecord.cut(text))
            case .integer(let integer): line += String(integer)
            case .number(let number): line += String(number)
            case .boolean(let boolean): line += boolean ? "true" : "false"
            }
        }
        // Nothing that a client sent may start a line of its own or steer the terminal.
        bytes.append(contentsOf: line.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 })
        bytes.append(0x0A)
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > textBytesMax else { return text }
        return String(decoding: text.utf8.prefix(textBytesMax), as: UTF8.self) + "…"
    }

    private static func quotedWhereNeeded(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x7F }
        return isPlain ? text : "\"" + text.replacing("\"", with: "'") + "\""
    }
}
