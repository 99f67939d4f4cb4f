import ExactValues
import JSONCoding
import MarketingDomain
import SQLAccess

extension EventColumns {
    /// Copies a valid event out of its bytes, with its defaults, to the end of the columns.
    ///
    /// - Throws: where an unknown member bears a name that `properties` has too, or the two together
    ///   are too long for one column; then nothing is appended.
    mutating func append(
        _ event: ValidEvent, line: Int, others: [OtherMember],
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(Rejection) {
        let scanner = JSONScanner(bytes)
        if others.isEmpty {
            properties.append(event.properties, in: scanner)
        } else {
            let merged = try EventProperties.merged(event.properties, others, in: scanner)
            merged.withUnsafeBufferPointer { properties.append(bytes: $0) }
        }
        lineNumbers.append(line)
        eventIDs.append(event.eventID, in: scanner)
        occurredAt.append(event.occurredAt.microseconds)
        eventTypes.append(event.eventType.rawValue)
        userIDs.append(event.userID, in: scanner)
        if event.campaignID.isMissing {
            campaignIDs.append(ReservedMember.none)
        } else {
            campaignIDs.append(event.campaignID, in: scanner)
        }
        if event.channel.isMissing {
            channels.append(ReservedMember.unknown)
        } else {
            channels.append(event.channel, in: scanner)
        }
        costs.append(event.cost)
        values.append(event.value)
        currencyCodes.append(event.currency, in: scanner)
        orderIDs.append(event.orderID, in: scanner)
    }
}

extension OptionalTextColumn {
    /// The text of a span, or null where it is absent; of other kinds than texts the JSON as it is.
    fileprivate mutating func append(_ span: FieldSpan, in scanner: JSONScanner) {
        guard !span.isMissing else { return appendNull() }
        var scratch: [UInt8] = []
        scanner.withText(span.text, scratch: &scratch) { append(bytes: $0) }
    }
}

extension TextColumn {
    fileprivate mutating func append(_ span: FieldSpan, in scanner: JSONScanner) {
        var scratch: [UInt8] = []
        scanner.withText(span.text, scratch: &scratch) { append(bytes: $0) }
    }
}

/// `properties` and the members of an event that have no meaning of their own, as one object.
enum EventProperties {
    static func merged(
        _ properties: FieldSpan, _ others: [OtherMember], in scanner: JSONScanner
    ) throws(Rejection) -> [UInt8] {
        var merged: [UInt8] = [0x7B]
        if !properties.isMissing {
            try checkNames(of: properties, against: others, in: scanner)
            // Without its braces; of an empty object blanks may be left, which do no harm.
            merged.append(contentsOf: scanner.rawBytes(properties.range).dropFirst().dropLast())
            let isEmpty = merged.dropFirst().allSatisfy { $0 <= 0x20 }
            if !isEmpty { merged.append(0x2C) }
        }
        for (index, member) in others.enumerated() {
            if index > 0 { merged.append(0x2C) }
            merged.append(0x22)
            merged.append(contentsOf: scanner.rawBytes(member.name))
            merged.append(contentsOf: [0x22, 0x3A])
            merged.append(contentsOf: scanner.rawBytes(member.value))
        }
        merged.append(0x7D)
        if let bytesMax = EventField.properties.bytesMax, merged.count > bytesMax {
            throw .fieldTooLong(.properties, bytesMax: bytesMax)
        }
        return merged
    }

    /// The properties were validated as JSON already.
    private static func checkNames(
        of properties: FieldSpan, against others: [OtherMember], in scanner: JSONScanner
    ) throws(Rejection) {
        let names = Set(others.map { scanner.text($0.name) })
        var inner = JSONScanner(scanner.rawBytes(properties.range))
        var repeated: String?
        do throws(JSONError) {
            try inner.beginObject()
            while let key = try inner.nextKey() {
                let name = inner.text(key)
                if names.contains(name) { repeated = name }
                try inner.skipValue()
            }
        } catch {
            throw .malformedJSON(error)
        }
        if let repeated { throw .duplicateField(repeated) }
    }
}
