import ExactValues

/// Reads the pieces of a date from left to right.
struct ByteScanner {
    struct Number {
        var value: Int
        var digits: Int
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private(set) var lastNumber: Number?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index == bytes.count }

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func advance() { index += 1 }

    /// Whether a letter of any alphabet stands `distance` bytes on.
    func isLetterAhead(_ distance: Int) -> Bool {
        index + distance < bytes.count && ByteScanner.isLetter(bytes[index + distance])
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    mutating func skipBlanks() {
        while peek == 0x20 { index += 1 }
    }

    /// Skips bytes of `set`; how many.
    @discardableResult
    mutating func skip(anyOf set: StaticString) -> Int {
        let start = index
        set.withUTF8Buffer { allowed in
            while index < bytes.count, allowed.contains(bytes[index]) { index += 1 }
        }
        return index - start
    }

    /// One to eight digits.
    mutating func number() -> Number? {
        let start = index
        var value = 0
        while index < bytes.count, index - start < 9, bytes[index] &- 0x30 <= 9 {
            value = value * 10 + Int(bytes[index] &- 0x30)
            index += 1
        }
        guard (1...8).contains(index - start) else { return nil }
        lastNumber = Number(value: value, digits: index - start)
        return lastNumber
    }

    /// The digits of a second after its point; those after the sixth are cut off.
    mutating func fractionMicroseconds() -> Int64? {
        let start = index
        var weight: Int64 = 100_000
        var fraction: Int64 = 0
        while index < bytes.count, bytes[index] &- 0x30 <= 9 {
            fraction += weight * Int64(bytes[index] &- 0x30)
            weight /= 10
            index += 1
        }
        return index > start ? fraction : nil
    }

    /// The hour of the day by `AM` or `PM` behind it, the hour itself where there is none.
    mutating func hoursOfHalfDay(_ hour: Int) -> Int? {
        guard let letter = peek.map({ $0 | 0x20 }), letter == 0x61 || letter == 0x70 else {
            return hour
        }
        let rest = bytes[index...].map { $0 | 0x20 }
        guard rest.starts(with: [letter, 0x6D]) || rest.starts(with: [letter, 0x2E, 0x6D]),
            (1...12).contains(hour)
        else { return nil }
        index += rest[1] == 0x6D ? 2 : 3
        _ = take(0x2E)
        return hour % 12 + (letter == 0x70 ? 12 : 0)
    }

    /// `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `+01`.
    mutating func offsetSeconds() -> Int64? {
        let rest = bytes[index...]
        for name in ["Z", "z", "UTC", "GMT"] where rest.elementsEqual(name.utf8) {
            index = bytes.count
            return 0
        }
        guard let sign = rest.first, sign == 0x2B || sign == 0x2D else { return nil }
        index += 1
        guard let hours = number() else { return nil }
        var seconds: Int
        if hours.digits == 4 {
            seconds = hours.value / 100 * 3600 + hours.value % 100 * 60
        } else {
            guard hours.digits == 2 else { return nil }
            seconds = hours.value * 3600
            if take(0x3A) {
                guard let minutes = number(), minutes.digits == 2 else { return nil }
                seconds += minutes.value * 60
            }
        }
        guard seconds <= 18 * 3600 else { return nil }
        return Int64(sign == 0x2D ? -seconds : seconds)
    }

    /// `Mon, `, `Monday `: a weekday's name before the date says nothing more.
    mutating func skipWeekday() {
        guard isLetterAhead(0) else { return }
        let start = index
        if monthName() != nil {
            index = start
            return
        }
        while isLetterAhead(0) { index += 1 }
        skip(anyOf: ",. ")
    }

    /// The month that a word names in English, German, French or Spanish, 1 to 12.
    mutating func monthName() -> Int? {
        var end = index
        while end < bytes.count, ByteScanner.isLetter(bytes[end]) { end += 1 }
        guard end - index >= 3 else { return nil }
        let word = String(decoding: bytes[index..<end], as: UTF8.self)
        guard let month = MonthNames.month(ColumnName.key(of: word)) else { return nil }
        index = end
        return month
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20) &- 0x61 < 26
    }
}
