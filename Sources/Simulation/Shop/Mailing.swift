import ExactValues
import MarketingDomain

/// The newsletter: every Tuesday and Friday at nine to those who want it.
struct Mailing: Sendable {
    let seed: UInt64
    let history: PurchaseHistory
    /// The position of the source whose mails welcome new accounts.
    let welcomeSource: Int?
    /// Unsubscribing is told from this day on; who did before gets nothing at all.
    let firstDate: CalendarDate

    /// The issue that goes out on a day; nil on a day without one. Issues have ascending numbers.
    static func issue(on date: CalendarDate) -> Int? {
        switch date.isoWeekday {
        case 2: week(date) * 2
        case 5: week(date) * 2 + 1
        default: nil
        }
    }

    /// The hour of the day, in UTC, in which it goes out.
    static let hourOfDay = 9

    /// Whether a customer has subscribed, and has not left by the time of an issue.
    func isSubscribed(_ customer: UInt64, toIssue issue: Int) -> Bool {
        guard let last = lastIssue(customer) else { return false }
        return issue <= last
    }

    /// The issue after which a customer unsubscribes; nil for one who never subscribed.
    private func lastIssue(_ customer: UInt64) -> Int? {
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.customerTraits, index: customer)
        guard generator.chance(0.52) else { return nil }
        let first = Mailing.week(firstDate) * 2
        return first + Int(generator.exponential(mean: 380))
    }

    private static func week(_ date: CalendarDate) -> Int {
        (Int(date.daysSinceEpoch) + 3) / 7
    }
}

extension Mailing {
    /// How many open an issue in each hour from the one in which it goes out, of those who do.
    private static let openShares = [
        0.17, 0.16, 0.11, 0.09, 0.07, 0.06, 0.05, 0.05, 0.05, 0.05, 0.05, 0.04, 0.03, 0.01, 0.01,
    ]
    private static let openRate = 0.26
    private static let clickRate = 0.15

    /// Adds what the newsletter does in an hour.
    func append(
        _ hour: BackgroundTraffic.Hour, source: Int, to events: inout [DemoEvent],
        isBusy: (UInt64) -> Bool
    ) {
        guard let issue = Mailing.issue(on: hour.date), hour.ofDay >= Mailing.hourOfDay
        else { return }
        var generator = SeededGenerator(
            seed: seed, purpose: DemoPurpose.mailing, index: UInt64(hour.number))
        let sentAt = (hour.number - Int64(hour.ofDay - Mailing.hourOfDay)) * 3_600_000
        let eligible = history.customerCount(before: sentAt)
        guard eligible > 0 else { return }
        if hour.ofDay == Mailing.hourOfDay {
            send(issue, at: sentAt, source: source, to: eligible, &events, &generator)
        }
        let share = Mailing.openShares[hour.ofDay - Mailing.hourOfDay]
        let openings = generator.poisson(mean: Double(eligible) * Mailing.openRate * share)
        for _ in 0..<openings {
            let customer = history.customers[generator.integer(below: eligible)].number
            guard isSubscribed(customer, toIssue: issue) else { continue }
            let opened = hour.start + 1_300_000 + Int64(generator.integer(below: 2_000_000))
            guard !isBusy(customer) else { continue }
            events.append(mail(.emailOpened, source, customer, opened))
            if generator.chance(Mailing.clickRate) {
                let clicked = opened + 8_000 + Int64(generator.integer(below: 180_000))
                events.append(mail(.click, source, customer, clicked))
            }
        }
    }

    /// One mail to one person: sent, perhaps opened, perhaps clicked, within a quarter of an hour.
    func appendMail(
        source: Int, to user: DemoUser, sentAt: Int64, openRate: Double, clickRate: Double,
        _ events: inout [DemoEvent], _ generator: inout SeededGenerator
    ) {
        let event = { (type: EventType, time: Int64) in
            DemoEvent(time: time, type: type, source: UInt8(source), user: user)
        }
        events.append(event(.emailSent, sentAt))
        guard generator.chance(openRate) else { return }
        let opened = sentAt + 20_000 + Int64(generator.integer(below: 600_000))
        events.append(event(.emailOpened, opened))
        guard generator.chance(clickRate) else { return }
        events.append(event(.click, opened + 5_000 + Int64(generator.integer(below: 120_000))))
    }

    /// Sends an issue within twenty minutes.
    private func send(
        _ issue: Int, at time: Int64, source: Int, to eligible: Int,
        _ events: inout [DemoEvent], _ generator: inout SeededGenerator
    ) {
        for customer in history.customers[..<eligible] {
            guard let last = lastIssue(customer.number), issue <= last else { continue }
            let sent = time + Int64(generator.integer(below: 1_200_000))
            events.append(mail(.emailSent, source, customer.number, sent))
            if issue == last {
                let opened = time + 1_300_000 + Int64(generator.integer(below: 1_500_000))
                events.append(mail(.emailOpened, source, customer.number, opened))
                events.append(mail(.unsubscribe, source, customer.number, opened + 25_000))
            }
        }
    }

    private func mail(
        _ type: EventType, _ source: Int, _ customer: UInt64, _ time: Int64
    ) -> DemoEvent {
        DemoEvent(time: time, type: type, source: UInt8(source), user: .customer(customer))
    }
}
