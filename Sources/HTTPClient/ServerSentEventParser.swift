/// Puts server-sent events together from pieces of bytes, wherever they are cut, as the HTML
/// standard says.
struct ServerSentEventParser {
    static let lineBytesMax = 16 << 20

    private var line: [UInt8] = []
    private var lastWasCarriageReturn = false
    private var event = ""
    private var data: [String] = []
    private var id: String?

    mutating func read(_ bytes: UnsafeRawBufferPointer) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            defer { lastWasCarriageReturn = byte == 0x0D }
            switch byte {
            case 0x0A where lastWasCarriageReturn: break
            case 0x0A, 0x0D:
                if let event = endLine() { events.append(event) }
            // What is longer than any event of ours is cut.
            default: if line.count < ServerSentEventParser.lineBytesMax { line.append(byte) }
            }
        }
        return events
    }

    /// The event that an empty line completes.
    private mutating func endLine() -> ServerSentEvent? {
        defer { line = [] }
        if line.isEmpty {
            defer {
                event = ""
                data = []
            }
            guard !data.isEmpty else { return nil }
            return ServerSentEvent(
                event: event.isEmpty ? "message" : event, data: data.joined(separator: "\n"),
                id: id)
        }
        let text = String(decoding: line, as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else {
            if text == "data" { data.append("") }
            return nil
        }
        var value = text[text.index(after: colon)...]
        if value.hasPrefix(" ") { value = value.dropFirst() }
        switch text[..<colon] {
        case "event": event = String(value)
        case "data": data.append(String(value))
        case "id": id = String(value)
        default: break
        }
        return nil
    }
}
