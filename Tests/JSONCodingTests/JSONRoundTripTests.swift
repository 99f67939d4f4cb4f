import JSONCoding
import Testing

/// A small seeded generator, so that a failure can be had again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension JSONValue {
    static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &generator))
        case 2: return .number(JSONNumber(Int64.random(in: .min ... .max, using: &generator)))
        case 3:
            let number = Double.random(in: -1e6...1e6, using: &generator)
            return JSONNumber(number).map { .number($0) } ?? .null
        case 4: return .string(randomText(using: &generator))
        case 5:
            return .array(
                (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
                    random(depth: depth - 1, using: &generator)
                })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<5, using: &generator) {
                object[randomText(using: &generator)] = random(
                    depth: depth - 1, using: &generator)
            }
            return .object(object)
        }
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        let alphabet = Array("ab\"\\/\n\t\u{0}\u{1F} é€😀\u{7F}{}[]:,0e.-")
        return String(
            (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            })
    }
}

@Suite("JSON there and back")
struct JSONRoundTripTests {
    @Test("What the writer writes, the reader reads as the same value")
    func roundTrip() throws {
        var generator = SeededGenerator(state: 20_261_120)
        for _ in 0..<2000 {
            let value = JSONValue.random(depth: 4, using: &generator)
            let bytes = value.jsonBytes
            #expect(try JSONValue(reading: bytes) == value)
        }
    }

    @Test("Any change of a byte is refused or read, and what is read can be written and read again")
    func mutations() throws {
        var generator = SeededGenerator(state: 42)
        let event = Array(
            (#"{"event_id":"0190-é","ts":"2026-11-20T09:00:00.123Z","cost":-0.42e1,"#
                + #""properties":{"a":[1,true,null,"\u00e9\ud83d\ude00"]}}"#).utf8)
        var readable = 0
        for _ in 0..<20_000 {
            var bytes = event
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[index], at: index)
                }
            }
            var skipped = false
            bytes.withUnsafeBufferPointer { buffer in
                var scanner = JSONScanner(buffer)
                skipped = (try? scanner.skipValue()) != nil && (try? scanner.expectEnd()) != nil
            }
            // `try?`: refusal is one of the two right answers here.
            guard let value = try? JSONValue(reading: bytes) else { continue }
            readable += 1
            #expect(skipped)
            #expect(try JSONValue(reading: value.jsonBytes) == value)
        }
        #expect(readable > 1000)
    }

    @Test("A text cut off anywhere is refused")
    func truncation() {
        let text = Array(#"{"a":[1.5,true,null,"\u00e9é"],"b":{"c":"d"}}"#.utf8)
        for count in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONValue(reading: Array(text[..<count])) }
        }
    }
}
