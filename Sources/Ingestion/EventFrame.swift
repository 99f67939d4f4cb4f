/// One line of NDJSON, one element of a list, or the whole body, as the framer cuts it out.
enum EventFrame {
    /// The bytes of what should be one event. They are borrowed for the call.
    case event(UnsafeBufferPointer<UInt8>, line: Int)
    /// Bytes that cannot be an event, with the reason.
    case fault(UnsafeBufferPointer<UInt8>, line: Int, Rejection)
}

/// How a body is divided into events.
package enum EventBodyFormat: Hashable, Sendable {
    /// One object, or a list of objects.
    case json
    /// `application/x-ndjson`: one object a line.
    case lines
}

/// Cuts a body into events as its bytes arrive, holding back at most one unfinished event.
enum EventFramer {
    case lines(LineFramer)
    case document(DocumentFramer)

    /// Takes the place of a framer that is being worked with.
    static var none: EventFramer { .lines(LineFramer(eventBytesMax: 0)) }

    init(format: EventBodyFormat, eventBytesMax: Int) {
        switch format {
        case .lines: self = .lines(LineFramer(eventBytesMax: eventBytesMax))
        case .json: self = .document(DocumentFramer(eventBytesMax: eventBytesMax))
        }
    }

    /// Hands over the events that end in `chunk`.
    mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ take: (EventFrame) -> Void) {
        switch self {
        case .lines(var framer):
            self = .none
            framer.feed(chunk, take)
            self = .lines(framer)
        case .document(var framer):
            self = .none
            framer.feed(chunk, take)
            self = .document(framer)
        }
    }

    /// Hands over what the end of the body ends.
    mutating func finish(_ take: (EventFrame) -> Void) {
        switch self {
        case .lines(var framer): framer.finish(take)
        case .document(var framer): framer.finish(take)
        }
        self = .none
    }
}

/// The part of an event that came in earlier chunks; more than an event may have is not kept.
struct HeldBytes {
    private(set) var bytes: [UInt8] = []
    /// True once more came than is kept.
    private(set) var isOverflowing = false
    let bytesMax: Int

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    var isEmpty: Bool { bytes.isEmpty && !isOverflowing }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        let room = bytesMax - bytes.count
        if more.count > room { isOverflowing = true }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: more.prefix(room)))
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: bytes.capacity <= 65_536)
        isOverflowing = false
    }
}

extension UnsafeBufferPointer<UInt8> {
    var isBlankJSON: Bool {
        allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// A byte-order mark at the start, which some editors write, says nothing: left out.
    var withoutByteOrderMark: UnsafeBufferPointer<UInt8> {
        starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeBufferPointer(rebasing: self[3...]) : self
    }
}
