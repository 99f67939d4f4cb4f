/// An instant, in microseconds of UTC: what DuckDB and PostgreSQL keep in a `TIMESTAMP`.
package struct UTCTimestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(date: CalendarDate, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        microseconds =
            (Int64(date.daysSinceEpoch) * 86_400 + seconds) * UTCTimestamp.microsecondsPerSecond
    }

    package static func < (left: UTCTimestamp, right: UTCTimestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    package static let microsecondsPerSecond: Int64 = 1_000_000
    package static let microsecondsPerMinute: Int64 = 60_000_000
    package static let microsecondsPerHour: Int64 = 3_600_000_000
    package static let microsecondsPerDay: Int64 = 86_400_000_000
}

extension UTCTimestamp {
    /// What a text without an offset means.
    package enum MissingOffset: Sendable {
        case refused
        case utc
    }

    /// Reads an RFC 3339 date-time: `2026-11-20T09:00:00.123Z`, `…+01:00`; a blank or `t` for `T`.
    ///
    /// Digits of a second beyond the sixth are cut off. A leap second (`:60`) is read as the first
    /// instant of the next minute. About 0.1 µs a text.
    package init?(rfc3339 bytes: UnsafeBufferPointer<UInt8>, missingOffset: MissingOffset) {
        guard bytes.count >= 19, bytes[13] == 0x3A, bytes[16] == 0x3A,
            bytes[10] == 0x54 || bytes[10] == 0x74 || bytes[10] == 0x20,
            let date = CalendarDate(isoBytes: UnsafeBufferPointer(rebasing: bytes[0..<10])),
            let hour = bytes.decimalNumber(at: 11, count: 2), hour <= 23,
            let minute = bytes.decimalNumber(at: 14, count: 2), minute <= 59,
            let second = bytes.decimalNumber(at: 17, count: 2), second <= 60
        else { return nil }
        var index = 19
        var fraction: Int64 = 0
        if index < bytes.count, bytes[index] == 0x2E {
            index += 1
            var weight: Int64 = 100_000
            let start = index
            while index < bytes.count, bytes[index] &- 0x30 <= 9 {
                fraction += weight * Int64(bytes[index] &- 0x30)
                weight /= 10
                index += 1
            }
            guard index > start else { return nil }
        }
        guard
            let offsetSeconds = UTCTimestamp.offsetSeconds(
                UnsafeBufferPointer(rebasing: bytes[index...]), missingOffset: missingOffset)
        else { return nil }
        let local = UTCTimestamp(date: date, hour: hour, minute: minute, second: second)
        microseconds =
            local.microseconds + fraction - offsetSeconds * UTCTimestamp.microsecondsPerSecond
    }

    package init?(rfc3339 text: String, missingOffset: MissingOffset = .refused) {
        var copy = text
        let parsed: UTCTimestamp? = copy.withUTF8 {
            UTCTimestamp(rfc3339: $0, missingOffset: missingOffset)
        }
        guard let parsed else { return nil }
        self = parsed
    }

    private static func offsetSeconds(
        _ rest: UnsafeBufferPointer<UInt8>, missingOffset: MissingOffset
    ) -> Int64? {
        if rest.isEmpty { return missingOffset == .utc ? 0 : nil }
        if rest.count == 1 { return rest[0] == 0x5A || rest[0] == 0x7A ? 0 : nil }
        guard rest.count == 6, rest[3] == 0x3A, rest[0] == 0x2B || rest[0] == 0x2D,
            let hours = rest.decimalNumber(at: 1, count: 2), hours <= 23,
            let minutes = rest.decimalNumber(at: 4, count: 2), minutes <= 59
        else { return nil }
        let seconds = Int64(hours * 3600 + minutes * 60)
        return rest[0] == 0x2D ? -seconds : seconds
    }
}

extension UTCTimestamp {
    /// The UTC day.
    package var utcDate: CalendarDate {
        CalendarDate(daysSinceEpoch: Int32(flooredQuotient(UTCTimestamp.microsecondsPerDay)))
    }

    /// The start of the UTC hour.
    package var startOfHour: UTCTimestamp { floored(to: UTCTimestamp.microsecondsPerHour) }

    /// The start of the UTC minute.
    package var startOfMinute: UTCTimestamp { floored(to: UTCTimestamp.microsecondsPerMinute) }

    package func adding(seconds: Int64) -> UTCTimestamp {
        UTCTimestamp(
            microseconds: microseconds + seconds * UTCTimestamp.microsecondsPerSecond)
    }

    package func adding(microseconds difference: Int64) -> UTCTimestamp {
        UTCTimestamp(microseconds: microseconds + difference)
    }

    private func flooredQuotient(_ unit: Int64) -> Int64 {
        let quotient = microseconds / unit
        return microseconds % unit < 0 ? quotient - 1 : quotient
    }

    private func floored(to unit: Int64) -> UTCTimestamp {
        UTCTimestamp(microseconds: flooredQuotient(unit) * unit)
    }
}

extension UTCTimestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with as many of three or six decimals as are needed: `2026-11-20T09:00:00Z`.
    package var description: String {
        let date = utcDate
        let ofDay = microseconds - Int64(date.daysSinceEpoch) * UTCTimestamp.microsecondsPerDay
        let seconds = Int(ofDay / UTCTimestamp.microsecondsPerSecond)
        let fraction = Int(ofDay % UTCTimestamp.microsecondsPerSecond)
        let clock =
            "\(zeroPadded(seconds / 3600, 2)):\(zeroPadded(seconds / 60 % 60, 2)):"
            + zeroPadded(seconds % 60, 2)
        let decimals =
            switch fraction {
            case 0: ""
            case _ where fraction % 1000 == 0: "." + zeroPadded(fraction / 1000, 3)
            default: "." + zeroPadded(fraction, 6)
            }
        return "\(date)T\(clock)\(decimals)Z"
    }
}
