import SQLAccess

/// Accepted events as columns, ready for the engine: no value of its own for any field of any event.
///
/// An absent optional text or amount is marked in its `…Nulls`.
struct EventColumns: Sendable {
    /// From 1: of the line or the element in the body.
    var lineNumbers: [Int] = []
    var eventIDs = TextColumn()
    /// Microseconds of UTC.
    var occurredAt: [Int64] = []
    var eventTypes = TextColumn()
    var userIDs = OptionalTextColumn()
    var campaignIDs = TextColumn()
    var channels = TextColumn()
    var costs = OptionalAmountColumn()
    var values = OptionalAmountColumn()
    var currencyCodes = OptionalTextColumn()
    var orderIDs = OptionalTextColumn()
    /// JSON objects.
    var properties = OptionalTextColumn()

    var count: Int { lineNumbers.count }

    var isEmpty: Bool { lineNumbers.isEmpty }

    /// About what the columns take in memory.
    var bytes: Int {
        eventIDs.bytes.count + eventTypes.bytes.count + userIDs.texts.bytes.count
            + campaignIDs.bytes.count + channels.bytes.count + currencyCodes.texts.bytes.count
            + orderIDs.texts.bytes.count + properties.texts.bytes.count + count * 120
    }
}

/// Texts, some of which are absent.
struct OptionalTextColumn: Sendable {
    private(set) var texts = TextColumn()
    private(set) var nulls: [Bool] = []
    private(set) var hasNulls = false

    mutating func append(bytes: UnsafeBufferPointer<UInt8>) {
        texts.append(bytes: bytes)
        nulls.append(false)
    }

    mutating func appendNull() {
        texts.appendEmpty()
        nulls.append(true)
        hasNulls = true
    }

    mutating func append(contentsOf other: OptionalTextColumn) {
        texts.append(contentsOf: other.texts)
        nulls.append(contentsOf: other.nulls)
        hasNulls = hasNulls || other.hasNulls
    }

    func selecting(_ rows: [Int]) -> OptionalTextColumn {
        var selected = OptionalTextColumn()
        selected.texts = texts.selecting(rows)
        selected.nulls = rows.map { nulls[$0] }
        selected.hasNulls = hasNulls
        return selected
    }

    /// The text at a row; nil where it is absent.
    subscript(row: Int) -> String? { nulls[row] ? nil : texts[row] }
}

/// Amounts of six decimals, in millionths, some of which are absent.
struct OptionalAmountColumn: Sendable {
    private(set) var millionths: [Int128] = []
    private(set) var nulls: [Bool] = []
    private(set) var hasNulls = false

    static let scale = 6

    mutating func append(_ amount: Int64?) {
        millionths.append(Int128(amount ?? 0))
        nulls.append(amount == nil)
        if amount == nil { hasNulls = true }
    }

    mutating func append(contentsOf other: OptionalAmountColumn) {
        millionths.append(contentsOf: other.millionths)
        nulls.append(contentsOf: other.nulls)
        hasNulls = hasNulls || other.hasNulls
    }

    func selecting(_ rows: [Int]) -> OptionalAmountColumn {
        var selected = OptionalAmountColumn()
        selected.millionths = rows.map { millionths[$0] }
        selected.nulls = rows.map { nulls[$0] }
        selected.hasNulls = hasNulls
        return selected
    }

    subscript(row: Int) -> Int128? { nulls[row] ? nil : millionths[row] }
}

extension TextColumn {
    func selecting(_ rows: [Int]) -> TextColumn {
        var selected = TextColumn()
        selected.reserve(
            rows: rows.count, bytes: rows.reduce(0) { $0 + range(at: $1).count })
        bytes.withUnsafeBufferPointer { buffer in
            for row in rows {
                selected.append(bytes: UnsafeBufferPointer(rebasing: buffer[range(at: row)]))
            }
        }
        return selected
    }
}

extension EventColumns {
    /// Puts another request's events below these.
    mutating func append(contentsOf other: EventColumns) {
        lineNumbers.append(contentsOf: other.lineNumbers)
        eventIDs.append(contentsOf: other.eventIDs)
        occurredAt.append(contentsOf: other.occurredAt)
        eventTypes.append(contentsOf: other.eventTypes)
        userIDs.append(contentsOf: other.userIDs)
        campaignIDs.append(contentsOf: other.campaignIDs)
        channels.append(contentsOf: other.channels)
        costs.append(contentsOf: other.costs)
        values.append(contentsOf: other.values)
        currencyCodes.append(contentsOf: other.currencyCodes)
        orderIDs.append(contentsOf: other.orderIDs)
        properties.append(contentsOf: other.properties)
    }

    /// The rows with these indices, in their order.
    func selecting(_ rows: [Int]) -> EventColumns {
        EventColumns(
            lineNumbers: rows.map { lineNumbers[$0] }, eventIDs: eventIDs.selecting(rows),
            occurredAt: rows.map { occurredAt[$0] }, eventTypes: eventTypes.selecting(rows),
            userIDs: userIDs.selecting(rows), campaignIDs: campaignIDs.selecting(rows),
            channels: channels.selecting(rows), costs: costs.selecting(rows),
            values: values.selecting(rows), currencyCodes: currencyCodes.selecting(rows),
            orderIDs: orderIDs.selecting(rows), properties: properties.selecting(rows))
    }
}
