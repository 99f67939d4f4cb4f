/// A day of the proleptic Gregorian calendar, without a time zone.
///
/// Held as days since 1970-01-01, which is what DuckDB, PostgreSQL (shifted) and Parquet store.
package struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before it.
    package let daysSinceEpoch: Int32

    package init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// The day with these parts, or nil where the calendar has no such day (30 February).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.daysIn(month: month, year: year)
        else { return nil }
        self.init(daysSinceEpoch: Int32(CalendarDate.days(year: year, month: month, day: day)))
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    package init?(iso text: some StringProtocol) {
        var copy = String(text)
        let parsed: CalendarDate? = copy.withUTF8 { CalendarDate(isoBytes: $0) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads exactly ten bytes `YYYY-MM-DD`.
    package init?(isoBytes bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = bytes.decimalNumber(at: 0, count: 4),
            let month = bytes.decimalNumber(at: 5, count: 2),
            let day = bytes.decimalNumber(at: 8, count: 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension CalendarDate {
    /// Year, month 1–12 and day 1–31. Source: H. Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms", civil_from_days.
    package var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// 1 is Monday, 7 is Sunday.
    package var isoWeekday: Int {
        let remainder = (Int(daysSinceEpoch) + 3) % 7
        return (remainder < 0 ? remainder + 7 : remainder) + 1
    }

    package var firstOfMonth: CalendarDate {
        CalendarDate(daysSinceEpoch: daysSinceEpoch - Int32(parts.day - 1))
    }

    package func adding(days: Int) -> CalendarDate {
        CalendarDate(daysSinceEpoch: daysSinceEpoch + Int32(days))
    }

    /// The same day of a month `months` later, or that month's last day where it is shorter.
    package func adding(months: Int) -> CalendarDate {
        let (year, month, day) = parts
        let index = year * 12 + (month - 1) + months
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        let newMonth = index - newYear * 12 + 1
        let newDay = min(day, CalendarDate.daysIn(month: newMonth, year: newYear))
        return CalendarDate(
            daysSinceEpoch: Int32(CalendarDate.days(year: newYear, month: newMonth, day: newDay)))
    }

    package func days(since other: CalendarDate) -> Int {
        Int(daysSinceEpoch) - Int(other.daysSinceEpoch)
    }

    package static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Source: H. Hinnant, days_from_civil.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = parts
        return "\(zeroPadded(year, 4))-\(zeroPadded(month, 2))-\(zeroPadded(day, 2))"
    }
}

func zeroPadded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.count >= width
        ? digits : String(repeating: "0", count: width - digits.count) + digits
}

extension UnsafeBufferPointer<UInt8> {
    /// The number written as `count` ASCII digits at `offset`; nil where one is not a digit.
    func decimalNumber(at offset: Int, count: Int) -> Int? {
        guard offset + count <= self.count else { return nil }
        var number = 0
        for index in offset..<(offset + count) {
            let digit = self[index] &- 0x30
            guard digit <= 9 else { return nil }
            number = number &* 10 &+ Int(digit)
        }
        return number
    }
}
