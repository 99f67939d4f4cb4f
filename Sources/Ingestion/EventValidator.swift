import ExactValues
import JSONCoding
import MarketingDomain

/// An event whose every member was found right, still lying in the bytes that it came in.
struct ValidEvent {
    let eventID: FieldSpan
    let occurredAt: UTCTimestamp
    let eventType: EventType
    let userID: FieldSpan
    let campaignID: FieldSpan
    let channel: FieldSpan
    /// Millionths.
    let cost: Int64?
    let value: Int64?
    let currency: FieldSpan
    let orderID: FieldSpan
    let properties: FieldSpan
}

/// Judges the members of decoded events by the rules of a door. The first fault is told.
///
/// Optional members may be absent, null or an empty text: all three mean the same.
struct EventValidator {
    let door: EventDoor
    let settings: IngestionSettings
    let now: UTCTimestamp
    private let earliest: UTCTimestamp
    private let latest: UTCTimestamp

    init(door: EventDoor, settings: IngestionSettings, now: UTCTimestamp) {
        self.door = door
        self.settings = settings
        self.now = now
        earliest = now.adding(seconds: -Int64(settings.ageDaysMax) * 86_400)
        latest = now.adding(seconds: Int64(settings.futureMinutesMax) * 60)
    }

    func validate(
        _ event: DecodedEvent, in bytes: UnsafeBufferPointer<UInt8>
    ) throws(Rejection) -> ValidEvent {
        let scanner = JSONScanner(bytes)
        let eventID = try identifier(event.eventID, in: scanner)
        let time = try time(event.ts, in: scanner)
        let type = try type(event.eventType, in: scanner)
        if door == .classic {
            for field in [EventField.userID, .campaignID, .channel] where event[field].isMissing {
                throw .missingField(field)
            }
        }
        let userID = try text(event.userID, .userID, in: scanner)
        let campaignID = try text(event.campaignID, .campaignID, in: scanner)
        let channel = try text(event.channel, .channel, in: scanner)
        let cost = try amount(event.cost, .cost, in: scanner)
        if let cost, cost < 0 { throw .costNegative }
        let value = try amount(event.value, .value, in: scanner)
        if let value, value < 0 { throw .valueNegative }
        return ValidEvent(
            eventID: eventID, occurredAt: time, eventType: type, userID: userID,
            campaignID: campaignID, channel: channel, cost: cost, value: value,
            currency: try currency(event.currency, in: scanner),
            orderID: try text(event.orderID, .orderID, in: scanner),
            properties: try properties(event.properties))
    }

    private func identifier(
        _ span: FieldSpan, in scanner: JSONScanner
    ) throws(Rejection) -> FieldSpan {
        guard !span.isMissing else { throw .missingField(.eventID) }
        let span = try text(span, .eventID, in: scanner)
        guard !span.isMissing else { throw .eventIDEmpty }
        return span
    }

    private func time(
        _ span: FieldSpan, in scanner: JSONScanner
    ) throws(Rejection) -> UTCTimestamp {
        guard !span.isMissing else { throw .missingField(.ts) }
        try check(span, .string, .ts)
        var resolved: [UInt8] = []
        let time = scanner.withText(span.text, scratch: &resolved) {
            UTCTimestamp(rfc3339: $0, missingOffset: door.missingOffset)
        }
        guard let time else {
            let text = scanner.text(span.text)
            throw UTCTimestamp(rfc3339: text, missingOffset: .utc) == nil
                ? .timestampInvalid(text) : .timestampWithoutOffset(text)
        }
        guard time <= latest else {
            throw .timestampInFuture(time, minutesMax: settings.futureMinutesMax)
        }
        guard time >= earliest else {
            throw .timestampTooOld(time, daysMax: settings.ageDaysMax)
        }
        return time
    }

    private func type(
        _ span: FieldSpan, in scanner: JSONScanner
    ) throws(Rejection) -> EventType {
        guard !span.isMissing else { throw .missingField(.eventType) }
        try check(span, .string, .eventType)
        var resolved: [UInt8] = []
        let type = scanner.withText(span.text, scratch: &resolved) { EventType(received: $0) }
        guard let type else { throw .unknownEventType(scanner.text(span.text)) }
        return type
    }

    /// A text within its bound; absent where it is empty.
    private func text(
        _ span: FieldSpan, _ field: EventField, in scanner: JSONScanner
    ) throws(Rejection) -> FieldSpan {
        guard !span.isMissing else { return .absent }
        try check(span, .string, field)
        var count = span.range.count
        if span.hasEscapes {
            var resolved: [UInt8] = []
            scanner.appendText(span.text, to: &resolved)
            guard !resolved.contains(0) else { throw .invalidCharacter(field) }
            count = resolved.count
        }
        if let bytesMax = field.bytesMax, count > bytesMax {
            throw .fieldTooLong(field, bytesMax: bytesMax)
        }
        return count == 0 ? .absent : span
    }

    private func currency(
        _ span: FieldSpan, in scanner: JSONScanner
    ) throws(Rejection) -> FieldSpan {
        let span = try text(span, .currency, in: scanner)
        guard !span.isMissing else { return .absent }
        guard CurrencyCode.isValid(scanner.rawBytes(span.range)) else {
            throw .currencyInvalid(scanner.text(span.text))
        }
        return span
    }

    private func properties(_ span: FieldSpan) throws(Rejection) -> FieldSpan {
        guard !span.isMissing else { return .absent }
        try check(span, .object, .properties)
        if let bytesMax = EventField.properties.bytesMax, span.range.count > bytesMax {
            throw .fieldTooLong(.properties, bytesMax: bytesMax)
        }
        return span
    }

    /// Millionths of an amount.
    private func amount(
        _ span: FieldSpan, _ field: EventField, in scanner: JSONScanner
    ) throws(Rejection) -> Int64? {
        guard !span.isMissing else { return nil }
        try check(span, .number, field)
        do throws(FixedDecimal.ReadingError) {
            let number = try FixedDecimal(
                bytes: scanner.rawBytes(span.range), scale: OptionalAmountColumn.scale)
            return Int64(truncatingIfNeeded: number.units)
        } catch {
            switch error {
            case .tooPrecise: throw .amountTooPrecise(field)
            case .notANumber, .outOfRange: throw .amountOutOfRange(field)
            }
        }
    }

    private func check(
        _ span: FieldSpan, _ kind: JSONKind, _ field: EventField
    ) throws(Rejection) {
        // Raw values: comparing the cases themselves would go through a witness table.
        if let found = span.kind, found.rawValue != kind.rawValue {
            throw .wrongType(field, found: found)
        }
    }
}

extension JSONScanner {
    /// Lends the text of a span, resolved into `scratch` only where it has escapes.
    func withText<Result>(
        _ span: JSONStringSpan, scratch: inout [UInt8],
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        guard span.hasEscapes else { return body(rawBytes(span)) }
        scratch.removeAll(keepingCapacity: true)
        appendText(span, to: &scratch)
        return scratch.withUnsafeBufferPointer(body)
    }
}
