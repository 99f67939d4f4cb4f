import ExactValues
import JSONCoding
import MarketingDomain
import Testing

@testable import Ingestion

/// What one line is rejected for.
struct RejectedCase: Sendable, CustomTestStringConvertible {
    let json: String
    let code: String
    let pointer: String
    let detail: String

    init(_ json: String, _ code: String, _ pointer: String, _ detail: String) {
        self.json = json
        self.code = code
        self.pointer = pointer
        self.detail = detail
    }

    var testDescription: String { "\(code) \(json.prefix(60))" }

    /// A whole event in which one member stands otherwise.
    static func event(_ replacing: String, with other: String) -> String {
        let event =
            #"{"event_id":"e1","ts":"2026-11-20T09:00:00Z","event_type":"click","#
            + #""cost":0.5,"value":1,"currency":"EUR","user_id":"u1"}"#
        precondition(event.contains(replacing), "the event has what is replaced")
        return event.replacing(replacing, with: other)
    }
}

@Suite("Rejections")
struct RejectionTests {
    static let now = UTCTimestamp(rfc3339: "2026-11-20T10:00:00Z") ?? UTCTimestamp(microseconds: 0)

    static func read(
        _ body: String, format: EventBodyFormat = .lines, door: EventDoor = .standard
    ) -> EventBodyReader {
        var reader = EventBodyReader(
            format: format, door: door, settings: IngestionSettings(), now: now)
        Array(body.utf8).withUnsafeBufferPointer { reader.read($0) }
        reader.finish()
        return reader
    }

    static let cases: [RejectedCase] = [
        RejectedCase(
            "{\"event_id\":", "malformed_json", "",
            "this is not valid JSON: the text ends in the middle of a value (byte 12)"),
        RejectedCase(
            "hello", "malformed_json", "",
            "this is not valid JSON: found h where a value is expected (byte 0)"),
        RejectedCase(
            #"{"event_id":"e1"} x"#, "malformed_json", "",
            "this is not valid JSON: found x where nothing more is expected (byte 18)"),
        RejectedCase("[1]", "wrong_type", "", "an event is an object {…}; found a list"),
        RejectedCase("null", "wrong_type", "", "an event is an object {…}; found null"),
        RejectedCase(
            RejectedCase.event(#""cost":0.5"#, with: #""ts":1"#), "duplicate_field", "/ts",
            "\"ts\" is given twice"),
        RejectedCase(
            RejectedCase.event(#""cost":0.5"#, with: #""a/b~c":1,"a/b~c":2"#),
            "duplicate_field", "/a~1b~0c", "\"a/b~c\" is given twice"),
        RejectedCase(
            RejectedCase.event(#""cost":0.5"#, with: #""a":1,"properties":{"a":2}"#),
            "duplicate_field", "/a", "\"a\" is given twice"),
        RejectedCase(
            RejectedCase.event(#""event_id":"e1","#, with: ""), "missing_field", "/event_id",
            "event_id is missing"),
        RejectedCase(
            RejectedCase.event(#""e1""#, with: "null"), "missing_field", "/event_id",
            "event_id is missing"),
        RejectedCase(
            RejectedCase.event(#""ts":"2026-11-20T09:00:00Z","#, with: ""), "missing_field",
            "/ts", "ts is missing"),
        RejectedCase(
            RejectedCase.event(#""event_type":"click","#, with: ""), "missing_field",
            "/event_type", "event_type is missing"),
        RejectedCase(
            RejectedCase.event(#""e1""#, with: "17"), "wrong_type", "/event_id",
            "event_id must be a text; found a number"),
        RejectedCase(
            RejectedCase.event("0.5", with: #""0.5""#), "wrong_type", "/cost",
            "cost must be a number; found a text"),
        RejectedCase(
            RejectedCase.event(#""u1""#, with: #"{"id":1}"#), "wrong_type", "/user_id",
            "user_id must be a text; found an object"),
        RejectedCase(
            RejectedCase.event(#""cost":0.5"#, with: #""properties":[]"#), "wrong_type",
            "/properties", "properties must be an object; found a list"),
        RejectedCase(
            RejectedCase.event(#""e1""#, with: #""""#), "event_id_empty", "/event_id",
            "event_id must not be empty"),
        RejectedCase(
            RejectedCase.event(#""e1""#, with: "\"\(String(repeating: "x", count: 129))\""),
            "event_id_too_long", "/event_id", "event_id may have at most 128 bytes"),
        RejectedCase(
            RejectedCase.event(#""u1""#, with: "\"\(String(repeating: "é", count: 65))\""),
            "field_too_long", "/user_id", "user_id may have at most 128 bytes"),
        RejectedCase(
            RejectedCase.event(#""u1""#, with: #""a\u0000b""#), "invalid_character", "/user_id",
            "user_id holds the character U+0000, which cannot be stored"),
        RejectedCase(
            RejectedCase.event(#""click""#, with: #""purchase""#), "unknown_event_type",
            "/event_type",
            "\"purchase\" is not an event type; use impression, click, email_sent, "
                + "email_opened, signup, activation, conversion, unsubscribe"),
        RejectedCase(
            RejectedCase.event("2026-11-20T09:00:00Z", with: "yesterday"), "timestamp_invalid",
            "/ts", "ts must be a time such as 2026-11-20T09:00:00Z; found \"yesterday\""),
        RejectedCase(
            RejectedCase.event("2026-11-20T09:00:00Z", with: "2026-02-30T09:00:00Z"),
            "timestamp_invalid", "/ts",
            "ts must be a time such as 2026-11-20T09:00:00Z; found \"2026-02-30T09:00:00Z\""),
        RejectedCase(
            RejectedCase.event("2026-11-20T09:00:00Z", with: "2026-11-20T09:00:00"),
            "timestamp_invalid", "/ts",
            "ts has no time zone: add Z for UTC, or an offset such as +01:00; "
                + "found \"2026-11-20T09:00:00\""),
        RejectedCase(
            RejectedCase.event("2026-11-20T09:00:00Z", with: "2026-11-20T10:10:00.000001Z"),
            "timestamp_in_future", "/ts",
            "ts is 2026-11-20T10:10:00.000001Z, more than 10 minutes ahead of the server's clock"
        ),
        RejectedCase(
            RejectedCase.event("2026-11-20T09:00:00Z", with: "2025-10-16T09:59:59.999999Z"),
            "timestamp_too_old", "/ts",
            "ts is 2025-10-16T09:59:59.999999Z, more than 400 days ago"),
        RejectedCase(
            RejectedCase.event("0.5", with: "-0.01"), "cost_negative", "/cost",
            "cost must be 0 or more"),
        RejectedCase(
            RejectedCase.event(#""value":1"#, with: #""value":-1"#), "value_negative", "/value",
            "value must be 0 or more"),
        RejectedCase(
            RejectedCase.event("0.5", with: "0.1234567"), "amount_too_precise", "/cost",
            "cost may have at most 6 decimals; it is not rounded"),
        RejectedCase(
            RejectedCase.event(#""value":1"#, with: #""value":1e12"#), "amount_out_of_range",
            "/value", "value must be less than 1,000,000,000,000"),
        RejectedCase(
            RejectedCase.event("EUR", with: "euro"), "currency_invalid", "/currency",
            "currency must be three capital letters such as EUR; found \"euro\""),
    ]

    @Test(
        "Each fault has its code, its pointer and words that say what would be right",
        arguments: cases)
    func rejected(fault: RejectedCase) throws {
        let reader = RejectionTests.read(fault.json)
        #expect(reader.columns.isEmpty)
        let line = try #require(reader.rejected.first)
        #expect(line.rejection.code == fault.code)
        #expect(line.rejection.pointer == fault.pointer)
        #expect(line.rejection.detail == fault.detail)
        #expect(line.line == 1)
        #expect(line.body == fault.json)
    }

    @Test("Bytes that are not UTF-8 are rejected and kept with U+FFFD in their place")
    func invalidUTF8() throws {
        var bytes = Array(#"{"event_id":"e"#.utf8)
        bytes += [0xC3, 0x28]
        bytes += Array(#"","ts":"x"}"#.utf8)
        var reader = EventBodyReader(
            format: .lines, door: .standard, settings: IngestionSettings(),
            now: RejectionTests.now)
        bytes.withUnsafeBufferPointer { reader.read($0) }
        reader.finish()
        let line = try #require(reader.rejected.first)
        #expect(line.rejection == .invalidUTF8(offset: 14))
        #expect(line.rejection.code == "invalid_utf8")
        #expect(line.rejection.detail == "the text is not UTF-8 at byte 14")
        #expect(line.body == "{\"event_id\":\"e\u{FFFD}(\",\"ts\":\"x\"}")
    }

    @Test("An event longer than the bound is rejected, its neighbours are not, and 8 KiB are kept")
    func tooLarge() throws {
        let good = RejectedCase.event("e1", with: "e1")
        let long = "{\"event_id\":\"" + String(repeating: "é", count: 33_000) + "\"}"
        let reader = RejectionTests.read("\(good)\n\(long)\n\(good.replacing("e1", with: "e2"))")
        #expect(reader.columns.lineNumbers == [1, 3])
        let line = try #require(reader.rejected.first)
        #expect(line.rejection.code == "event_too_large")
        #expect(line.rejection.detail == "an event may have at most 65536 bytes")
        #expect(line.line == 2)
        #expect(line.body.utf8.count == 8191)
        #expect(line.body.last == "é")
    }

    @Test("More than 256 fields of its own are too many")
    func tooManyFields() {
        func event(_ count: Int) -> String {
            let others = (0..<count).map { ",\"f\($0)\":1" }.joined()
            return RejectedCase.event(#","cost":0.5"#, with: others)
        }
        #expect(RejectionTests.read(event(256)).rejected.isEmpty)
        let rejection = RejectionTests.read(event(257)).rejected.first?.rejection
        #expect(rejection?.code == "too_many_fields")
        #expect(
            rejection?.detail
                == "an event may have at most 256 fields of its own; put more into properties")
    }

    @Test("Properties may have 16 KiB, together with unknown members")
    func propertiesTooLong() {
        func event(_ count: Int) -> String {
            let text = String(repeating: "x", count: count)
            return RejectedCase.event(#""cost":0.5"#, with: #""properties":{"a":"\#(text)"}"#)
        }
        #expect(RejectionTests.read(event(16_384 - 8)).rejected.isEmpty)
        #expect(
            RejectionTests.read(event(16_384 - 7)).rejected.first?.rejection
                == .fieldTooLong(.properties, bytesMax: 16_384))
    }

    @Test("An empty body and a conflict have words too")
    func others() {
        #expect(
            Rejection.emptyBody.detail
                == "the body holds no event; send one JSON object, a list of them, or one per line")
        #expect(Rejection.emptyBody.code == "empty_body")
        let conflict = Rejection.conflict(.otherTime(stored: RejectionTests.now))
        #expect(conflict.code == "conflict")
        #expect(conflict.pointer == "/event_id")
        #expect(
            conflict.detail
                == "another event with this event_id is stored, with ts 2026-11-20T10:00:00Z; "
                + "that one stays")
        #expect(
            Rejection.conflict(.otherContent).detail
                == "another event with this event_id and ts but other content is stored; "
                + "that one stays")
    }
}
