package import ExactValues
import MarketingDomain

extension EventLedger {
    /// One source on one UTC day.
    package struct DayEntry: Hashable, Sendable {
        package let source: EventSource
        package let date: CalendarDate
        package internal(set) var tally: EventTally
    }

    /// The same events by day: days ascending, within a day in the order in which sources begin.
    package static func days(_ hours: [Entry]) -> [DayEntry] {
        var days: [DayEntry] = []
        var positions: [EventSource: Int] = [:]
        for hour in hours {
            let date = hour.hour.utcDate
            if let last = days.last, last.date != date { positions.removeAll() }
            if let position = positions[hour.source] {
                days[position].tally += hour.tally
            } else {
                positions[hour.source] = days.count
                days.append(DayEntry(source: hour.source, date: date, tally: hour.tally))
            }
        }
        return days
    }

    package static func total(_ hours: [Entry]) -> EventTally {
        var total = EventTally()
        for hour in hours { total += hour.tally }
        return total
    }
}
