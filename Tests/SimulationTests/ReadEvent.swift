import ExactValues
import JSONCoding
import MarketingDomain
import Testing

/// An event line as a strict reader of the API takes it.
struct ReadEvent {
    let eventID: String
    let time: UTCTimestamp
    let type: EventType
    let userID: String?
    let campaignID: String?
    let channel: String?
    let cost: FixedDecimal?
    let value: FixedDecimal?
    let currency: String?
    let orderID: String?
}

extension ReadEvent {
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a line; throws where the door for events would refuse it.
    init(line: ArraySlice<UInt8>) throws {
        let text = String(decoding: line, as: UTF8.self)
        guard let object = try JSONValue(reading: Array(line)).object else {
            throw Refusal(description: "no object: \(text)")
        }
        for name in object.names where EventField(rawValue: name) == nil {
            throw Refusal(description: "\(name) is no field: \(text)")
        }
        func string(_ field: EventField) throws -> String? {
            guard let value = object[field.rawValue] else { return nil }
            guard let string = value.string, !string.isEmpty, string.utf8.count <= 128 else {
                throw Refusal(description: "\(field.rawValue) is no id: \(text)")
            }
            return string
        }
        func amount(_ field: EventField) throws -> FixedDecimal? {
            guard let value = object[field.rawValue] else { return nil }
            guard let number = value.number?.decimal(scale: 4), number.units >= 0 else {
                throw Refusal(description: "\(field.rawValue) is no amount: \(text)")
            }
            return number
        }
        guard let eventID = try string(.eventID), let word = try string(.eventType),
            let type = EventType(rawValue: word), let ts = try string(.ts),
            let time = UTCTimestamp(rfc3339: ts)
        else { throw Refusal(description: "a required field is missing or wrong: \(text)") }
        self.eventID = eventID
        self.time = time
        self.type = type
        userID = try string(.userID)
        campaignID = try string(.campaignID)
        channel = try string(.channel)
        cost = try amount(.cost)
        value = try amount(.value)
        currency = try string(.currency)
        orderID = try string(.orderID)
    }

    /// Every line of NDJSON, which must end each with a line end.
    static func all(in bytes: [UInt8]) throws -> [ReadEvent] {
        #expect(bytes.last == 0x0A)
        return try bytes.split(separator: 0x0A).map { try ReadEvent(line: $0) }
    }
}

/// FNV-1a in 64 bits, to compare long outputs by one number.
struct Fingerprint {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
