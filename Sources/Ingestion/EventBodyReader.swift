import ExactValues
import JSONCoding
import SQLAccess

/// Reads one request's body as it arrives: framing, decoding, validation, one verdict a line.
struct EventBodyReader {
    /// What was read and not yet taken.
    private(set) var columns = EventColumns()
    private(set) var rejected: [RejectedLine] = []
    /// Lines that were to be events, since the start.
    private(set) var receivedCount = 0
    private var framer: EventFramer
    private var decoder = EventDecoder()
    private let validator: EventValidator
    private let rejectedBodyBytesMax: Int
    private var rejectedBytes = 0

    init(format: EventBodyFormat, door: EventDoor, settings: IngestionSettings, now: UTCTimestamp) {
        framer = EventFramer(format: format, eventBytesMax: settings.eventBytesMax)
        validator = EventValidator(door: door, settings: settings, now: now)
        rejectedBodyBytesMax = settings.rejectedBodyBytesMax
    }

    /// Lines read and not yet taken.
    var pendingCount: Int { columns.count + rejected.count }

    /// About what they take in memory.
    var pendingBytes: Int { columns.bytes + rejectedBytes }

    mutating func read(_ chunk: UnsafeBufferPointer<UInt8>) {
        var framer = EventFramer.none
        swap(&framer, &self.framer)
        framer.feed(chunk) { take($0) }
        swap(&framer, &self.framer)
    }

    /// The body is at its end.
    mutating func finish() {
        var framer = EventFramer.none
        swap(&framer, &self.framer)
        framer.finish { take($0) }
    }

    /// Hands over what has been read, and goes on with nothing.
    mutating func takeAll() -> (columns: EventColumns, rejected: [RejectedLine]) {
        var taken = (EventColumns(), [RejectedLine]())
        swap(&taken.0, &columns)
        swap(&taken.1, &rejected)
        rejectedBytes = 0
        return taken
    }

    private mutating func take(_ frame: EventFrame) {
        receivedCount += 1
        switch frame {
        case .fault(let bytes, let line, let rejection):
            reject(bytes, line: line, rejection, eventID: nil)
        case .event(let bytes, let line):
            var decoded = DecodedEvent()
            do throws(Rejection) {
                decoded = try decoder.decode(bytes)
                let event = try validator.validate(decoded, in: bytes)
                try columns.append(event, line: line, others: decoder.others, in: bytes)
            } catch {
                let eventID = EventBodyReader.eventID(of: decoded, in: bytes)
                reject(bytes, line: line, error, eventID: eventID)
            }
        }
    }

    private mutating func reject(
        _ bytes: UnsafeBufferPointer<UInt8>, line: Int, _ rejection: Rejection, eventID: String?
    ) {
        let kept = RejectedLine(
            line: line, rejection: rejection, eventID: eventID,
            body: KeptText.text(bytes, bytesMax: rejectedBodyBytesMax))
        rejected.append(kept)
        rejectedBytes += kept.bytes
    }

    /// The id by which a rejected line can be found again.
    private static func eventID(
        of event: DecodedEvent, in bytes: UnsafeBufferPointer<UInt8>
    ) -> String? {
        guard event.eventID.kind == .string, event.eventID.range.count <= 512 else { return nil }
        return KeptText.storable(JSONScanner(bytes).text(event.eventID.text))
    }
}
