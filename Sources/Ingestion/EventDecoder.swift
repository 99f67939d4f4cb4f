import JSONCoding
import MarketingDomain

/// Finds the members of one event in its bytes: strict JSON in one pass, nothing copied.
struct EventDecoder {
    /// Members of the last event that have no meaning of their own.
    private(set) var others: [OtherMember] = []

    /// More nesting than any event needs; it bounds the stack.
    static let depthMax = 32
    /// Members without a meaning of their own: names are compared in pairs.
    static let othersMax = 256

    /// - Throws: why the bytes are not one JSON object with each name once.
    mutating func decode(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(Rejection) -> DecodedEvent {
        others.removeAll(keepingCapacity: true)
        let outcome: Outcome
        do throws(JSONError) {
            outcome = try scan(bytes)
        } catch {
            switch error.kind {
            case .invalidUTF8: throw .invalidUTF8(offset: error.offset)
            default: throw .malformedJSON(error)
            }
        }
        switch outcome {
        case .event(let event): return event
        case .fault(let rejection): throw rejection
        }
    }

    private enum Outcome {
        case event(DecodedEvent)
        case fault(Rejection)
    }

    private mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONError) -> Outcome {
        var scanner = JSONScanner(bytes, depthLimit: EventDecoder.depthMax)
        let kind = try scanner.peek()
        guard case .object = kind else {
            try scanner.skipValue()
            try scanner.expectEnd()
            return .fault(.notAnObject(found: kind))
        }
        var event = DecodedEvent()
        var repeated: JSONStringSpan?
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            if let field = EventField(key, in: scanner) {
                if !event[field].isAbsent { repeated = repeated ?? key }
                event[field] = try scanner.fieldSpan()
            } else {
                guard others.count < EventDecoder.othersMax else {
                    return .fault(.tooManyFields(max: EventDecoder.othersMax))
                }
                if isRepeated(key, in: scanner) { repeated = repeated ?? key }
                let value = try scanner.skipValue()
                others.append(OtherMember(name: key, value: value))
            }
        }
        try scanner.expectEnd()
        if let repeated { return .fault(.duplicateField(scanner.text(repeated))) }
        return .event(event)
    }

    private func isRepeated(_ key: JSONStringSpan, in scanner: JSONScanner) -> Bool {
        others.contains { scanner.areEqual($0.name, key) }
    }
}

extension JSONScanner {
    /// Passes a value and tells where it lies.
    fileprivate mutating func fieldSpan() throws(JSONError) -> FieldSpan {
        let kind = try peek()
        guard case .string = kind else {
            let range = try skipValue()
            return FieldSpan(
                kind: kind, start: Int32(truncatingIfNeeded: range.lowerBound),
                end: Int32(truncatingIfNeeded: range.upperBound))
        }
        let text = try string()
        return FieldSpan(
            kind: .string, start: Int32(truncatingIfNeeded: text.start),
            end: Int32(truncatingIfNeeded: text.end), hasEscapes: text.hasEscapes)
    }

    /// Whether two texts are equal, escapes resolved.
    fileprivate func areEqual(_ left: JSONStringSpan, _ right: JSONStringSpan) -> Bool {
        if left.hasEscapes || right.hasEscapes { return text(left) == text(right) }
        return rawBytes(left).elementsEqual(rawBytes(right))
    }
}

extension EventField {
    /// The field that a member's name means; nil where it has no meaning of its own.
    fileprivate init?(_ key: JSONStringSpan, in scanner: JSONScanner) {
        guard !key.hasEscapes else {
            self.init(rawValue: scanner.text(key))
            return
        }
        switch key.end - key.start {
        case 2 where scanner.equals(key, "ts"): self = .ts
        case 4 where scanner.equals(key, "cost"): self = .cost
        case 5 where scanner.equals(key, "value"): self = .value
        case 7 where scanner.equals(key, "user_id"): self = .userID
        case 7 where scanner.equals(key, "channel"): self = .channel
        case 8 where scanner.equals(key, "event_id"): self = .eventID
        case 8 where scanner.equals(key, "currency"): self = .currency
        case 8 where scanner.equals(key, "order_id"): self = .orderID
        case 10 where scanner.equals(key, "event_type"): self = .eventType
        case 10 where scanner.equals(key, "properties"): self = .properties
        case 11 where scanner.equals(key, "campaign_id"): self = .campaignID
        default: return nil
        }
    }
}
