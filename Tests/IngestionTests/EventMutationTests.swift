import ExactValues
import JSONCoding
import SQLAccess
import Testing

@testable import Ingestion

@Suite("Events with changed bytes")
struct EventMutationTests {
    /// A small seeded generator, so that a failure can be had again.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let event = Array(
        (#"{"event_id":"0190-é","ts":"2026-11-20T09:00:00.123Z","event_type":"click","#
            + #""user_id":"u\u00e9","cost":0.42,"value":1e1,"currency":"EUR","other":[1,{}],"#
            + #""properties":{"device":"mobile","n":-1.5e-3}}"#).utf8)

    private func mutated(_ generator: inout Seeded) -> [UInt8] {
        var bytes = EventMutationTests.event
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes.remove(at: index)
            default: bytes.insert(bytes[index], at: index)
            }
        }
        return bytes.filter { $0 != 0x0A }
    }

    @Test("Every line gets one verdict, and the columns stay equally long")
    func oneVerdict() {
        var generator = Seeded(state: 1)
        var body: [UInt8] = []
        for _ in 0..<10_000 { body += mutated(&generator) + [0x0A] }
        var reader = EventBodyReader(
            format: .lines, door: .standard, settings: IngestionSettings(),
            now: RejectionTests.now)
        body.withUnsafeBufferPointer { reader.read($0) }
        reader.finish()
        let columns = reader.columns
        #expect(reader.receivedCount == 10_000)
        #expect(columns.count + reader.rejected.count == 10_000)
        #expect(columns.count > 1000)
        for count in [
            columns.eventIDs.count, columns.occurredAt.count, columns.eventTypes.count,
            columns.userIDs.nulls.count, columns.userIDs.texts.count, columns.campaignIDs.count,
            columns.channels.count, columns.costs.nulls.count, columns.values.millionths.count,
            columns.currencyCodes.nulls.count, columns.orderIDs.nulls.count,
            columns.properties.texts.count,
        ] {
            #expect(count == columns.count)
        }
        for row in 0..<columns.count {
            // What is kept is JSON again, whatever it was made of.
            #expect(throws: Never.self) { try JSONValue(reading: columns.json(row: row)) }
        }
    }

    @Test("The event decoder and the reader of whole values agree on what is JSON")
    func agreement() {
        var generator = Seeded(state: 2)
        for _ in 0..<10_000 {
            let bytes = mutated(&generator)
            var isReadable = true
            do throws(JSONError) {
                _ = try JSONValue(reading: bytes)
            } catch {
                if case .duplicateKey = error.kind {} else { isReadable = false }
            }
            var decoder = EventDecoder()
            let isDecoded = bytes.withUnsafeBufferPointer { buffer in
                do throws(Rejection) {
                    _ = try decoder.decode(buffer)
                    return true
                } catch {
                    switch error {
                    case .malformedJSON, .invalidUTF8: return false
                    default: return true
                    }
                }
            }
            #expect(isDecoded == isReadable, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
