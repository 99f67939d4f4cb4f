import ExactValues
import JSONCoding
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("Members stand in the order of the calls, with commas between them")
    func members() {
        var writer = JSONWriter()
        writer.object { answer in
            answer.field("received", 3)
            answer.field("durable", true)
            answer.array("errors") { errors in
                errors.object { $0.field("line", 2) }
                errors.object { $0.field("pointer", "/cost") }
            }
            answer.object("empty") { _ in }
            answer.field("next", String?.none)
            answer.field(ifPresent: "absent", String?.none)
            answer.field(ifPresent: "present", "x")
        }
        #expect(
            writer.text
                == #"{"received":3,"durable":true,"errors":[{"line":2},{"pointer":"/cost"}],"#
                + #""empty":{},"next":null,"present":"x"}"#)
    }

    @Test("Texts are escaped where JSON wants it, and nowhere else")
    func escapes() {
        #expect(
            "a\"b\\c/\n\r\t\u{01}\u{1F}é😀\u{7F}".jsonText
                == #""a\"b\\c/\n\r\t\u0001\u001fé😀"# + "\u{7F}\"")
        #expect("".jsonText == #""""#)
    }

    @Test("Integers of every size are exact")
    func integers() {
        #expect([0, 7, -7, 1_000_000].jsonText == "[0,7,-7,1000000]")
        #expect(Int64.max.jsonText == "9223372036854775807")
        #expect(Int64.min.jsonText == "-9223372036854775808")
    }

    @Test("Decimals are exact, without trailing zeros")
    func decimals() {
        #expect(FixedDecimal(units: 12_340_000, scale: 6).jsonText == "12.34")
        #expect(FixedDecimal(units: -5, scale: 1).jsonText == "-0.5")
        #expect(FixedDecimal(units: 3_000_000, scale: 6).jsonText == "3")
        #expect(FixedDecimal(units: 0, scale: 6).jsonText == "0")
        #expect(FixedDecimal(units: -70, scale: 1).jsonText == "-7")
        #expect(
            FixedDecimal(units: 99_999_999_999_999_999_999_999, scale: 0).jsonText
                == "99999999999999999999999")
    }

    @Test("Doubles are the shortest text that reads back the same; what is no number is null")
    func doubles() throws {
        #expect([0.1, 1, -2.5, 0.02, 1e21].jsonText == "[0.1,1,-2.5,0.02,1e+21]")
        #expect(Double.leastNonzeroMagnitude.jsonText == "5e-324")
        #expect(Double.infinity.jsonText == "null")
        #expect(Double.nan.jsonText == "null")
        for number in [0.1, 1.0 / 3, 1e300, -0.0, 123_456_789.123] {
            #expect(try JSONValue(reading: number.jsonText).double == number)
        }
    }

    @Test("Days and instants are ISO texts, nil is null")
    func times() {
        #expect(CalendarDate(year: 2026, month: 11, day: 20).jsonText == "\"2026-11-20\"")
        #expect(UTCTimestamp(microseconds: 1_500_000).jsonText == "\"1970-01-01T00:00:01.500Z\"")
        #expect([Int?.none, 1].jsonText == "[null,1]")
    }

    @Test("Lines of NDJSON stand for themselves")
    func lines() {
        var writer = JSONWriter()
        writer.object { $0.field("a", 1) }
        writer.newline()
        writer.object { $0.field("a", 2) }
        writer.newline()
        #expect(writer.text == "{\"a\":1}\n{\"a\":2}\n")
        writer.removeAll()
        writer.rawValue("[1]".utf8)
        #expect(writer.text == "[1]")
    }

    @Test("An error of the body passes through")
    func bodyThrows() {
        struct Stopped: Error {}
        var writer = JSONWriter()
        #expect(throws: Stopped.self) {
            try writer.object { (_: inout JSONWriter) throws(Stopped) in throw Stopped() }
        }
    }
}
