import ExactValues
import MarketingDomain

/// Writes events as the lines of `POST /v1/events`, about 0.2 µs each.
///
/// All but the time, the ids and the amounts of a line stands ready per source and type. Members
/// without a value are left out, as a client would do that counts its bytes.
///
///     writer.begin()
///     writer.text("e1")
///     writer.describe(.click, source: 0, atMilliseconds: time)
///     writer.member(.cost, tenThousandths: 4200)
///     writer.end()
struct EventLineWriter: Sendable {
    /// Members that follow the described ones.
    enum Amount: Int, CaseIterable {
        case cost
        case value
    }

    private(set) var bytes: [UInt8] = []
    private(set) var events = 0
    private var firstMilliseconds: Int64 = 0
    private var lastMilliseconds: Int64 = 0

    /// By source and type: from the quote that ends the time to the channel's.
    private let descriptions: [[UInt8]]
    /// `YYYY-MM-DDTHH:MM:` of `minute`.
    private var minuteText: [UInt8] = []
    private var minute = Int64.min

    init(sources: [EventSource], currency: CurrencyCode? = nil) {
        descriptions = sources.flatMap { source in
            EventType.allCases.map { EventLineWriter.description($0, source, currency) }
        }
    }

    /// What was written since the last call; nil where that is nothing.
    mutating func takeChunk() -> EventChunk? {
        guard events > 0 else { return nil }
        let chunk = EventChunk(
            bytes: bytes, events: events,
            firstAt: UTCTimestamp(microseconds: firstMilliseconds * 1000),
            lastAt: UTCTimestamp(microseconds: lastMilliseconds * 1000))
        let capacity = bytes.count
        bytes = []
        bytes.reserveCapacity(capacity)
        events = 0
        return chunk
    }
}

extension EventLineWriter {
    /// Opens a line: the event's id is to follow.
    mutating func begin() {
        bytes.append(contentsOf: EventLineWriter.opening)
    }

    /// Ends the id; writes time, type, campaign and channel.
    mutating func describe(_ type: EventType, source: Int, atMilliseconds time: Int64) {
        if events == 0 { firstMilliseconds = time }
        lastMilliseconds = time
        events += 1
        let (wanted, ofMinute) = time.quotientAndRemainder(dividingBy: 60_000)
        if wanted != minute { startMinute(wanted) }
        bytes.append(contentsOf: EventLineWriter.time)
        bytes.append(contentsOf: minuteText)
        decimal(UInt64(ofMinute / 1000), width: 2)
        bytes.append(0x2E)
        decimal(UInt64(ofMinute % 1000), width: 3)
        bytes.append(
            contentsOf: descriptions[source * EventType.allCases.count + type.position])
    }

    /// Opens the user's id, which is to follow, as for `end(quoted:)`.
    mutating func beginUser() {
        bytes.append(contentsOf: EventLineWriter.user)
    }

    mutating func beginOrder() {
        bytes.append(contentsOf: EventLineWriter.order)
    }

    /// Ends a text that was opened by one of the above.
    mutating func endText() {
        bytes.append(0x22)
    }

    /// An exact amount, without the zeros that end its decimals.
    mutating func amount(_ kind: Amount, tenThousandths units: Int64) {
        bytes.append(
            contentsOf: kind == .cost ? EventLineWriter.cost : EventLineWriter.value)
        let (whole, fraction) = UInt64(units).quotientAndRemainder(dividingBy: 10_000)
        number(whole)
        guard fraction > 0 else { return }
        bytes.append(0x2E)
        decimal(fraction, width: 4)
        while bytes.last == 0x30 { bytes.removeLast() }
    }

    mutating func end() {
        bytes.append(0x7D)
        bytes.append(0x0A)
    }
}

extension EventLineWriter {
    mutating func text(_ ascii: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    mutating func byte(_ ascii: UInt8) {
        bytes.append(ascii)
    }

    /// Digits without leading zeros.
    mutating func number(_ number: UInt64) {
        var width = 1
        var bound: UInt64 = 10
        while number >= bound {
            width += 1
            guard width < 20 else { break }
            bound *= 10
        }
        decimal(number, width: width)
    }

    /// The last `width` decimal digits.
    mutating func decimal(_ number: UInt64, width: Int) {
        digits(number, base: 10, width: width)
    }

    /// The last `width` digits to a base of up to 36, lower case.
    mutating func digits(_ number: UInt64, base: UInt64, width: Int) {
        let start = bytes.count
        for _ in 0..<width { bytes.append(0x30) }
        var rest = number
        var index = start + width
        while rest > 0, index > start {
            index -= 1
            let digit = UInt8(truncatingIfNeeded: rest % base)
            bytes[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
            rest /= base
        }
    }
}

extension EventLineWriter {
    private static let opening = Array(#"{"event_id":""#.utf8)
    private static let time = Array(#"","ts":""#.utf8)
    private static let user = Array(#","user_id":""#.utf8)
    private static let order = Array(#","order_id":""#.utf8)
    private static let cost = Array(#","cost":"#.utf8)
    private static let value = Array(#","value":"#.utf8)

    /// Ids and channels of simulations are plain ASCII without quotes: they need no escapes.
    private static func description(
        _ type: EventType, _ source: EventSource, _ currency: CurrencyCode?
    ) -> [UInt8] {
        var text = #"Z","event_type":"\#(type.rawValue)""#
        if let campaignID = source.campaignID { text += #","campaign_id":"\#(campaignID)""# }
        text += #","channel":"\#(source.channel)""#
        if let currency { text += #","currency":"\#(currency)""# }
        return Array(text.utf8)
    }

    private mutating func startMinute(_ wanted: Int64) {
        minute = wanted
        let start = UTCTimestamp(microseconds: wanted * UTCTimestamp.microsecondsPerMinute)
        minuteText = Array(start.description.utf8.dropLast(3))
    }
}
