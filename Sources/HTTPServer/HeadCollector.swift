/// Copies the header fields out of the engine's buffer and checks how they lay there.
///
/// The engine takes a bare line feed for a line's end, ends a value at a NUL and joins folded
/// lines, where another program in front of it might read another message. In its buffer a clean
/// head is without gaps: each value ends in the two bytes that were CR and LF, and the next name
/// follows at once. So a gap tells of all three.
struct HeadCollector {
    private(set) var headers = HTTPHeaders()
    /// The fields lie without gaps, names are tokens and values hold no control characters.
    private(set) var isClean = true
    private(set) var byteCount = 0
    /// Where the next name has to begin.
    private var expected: UnsafeRawPointer

    /// - Parameter start: the first byte after the request line and its end.
    init(start: UnsafeRawPointer) {
        expected = start
    }

    mutating func add(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        byteCount += name.count + value.count + 4
        guard isClean else { return }
        guard let nameStart = name.baseAddress, let valueStart = value.baseAddress,
            nameStart == expected, HeadCollector.isToken(name), valueStart > nameStart + name.count,
            HeadCollector.isBlank(from: nameStart + name.count + 1, to: valueStart),
            HeadCollector.isFieldValue(value)
        else {
            isClean = false
            return
        }
        expected = valueStart + value.count + 2
        headers.add(name: name, value: HeadCollector.trimmedEnd(value))
    }

    /// Whether the head ends right after the last field and an empty line.
    func ends(at end: UnsafeRawPointer) -> Bool {
        isClean && expected + 2 == end
    }

    /// Characters of method and field names (RFC 9110, 5.6.2).
    static func isToken(_ bytes: UnsafeRawBufferPointer) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2A, 0x2B: true
                case 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
                default: false
                }
            }
    }

    private static func isFieldValue(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func isBlank(from start: UnsafeRawPointer, to end: UnsafeRawPointer) -> Bool {
        UnsafeRawBufferPointer(start: start, count: end - start).allSatisfy {
            $0 == 0x20 || $0 == 0x09
        }
    }

    private static func trimmedEnd(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var count = value.count
        while count > 0, value[count - 1] == 0x20 || value[count - 1] == 0x09 { count -= 1 }
        return UnsafeRawBufferPointer(rebasing: value[..<count])
    }
}
