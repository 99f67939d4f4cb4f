import Testing

@testable import Ingestion

@Suite("Framing event bodies")
struct EventFramerTests {
    /// The frames of a body that arrives in pieces of a size: `3:{…}` or `3!code`.
    private func frames(
        _ body: String, _ format: EventBodyFormat, pieceBytes: Int, eventBytesMax: Int = 100
    ) -> [String] {
        let bytes = Array(body.utf8)
        var framer = EventFramer(format: format, eventBytesMax: eventBytesMax)
        var frames: [String] = []
        func take(_ frame: EventFrame) {
            switch frame {
            case .event(let bytes, let line):
                frames.append("\(line):" + String(decoding: bytes, as: UTF8.self))
            case .fault(_, let line, let rejection): frames.append("\(line)!\(rejection.code)")
            }
        }
        var offset = 0
        while offset < bytes.count {
            let end = min(bytes.count, offset + pieceBytes)
            Array(bytes[offset..<end]).withUnsafeBufferPointer { framer.feed($0, take) }
            offset = end
        }
        framer.finish(take)
        return frames
    }

    private func expectFrames(
        _ body: String, _ format: EventBodyFormat, _ expected: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for pieceBytes in 1...max(1, body.utf8.count) {
            #expect(
                frames(body, format, pieceBytes: pieceBytes) == expected,
                "in pieces of \(pieceBytes)", sourceLocation: sourceLocation)
        }
    }

    @Test("Lines end with LF or CR LF, the last one without; blank ones count but are no events")
    func lines() {
        expectFrames(
            "{\"a\":1}\n{\"b\":2}\r\n\n  \t\r\n{\"c\":3}", .lines,
            [
                "1:{\"a\":1}", "2:{\"b\":2}", "5:{\"c\":3}",
            ])
        expectFrames("\u{FEFF}{}\n{}\n", .lines, ["1:{}", "2:{}"])
        expectFrames("", .lines, [])
        expectFrames("\n\n", .lines, [])
        expectFrames("x\ny", .lines, ["1:x", "2:y"])
    }

    @Test("A line over the bound is one fault, however it arrives; one at the bound is an event")
    func longLines() {
        let long = String(repeating: "x", count: 101)
        expectFrames("{}\n\(long)\n{}", .lines, ["1:{}", "2!event_too_large", "3:{}"])
        let fitting = String(repeating: "x", count: 100)
        expectFrames("\(fitting)\r\n", .lines, ["1:\(fitting)"])
        expectFrames(String(repeating: "x", count: 1000), .lines, ["1!event_too_large"])
    }

    @Test("A list is cut at its own commas, not at those inside elements or texts")
    func list() {
        expectFrames(
            #" [ {"a":[1,2],"b":"],\"}"} ,{"c":{}}, 3 ] "#, .json,
            [
                #"1: {"a":[1,2],"b":"],\"}"} "#, #"2:{"c":{}}"#, "3: 3 ",
            ])
        expectFrames("[]", .json, [])
        expectFrames("\u{FEFF} [ ] \n", .json, [])
        expectFrames("[{}]", .json, ["1:{}"])
    }

    @Test("An empty place in a list is an element, which the decoder refuses")
    func emptyElements() {
        expectFrames("[{},]", .json, ["1:{}", "2:"])
        expectFrames("[,{}]", .json, ["1:", "2:{}"])
    }

    @Test("What follows a list, or a list without an end, is one fault")
    func brokenLists() {
        expectFrames("[{}] x", .json, ["1:{}", "2!malformed_json"])
        expectFrames("[{}][{}]", .json, ["1:{}", "2!malformed_json"])
        expectFrames("[{},{\"a\":", .json, ["1:{}", "2!malformed_json"])
        expectFrames("[{}", .json, ["1!malformed_json"])
        expectFrames("[", .json, ["1!malformed_json"])
    }

    @Test("Anything but a list is one event as a whole")
    func single() {
        expectFrames(" {\"a\": 1}\n ", .json, ["1:{\"a\": 1}\n "])
        expectFrames("{}{}", .json, ["1:{}{}"])
        expectFrames("17", .json, ["1:17"])
        expectFrames("  ", .json, [])
        expectFrames("\u{FEFF}{}", .json, ["1:{}"])
    }

    @Test("A long element of a list is one fault, and those behind it are read")
    func longElements() {
        let long = "{\"a\":\"" + String(repeating: "[", count: 200) + "\"}"
        expectFrames("[{},\(long),{}]", .json, ["1:{}", "2!event_too_large", "3:{}"])
    }
}
