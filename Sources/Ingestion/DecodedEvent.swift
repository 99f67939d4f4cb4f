import JSONCoding
import MarketingDomain

/// Where one member's value lies in the bytes of an event.
struct FieldSpan {
    /// Nil where the member is absent.
    var kind: JSONKind?
    /// Of a text without its quotes.
    var start: Int32 = 0
    var end: Int32 = 0
    /// True where a text must be resolved before it is used.
    var hasEscapes = false

    static let absent = FieldSpan()

    var range: Range<Int> { Int(start)..<Int(end) }

    /// Absent or null: optional members make no difference between the two.
    var isMissing: Bool {
        switch kind {
        case nil, .null: true
        default: false
        }
    }

    var isAbsent: Bool {
        if case nil = kind { true } else { false }
    }

    var text: JSONStringSpan {
        JSONStringSpan(start: Int(start), end: Int(end), hasEscapes: hasEscapes)
    }
}

/// Where the members of an event lie. Nothing is copied and nothing is judged yet.
struct DecodedEvent {
    var eventID = FieldSpan.absent
    var ts = FieldSpan.absent
    var eventType = FieldSpan.absent
    var userID = FieldSpan.absent
    var campaignID = FieldSpan.absent
    var channel = FieldSpan.absent
    var cost = FieldSpan.absent
    var value = FieldSpan.absent
    var currency = FieldSpan.absent
    var orderID = FieldSpan.absent
    var properties = FieldSpan.absent

    subscript(field: EventField) -> FieldSpan {
        get {
            switch field {
            case .eventID: eventID
            case .ts: ts
            case .eventType: eventType
            case .userID: userID
            case .campaignID: campaignID
            case .channel: channel
            case .cost: cost
            case .value: value
            case .currency: currency
            case .orderID: orderID
            case .properties: properties
            }
        }
        set {
            switch field {
            case .eventID: eventID = newValue
            case .ts: ts = newValue
            case .eventType: eventType = newValue
            case .userID: userID = newValue
            case .campaignID: campaignID = newValue
            case .channel: channel = newValue
            case .cost: cost = newValue
            case .value: value = newValue
            case .currency: currency = newValue
            case .orderID: orderID = newValue
            case .properties: properties = newValue
            }
        }
    }
}

/// A member that has no meaning of its own and is kept among the properties.
struct OtherMember {
    let name: JSONStringSpan
    let value: Range<Int>
}
