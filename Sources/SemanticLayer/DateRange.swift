package import ExactValues

/// Days in the workspace's zone, both ends included.
package struct DateRange: Sendable, Hashable {
    package let from: CalendarDate
    package let to: CalendarDate

    /// Nil where it would end before it starts.
    package init?(from: CalendarDate, to: CalendarDate) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }

    private init(checked from: CalendarDate, _ to: CalendarDate) {
        self.from = from
        self.to = to
    }

    package var dayCount: Int { to.days(since: from) + 1 }

    /// As many days, immediately before.
    package var previousPeriod: DateRange {
        DateRange(checked: from.adding(days: -dayCount), from.adding(days: -1))
    }

    /// The same days of the year before; 29 February becomes the 28th.
    package var previousYear: DateRange {
        DateRange(checked: from.adding(months: -12), to.adding(months: -12))
    }

    /// The first days of the range, no more than `days` of them.
    package func prefix(days: Int) -> DateRange {
        days >= dayCount ? self : DateRange(checked: from, from.adding(days: max(0, days - 1)))
    }

    /// The first day of each period that touches the range, in order. Hours are not days.
    package func periodStarts(_ grain: Grain) -> [CalendarDate] {
        var starts: [CalendarDate] = []
        var day = grain.periodStart(of: from)
        while day <= to {
            starts.append(day)
            day = grain.nextPeriod(after: day)
        }
        return starts
    }
}

extension Grain {
    /// The first day of the period that holds `day`. Weeks are ISO weeks and start on Monday.
    package func periodStart(of day: CalendarDate) -> CalendarDate {
        switch self {
        case .hour, .day: day
        case .week: day.adding(days: 1 - day.isoWeekday)
        case .month: day.firstOfMonth
        }
    }

    func nextPeriod(after start: CalendarDate) -> CalendarDate {
        switch self {
        case .hour, .day: start.adding(days: 1)
        case .week: start.adding(days: 7)
        case .month: start.adding(months: 1)
        }
    }
}
