import JSONCoding

/// One object, or a list of them. A list is cut at its commas by brackets and quotes alone, so that
/// a fault inside one element leaves the others whole; the decoder then reads each strictly.
struct DocumentFramer {
    private enum Place {
        /// Before the first byte that says what the document is.
        case start
        /// Not a list: the whole document is one event.
        case single
        case elements
        /// Behind the list's end.
        case end
        /// Behind a fault that has been told.
        case ignored
    }

    private let eventBytesMax: Int
    private var place = Place.start
    private var held: HeldBytes
    private var elementCount = 0
    /// Brackets open inside the element.
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Bytes of a byte-order mark seen at the start.
    private var markCount = 0

    init(eventBytesMax: Int) {
        self.eventBytesMax = eventBytesMax
        held = HeldBytes(bytesMax: eventBytesMax + 1)
    }

    mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ take: (EventFrame) -> Void) {
        var rest = chunk
        while !rest.isEmpty {
            switch place {
            case .start: rest = start(rest)
            case .single:
                held.append(rest)
                return
            case .elements: rest = element(rest, take)
            case .end:
                if rest.isBlankJSON { return }
                place = .ignored
                let byte = rest.first { !isBlank($0) } ?? 0x20
                take(
                    .fault(
                        rest, line: elementCount + 1,
                        .malformedJSON(JSONError(.unexpectedByte(byte, wanted: .end), at: 0))))
            case .ignored: return
            }
        }
    }

    mutating func finish(_ take: (EventFrame) -> Void) {
        switch place {
        case .start, .end, .ignored: break
        case .single: handOver(take)
        case .elements:
            // The list was never closed: what is left of it is one fault.
            held.bytes.withUnsafeBufferPointer { bytes in
                take(
                    .fault(
                        bytes, line: elementCount + 1,
                        .malformedJSON(JSONError(.unexpectedEnd, at: bytes.count))))
            }
        }
        place = .ignored
    }

    private mutating func start(
        _ rest: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        for (index, byte) in rest.enumerated() {
            if markCount < 3, byte == mark[markCount] {
                markCount += 1
            } else if isBlank(byte) {
                markCount = 3
            } else {
                place = byte == 0x5B ? .elements : .single
                let next = byte == 0x5B ? index + 1 : index
                return UnsafeBufferPointer(rebasing: rest[next...])
            }
        }
        return UnsafeBufferPointer(rebasing: rest[rest.count...])
    }

    /// Passes the bytes up to the end of the element, and hands it over where they hold its end.
    private mutating func element(
        _ rest: UnsafeBufferPointer<UInt8>, _ take: (EventFrame) -> Void
    ) -> UnsafeBufferPointer<UInt8> {
        for index in rest.indices {
            let byte = rest[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
                continue
            }
            switch byte {
            case 0x22: isInString = true
            case 0x7B, 0x5B: depth += 1
            case 0x7D: depth -= depth > 0 ? 1 : 0
            case 0x5D where depth > 0: depth -= 1
            case 0x2C where depth == 0, 0x5D:
                end(UnsafeBufferPointer(rebasing: rest[..<index]), isLast: byte == 0x5D, take)
                return UnsafeBufferPointer(rebasing: rest[(index + 1)...])
            default: break
            }
        }
        held.append(rest)
        return UnsafeBufferPointer(rebasing: rest[rest.count...])
    }

    private mutating func end(
        _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ take: (EventFrame) -> Void
    ) {
        if isLast { place = .end }
        if !held.isEmpty {
            held.append(bytes)
            let isEmptyList =
                isLast && elementCount == 0 && !held.isOverflowing
                && held.bytes.withUnsafeBufferPointer { $0.isBlankJSON }
            if isEmptyList { held.removeAll() } else { handOver(take) }
        } else if !(isLast && elementCount == 0 && bytes.isBlankJSON) {
            handOver(bytes, isWhole: true, take)
        }
    }

    private mutating func handOver(_ take: (EventFrame) -> Void) {
        var element = HeldBytes(bytesMax: 0)
        swap(&element, &held)
        element.bytes.withUnsafeBufferPointer { bytes in
            handOver(bytes, isWhole: !element.isOverflowing, take)
        }
        swap(&element, &held)
        held.removeAll()
    }

    private mutating func handOver(
        _ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool, _ take: (EventFrame) -> Void
    ) {
        elementCount += 1
        if isWhole, bytes.count <= eventBytesMax {
            take(.event(bytes, line: elementCount))
        } else {
            take(.fault(bytes, line: elementCount, .eventTooLarge(bytesMax: eventBytesMax)))
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
