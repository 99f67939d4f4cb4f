package import ExactValues
package import JSONCoding
package import MarketingDomain

/// Why a line is not stored as an event. Closed: each case has a code that never changes.
package enum Rejection: Error, Hashable, Sendable {
    case emptyBody
    case malformedJSON(JSONError)
    case invalidUTF8(offset: Int)
    case eventTooLarge(bytesMax: Int)
    case notAnObject(found: JSONKind)
    case duplicateField(String)
    case tooManyFields(max: Int)
    case missingField(EventField)
    case wrongType(EventField, found: JSONKind)
    case eventIDEmpty
    case fieldTooLong(EventField, bytesMax: Int)
    case invalidCharacter(EventField)
    case unknownEventType(String)
    case timestampInvalid(String)
    case timestampWithoutOffset(String)
    case timestampInFuture(UTCTimestamp, minutesMax: Int)
    case timestampTooOld(UTCTimestamp, daysMax: Int)
    case costNegative
    case valueNegative
    case amountTooPrecise(EventField)
    case amountOutOfRange(EventField)
    case currencyInvalid(String)
    /// The id is taken by an event that differs: that one stays, this one is kept as rejected.
    case conflict(ConflictReason)

    /// What an event with a known id has that the stored one has not.
    package enum ConflictReason: Hashable, Sendable {
        case otherTime(stored: UTCTimestamp)
        case otherContent
    }
}

extension Rejection {
    /// For programs: stable, in snake case.
    package var code: String {
        switch self {
        case .emptyBody: "empty_body"
        case .malformedJSON: "malformed_json"
        case .invalidUTF8: "invalid_utf8"
        case .eventTooLarge: "event_too_large"
        case .notAnObject, .wrongType: "wrong_type"
        case .duplicateField: "duplicate_field"
        case .tooManyFields: "too_many_fields"
        case .missingField: "missing_field"
        case .eventIDEmpty: "event_id_empty"
        case .fieldTooLong(.eventID, _): "event_id_too_long"
        case .fieldTooLong: "field_too_long"
        case .invalidCharacter: "invalid_character"
        case .unknownEventType: "unknown_event_type"
        case .timestampInvalid, .timestampWithoutOffset: "timestamp_invalid"
        case .timestampInFuture: "timestamp_in_future"
        case .timestampTooOld: "timestamp_too_old"
        case .costNegative: "cost_negative"
        case .valueNegative: "value_negative"
        case .amountTooPrecise: "amount_too_precise"
        case .amountOutOfRange: "amount_out_of_range"
        case .currencyInvalid: "currency_invalid"
        case .conflict: "conflict"
        }
    }

    /// The member of the event that is at fault (RFC 6901); empty for the event as a whole.
    package var pointer: String {
        switch self {
        case .emptyBody, .malformedJSON, .invalidUTF8, .eventTooLarge, .notAnObject,
            .tooManyFields:
            ""
        case .duplicateField(let name):
            "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
        case .missingField(let field), .wrongType(let field, _), .fieldTooLong(let field, _),
            .invalidCharacter(let field), .amountTooPrecise(let field),
            .amountOutOfRange(let field):
            field.pointer
        case .eventIDEmpty, .conflict: EventField.eventID.pointer
        case .unknownEventType: EventField.eventType.pointer
        case .timestampInvalid, .timestampWithoutOffset, .timestampInFuture, .timestampTooOld:
            EventField.ts.pointer
        case .costNegative: EventField.cost.pointer
        case .valueNegative: EventField.value.pointer
        case .currencyInvalid: EventField.currency.pointer
        }
    }

    /// For people: what is wrong and what would be right.
    package var detail: String {
        switch self {
        case .emptyBody:
            "the body holds no event; send one JSON object, a list of them, or one per line"
        case .malformedJSON(let error): "this is not valid JSON: \(error)"
        case .invalidUTF8(let offset): "the text is not UTF-8 at byte \(offset)"
        case .eventTooLarge(let bytesMax): "an event may have at most \(bytesMax) bytes"
        case .notAnObject(let found): "an event is an object {…}; found \(found.words)"
        case .duplicateField(let name): "\(Rejection.quoted(name)) is given twice"
        case .tooManyFields(let max):
            "an event may have at most \(max) fields of its own; put more into properties"
        case .missingField(let field): "\(field.rawValue) is missing"
        case .wrongType(let field, let found):
            "\(field.rawValue) must be \(field.kind.words); found \(found.words)"
        case .eventIDEmpty: "event_id must not be empty"
        case .fieldTooLong(let field, let bytesMax):
            "\(field.rawValue) may have at most \(bytesMax) bytes"
        case .invalidCharacter(let field):
            "\(field.rawValue) holds the character U+0000, which cannot be stored"
        case .unknownEventType(let word):
            "\(Rejection.quoted(word)) is not an event type; use "
                + EventType.allCases.map(\.rawValue).joined(separator: ", ")
        case .timestampInvalid(let text):
            "ts must be a time such as 2026-11-20T09:00:00Z; found \(Rejection.quoted(text))"
        case .timestampWithoutOffset(let text):
            "ts has no time zone: add Z for UTC, or an offset such as +01:00; found "
                + Rejection.quoted(text)
        case .timestampInFuture(let time, let minutesMax):
            "ts is \(time), more than \(minutesMax) minutes ahead of the server's clock"
        case .timestampTooOld(let time, let daysMax):
            "ts is \(time), more than \(daysMax) days ago"
        case .costNegative: "cost must be 0 or more"
        case .valueNegative: "value must be 0 or more"
        case .amountTooPrecise(let field):
            "\(field.rawValue) may have at most 6 decimals; it is not rounded"
        case .amountOutOfRange(let field):
            "\(field.rawValue) must be less than 1,000,000,000,000"
        case .currencyInvalid(let text):
            "currency must be three capital letters such as EUR; found "
                + Rejection.quoted(text)
        case .conflict(.otherTime(let stored)):
            "another event with this event_id is stored, with ts \(stored); that one stays"
        case .conflict(.otherContent):
            "another event with this event_id and ts but other content is stored; that one stays"
        }
    }

    private static func quoted(_ text: String) -> String {
        text.count > 64 ? "\"\(text.prefix(64))…\"" : "\"\(text)\""
    }
}

extension EventField {
    /// The kind of value that the field takes besides null.
    var kind: JSONKind {
        switch self {
        case .cost, .value: .number
        case .properties: .object
        default: .string
        }
    }
}
