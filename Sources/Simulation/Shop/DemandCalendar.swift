import ExactValues
import Glibc

/// How much people want to buy outdoor gear: by season, holiday, weekday and hour; 1 is usual.
///
/// Times are UTC throughout: the shop's day is the UTC day.
struct DemandCalendar: Sendable {
    let seed: UInt64
    /// The first day of the shop's history, where its growth begins.
    let start: CalendarDate

    /// Orders of a day against a usual one, without growth.
    func demand(on date: CalendarDate) -> Double {
        DemandCalendar.season(date) * DemandCalendar.holiday(date)
            * DemandCalendar.weekdayFactors[date.isoWeekday - 1] * noise(on: date)
    }

    /// Advertising follows demand, but flatter: budgets are set by the week.
    func advertising(on date: CalendarDate) -> Double {
        pow(DemandCalendar.season(date) * DemandCalendar.holiday(date), 0.7)
            * DemandCalendar.advertisingWeekdayFactors[date.isoWeekday - 1]
    }

    /// New customers grow by 0.9 % a month, for three years.
    func growth(on date: CalendarDate) -> Double {
        exp(0.009 * Double(min(36 * 30, date.days(since: start))) / 30.4)
    }

    private func noise(on date: CalendarDate) -> Double {
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.dayNoise, index: UInt64(date.daysSinceEpoch))
        return generator.logNormal(mean: 1, deviation: 0.065)
    }
}

extension DemandCalendar {
    /// Shares of a day by hour, which add up to 1: quiet nights, a lunch break, the sofa at eight.
    static let hourShares: [Double] = {
        let weights = [
            0.45, 0.28, 0.18, 0.13, 0.12, 0.17, 0.33, 0.58, 0.80, 0.95, 1.05, 1.12, 1.20, 1.15,
            1.08, 1.05, 1.08, 1.18, 1.38, 1.60, 1.72, 1.62, 1.25, 0.80,
        ]
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }()

    static let cumulativeHourShares: [Double] = {
        var sum = 0.0
        return hourShares.map { share in
            sum += share
            return sum
        }
    }()

    /// A moment of a day, in milliseconds since 1970, as orders fall.
    static func moment(of date: CalendarDate, _ generator: inout SeededGenerator) -> Int64 {
        let hour = generator.position(inCumulative: cumulativeHourShares)
        let ofHour = generator.integer(below: 3_600_000)
        return Int64(date.daysSinceEpoch) * 86_400_000 + Int64(hour) * 3_600_000 + Int64(ofHour)
    }

    /// The Friday after the fourth Thursday of November.
    static func blackFriday(year: Int) -> CalendarDate {
        // Days without the holidays of a calendar: 1 November always exists.
        let first = CalendarDate(
            daysSinceEpoch: CalendarDate(year: year, month: 11, day: 1)?.daysSinceEpoch ?? 0)
        let toThursday = (4 - first.isoWeekday + 7) % 7
        return first.adding(days: toThursday + 22)
    }

    /// Monday to Sunday.
    private static let weekdayFactors = [1.04, 1.00, 0.98, 0.99, 0.95, 0.94, 1.10]
    private static let advertisingWeekdayFactors = [1.02, 1.01, 1.01, 1.00, 0.99, 0.97, 1.00]

    /// January to December, each meant for the middle of its month.
    private static let monthFactors = [
        0.84, 0.82, 0.92, 1.02, 1.12, 1.10, 1.02, 0.97, 0.96, 1.00, 1.12, 1.10,
    ]

    private static func season(_ date: CalendarDate) -> Double {
        let (year, month, day) = date.parts
        let length = Double(CalendarDate.daysIn(month: month, year: year))
        let fromMiddle = (Double(day) - 0.5) / length - 0.5
        let this = monthFactors[month - 1]
        let neighbour = monthFactors[(month - 1 + (fromMiddle < 0 ? 11 : 1)) % 12]
        return this + (neighbour - this) * abs(fromMiddle)
    }

    /// The weeks around Black Friday and before Christmas; 1 for the rest of the year.
    private static func holiday(_ date: CalendarDate) -> Double {
        let (year, month, day) = date.parts
        guard month >= 11 else { return 1 }
        let fromFriday = date.days(since: blackFriday(year: year))
        switch fromFriday {
        case ..<(-7): return 1
        case -7 ... -1: return 1.40 + 0.05 * Double(fromFriday)
        case 0: return 2.95
        case 1, 2: return 1.70
        case 3: return 2.35
        case 4...6: return 1.35
        default: break
        }
        switch day {
        case 1...17: return 1.25 + 0.02 * Double(day)
        case 18...20: return 1.25
        case 21...23: return 0.90
        case 24...26: return 0.55
        default: return month == 12 ? 0.95 : 1.30
        }
    }
}
