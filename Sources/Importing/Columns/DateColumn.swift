import ExactValues

/// The dates of a column, read by the format that the whole column proves.
///
/// Numbers with the same separator and the same digits of the year are one format, judged as one:
/// a first number above 12 proves day-first, a second one month-first. Where both are proven, the
/// format holds two, and each value has to fit one only. Where a value fits both and nothing, or
/// both, is proven, the column is ambiguous, and its owner is asked.
struct DateColumn: Sendable {
    /// Days since 1970 by code, `noDate` where the text is none.
    let days: [Int32]
    /// Microseconds since 1970 by code, `noTime` where the text has no time of day; empty where no
    /// text has one, or all say midnight. UTC where the text has an offset, else the clock's time.
    let instants: [Int64]
    /// Whether the text says its offset from UTC, by code; as long as `instants`.
    let hasOffset: [Bool]
    /// The formats found, most lines first: `DD-MM-YYYY`.
    let formats: [String]

    static let noDate = Int32.min
    static let noTime = Int64.min

    /// - Parameters:
    ///   - lineCounts: lines by code.
    ///   - order: what the owner says; nil where the column itself has to prove it.
    init(
        _ dictionary: TextDictionary, lineCounts: [Int32], column: String, order: DateOrder?
    ) throws(OrderImportError) {
        var groups: [DateGroup] = []
        var hasClock = false
        for code in 0..<Int32(dictionary.count) {
            guard let text = dictionary.withBytes(code, { DateText($0) }) else { continue }
            if let time = text.timeOfDay, time != 0 { hasClock = true }
            let index = groups.firstIndex { $0.holds(text) } ?? groups.count
            if index == groups.count { groups.append(DateGroup(text)) }
            groups[index].add(text, lines: Int(lineCounts[Int(code)]), code: code)
        }
        var orders: [DateOrder?] = []
        for group in groups {
            orders.append(
                try group.order(said: order, column: column, example: { dictionary.text($0) }))
        }
        var days = Array(repeating: DateColumn.noDate, count: dictionary.count)
        var instants = Array(repeating: DateColumn.noTime, count: hasClock ? days.count : 0)
        var hasOffset = Array(repeating: false, count: instants.count)
        var names: [String: Int] = [:]
        for code in days.indices {
            // A text is read twice rather than kept: a column may hold a million of them.
            guard let text = dictionary.withBytes(Int32(code), { DateText($0) }),
                let index = groups.firstIndex(where: { $0.holds(text) })
            else { continue }
            let order = orders[index] ?? groups[index].onlyOrder(text)
            guard let date = text.date(order) else { continue }
            days[code] = date.daysSinceEpoch
            groups[index].count(order, lines: Int(lineCounts[code]))
            if hasClock, let instant = text.instant(on: date) {
                instants[code] = instant
                hasOffset[code] = text.offsetSeconds != nil
            }
        }
        for group in groups {
            for (order, lines) in group.linesByOrder {
                names[group.name(order), default: 0] += lines
            }
        }
        self.days = days
        self.instants = instants
        self.hasOffset = hasOffset
        let time = hasClock ? " hh:mm" : ""
        formats = names.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { $0.key + time }
    }
}

extension DateText {
    /// Microseconds since 1970, of UTC where the text has an offset. Nil without a time of day.
    fileprivate func instant(on date: CalendarDate) -> Int64? {
        timeOfDay.map {
            UTCTimestamp(date: date).microseconds + $0
                - (offsetSeconds ?? 0) * UTCTimestamp.microsecondsPerSecond
        }
    }
}

/// The values of a column that write their date alike.
struct DateGroup {
    private let layout: DateText.Layout
    private let separator: UInt8
    private let yearDigits: Int
    private var hasShortNumbers = false
    private var dayFirstLines = 0
    private var monthFirstLines = 0
    private var openLines = 0
    /// The first few values that fit both orders.
    private var openExamples: [Int32] = []
    private(set) var linesByOrder: [DateOrder: Int] = [:]

    init(_ text: DateText) {
        (layout, separator, yearDigits) = (text.layout, text.separator, text.yearDigits)
    }

    func holds(_ text: DateText) -> Bool {
        text.layout == layout
            && (layout == .named || text.separator == separator && text.yearDigits == yearDigits)
    }

    mutating func count(_ order: DateOrder, lines: Int) {
        linesByOrder[order, default: 0] += lines
    }

    mutating func add(_ text: DateText, lines: Int, code: Int32) {
        hasShortNumbers = hasShortNumbers || text.hasShortNumber
        guard layout == .numbers else { return }
        switch (text.date(.dayFirst) != nil, text.date(.monthFirst) != nil) {
        case (true, false): dayFirstLines += lines
        case (false, true): monthFirstLines += lines
        // The same day either way, such as 05/05, asks nothing.
        case (true, true) where text.first != text.second:
            openLines += lines
            if openExamples.count < 3 { openExamples.append(code) }
        default: break
        }
    }

    /// The order of all values, nil where each value shows its own.
    func order(
        said: DateOrder?, column: String, example: (Int32) -> String
    ) throws(OrderImportError) -> DateOrder? {
        guard layout == .numbers else { return .yearFirst }
        if let said { return said }
        switch (dayFirstLines > 0, monthFirstLines > 0) {
        case (true, false): return .dayFirst
        case (false, true): return .monthFirst
        default:
            guard openLines > 0 else { return nil }
            throw .ambiguousDates(
                column: column, examples: openExamples.map(example),
                choices: [name(.dayFirst), name(.monthFirst)])
        }
    }

    /// The order that a value fits where its group has none.
    func onlyOrder(_ text: DateText) -> DateOrder {
        text.date(.dayFirst) != nil ? .dayFirst : .monthFirst
    }

    /// `DD-MM-YYYY`, with single letters where numbers are written without leading zeros.
    func name(_ order: DateOrder) -> String {
        let (day, month) = hasShortNumbers ? ("D", "M") : ("DD", "MM")
        let year = yearDigits == 2 ? "YY" : "YYYY"
        let mark = separator == 0 ? "" : String(UnicodeScalar(separator))
        switch (layout, order) {
        case (.named, _): return "day, month name, year"
        case (.yearFirst, _): return ["YYYY", month, day].joined(separator: mark)
        case (.numbers, .dayFirst): return [day, month, year].joined(separator: mark)
        case (.numbers, .monthFirst): return [month, day, year].joined(separator: mark)
        case (.numbers, .yearFirst): return ["YY", month, day].joined(separator: mark)
        }
    }
}
