import ExactValues

/// The parts of a date as a text writes them, before it is known which of two numbers is the day.
struct DateText {
    enum Layout: Hashable {
        /// Year, month, day: `2021-01-31`, `2021/1/31`, `20210131`.
        case yearFirst
        /// The month by its name: `31 Jan 2021`, `January 31, 2021`.
        case named
        /// Two numbers and a year: `31/01/2021`, `1/31/21`.
        case numbers
    }

    var layout: Layout
    /// Year, month, day; of `.numbers` the first number, the second and the year.
    var first: Int
    var second: Int
    var third: Int
    var separator: UInt8
    /// Whether one of the two numbers has one digit only, and digits of the year.
    var hasShortNumber: Bool
    var yearDigits: Int
    /// Microseconds since midnight where the text has a time of day.
    var timeOfDay: Int64?
    /// Seconds east of UTC where the text says so.
    var offsetSeconds: Int64?

    /// Nil where the text is no date in any way.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = ByteScanner(bytes)
        scanner.skipWeekday()
        guard let parts = DateText.date(&scanner) else { return nil }
        self = parts
        guard readTime(&scanner) else { return nil }
    }

    private init(
        _ layout: Layout, _ first: Int, _ second: Int, _ third: Int, separator: UInt8,
        hasShortNumber: Bool = false, yearDigits: Int = 4
    ) {
        self.layout = layout
        (self.first, self.second, self.third) = (first, second, third)
        self.separator = separator
        self.hasShortNumber = hasShortNumber
        self.yearDigits = yearDigits
    }

    /// The day that the parts name in this order, nil where the calendar has none.
    func date(_ order: DateOrder) -> CalendarDate? {
        let (year, month, day) =
            switch (layout, order) {
            case (.yearFirst, _), (.named, _): (first, second, third)
            case (.numbers, .dayFirst): (third, second, first)
            case (.numbers, .monthFirst): (third, first, second)
            case (.numbers, .yearFirst):
                // Two digits stand first as well: 21-01-31.
                (yearDigits == 2 ? DateText.fullYear(first) : 0, second, third % 100)
            }
        guard DateText.years.contains(year) else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// A date outside is a slip of the hand, or a spreadsheet's zero.
    static let years = 1901...2199

    private static func fullYear(_ year: Int) -> Int {
        year < 70 ? 2000 + year : 1900 + year
    }
}

extension DateText {
    private static func date(_ scanner: inout ByteScanner) -> DateText? {
        if let name = scanner.monthName() { return monthFirstName(name, &scanner) }
        guard let head = scanner.number(), let next = scanner.peek else {
            return scanner.isAtEnd ? packed(scanner) : nil
        }
        if head.digits == 8 { return packed(scanner) }
        guard "-/. ".utf8.contains(next), next != 0x20 || scanner.isLetterAhead(1) else {
            return nil
        }
        scanner.advance()
        if next == 0x2E { scanner.skipBlanks() }
        if let month = scanner.monthName() {
            scanner.skip(anyOf: "-/. ,")
            guard head.digits <= 2, let year = scanner.number(), let full = year.asYear else {
                return nil
            }
            return DateText(.named, full, month, head.value, separator: next)
        }
        guard let middle = scanner.number(), middle.digits <= 2, scanner.peek == next else {
            return nil
        }
        scanner.advance()
        if next == 0x2E { scanner.skipBlanks() }
        guard let last = scanner.number() else { return nil }
        if head.digits == 4, last.digits <= 2 {
            return DateText(
                .yearFirst, head.value, middle.value, last.value, separator: next,
                hasShortNumber: middle.digits == 1 || last.digits == 1)
        }
        guard head.digits <= 2, let year = last.asYear else { return nil }
        return DateText(
            .numbers, head.value, middle.value, year, separator: next,
            hasShortNumber: head.digits == 1 || middle.digits == 1, yearDigits: last.digits)
    }

    /// `Jan 31, 2021`.
    private static func monthFirstName(_ month: Int, _ scanner: inout ByteScanner) -> DateText? {
        scanner.skip(anyOf: "-/. ")
        guard let day = scanner.number(), day.digits <= 2 else { return nil }
        scanner.skip(anyOf: "-/. ,")
        guard let year = scanner.number(), let full = year.asYear else { return nil }
        return DateText(.named, full, month, day.value, separator: 0x20)
    }

    /// `20210131`.
    private static func packed(_ scanner: ByteScanner) -> DateText? {
        guard let head = scanner.lastNumber, head.digits == 8 else { return nil }
        return DateText(
            .yearFirst, head.value / 10_000, head.value / 100 % 100, head.value % 100,
            separator: 0)
    }

    /// A blank, a `T` or a comma and `14:05[:09[.123]] [PM] [Z|+01:00|UTC]`; true also for nothing.
    private mutating func readTime(_ scanner: inout ByteScanner) -> Bool {
        if scanner.isAtEnd { return true }
        guard scanner.skip(anyOf: " T,t") > 0 else { return false }
        if scanner.isAtEnd { return true }
        guard let hour = scanner.number(), hour.digits <= 2, scanner.take(0x3A),
            let minute = scanner.number(), minute.digits == 2, minute.value <= 59
        else { return false }
        var seconds = 0
        var fraction: Int64 = 0
        if scanner.take(0x3A) {
            guard let second = scanner.number(), second.digits == 2, second.value <= 60 else {
                return false
            }
            seconds = second.value
            if scanner.peek == 0x2E || scanner.peek == 0x2C {
                scanner.advance()
                guard let read = scanner.fractionMicroseconds() else { return false }
                fraction = read
            }
        }
        scanner.skipBlanks()
        guard let hours = scanner.hoursOfHalfDay(hour.value), hours <= 23 else { return false }
        timeOfDay =
            Int64(hours * 3600 + minute.value * 60 + seconds) * UTCTimestamp.microsecondsPerSecond
            + fraction
        scanner.skipBlanks()
        if scanner.isAtEnd { return true }
        guard let offset = scanner.offsetSeconds() else { return false }
        offsetSeconds = offset
        return scanner.isAtEnd
    }
}

extension ByteScanner.Number {
    /// Four digits are a year, two are one of 1970 to 2069.
    fileprivate var asYear: Int? {
        switch digits {
        case 4: value
        case 2: value < 70 ? 2000 + value : 1900 + value
        default: nil
        }
    }
}
