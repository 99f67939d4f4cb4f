package import ExactValues
import MarketingDomain

/// Marketing traffic as journeys: impression → click → signup → activation, each step by chance.
///
/// The same plan gives the same bytes, in whatever chunks they are taken. Event ids are UUIDs of
/// version 7 made of the journey's time and the event's number under the seed: a simulation that is
/// sent again is all duplicates, one with another seed or start shares no id. About 0.4 µs an
/// event.
///
///     var simulation = JourneySimulation(plan)
///     while let chunk = simulation.next(maximumEvents: 1000) { send(chunk.bytes) }
///     write(simulation.truth)
package struct JourneySimulation: Sendable {
    package let plan: JourneyPlan
    private var generator: SeededGenerator
    private var writer: EventLineWriter
    private var ledger: EventLedger
    private var eventCount: UInt64 = 0
    /// Journeys that have begun.
    private var journeyCount: Int64 = 0
    /// Steps of the journey under way that no chunk has had yet, the next one last.
    private var pending: [Step] = []
    private let idSalt: UInt64

    private struct Step {
        let type: EventType
        let campaign: Int
        let time: Int64
        let user: Int
        let costUnits: Int64?
    }

    package init(_ plan: JourneyPlan) {
        self.plan = plan
        generator = SeededGenerator(seed: plan.seed, purpose: 1)
        let sources = plan.campaigns.map(\.source)
        writer = EventLineWriter(sources: sources, currency: plan.currency)
        ledger = EventLedger(sources: sources)
        idSalt = SeededGenerator.mixed(plan.seed ^ 0x5349_4D55_4C41_5445)
    }

    /// The next events before `end` and the plan's own end, at most `maximumEvents`; nil where
    /// there is none, so far or any more.
    package mutating func next(
        maximumEvents: Int, before end: UTCTimestamp? = nil
    ) -> EventChunk? {
        precondition(maximumEvents > 0, "a chunk holds at least one event")
        let limit = min(plan.to.milliseconds, end.milliseconds)
        while writer.events < maximumEvents {
            if let step = pending.last {
                guard step.time < limit else { break }
                pending.removeLast()
                write(step)
            } else {
                guard startOfNextJourney < limit else { break }
                beginJourney()
            }
        }
        return writer.takeChunk()
    }

    /// What the chunks so far add up to.
    package var truth: SimulationTruth {
        SimulationTruth(plan: plan, journeys: Int(journeyCount), entries: ledger.entries)
    }
}

extension JourneySimulation {
    private var startOfNextJourney: Int64 {
        let passed = Double(journeyCount) / plan.journeysPerSecond * 1000
        return (plan.from.microseconds + 999) / 1000 + Int64(passed)
    }

    private var stepMilliseconds: Int64 {
        min(JourneyPlan.stepMillisecondsLimit, Int64(250 / plan.journeysPerSecond))
    }

    private mutating func beginJourney() {
        let start = startOfNextJourney
        journeyCount += 1
        let index = generator.integer(below: plan.campaigns.count)
        let campaign = plan.campaigns[index]
        let user = generator.integer(below: JourneyPlan.userCount)
        let phase = (start - plan.from.microseconds / 1000) / JourneyPlan.phaseMilliseconds
        let isDegraded = campaign.isDegrading && phase % 2 == 1
        var steps = [EventType.impression]
        let clickFactor = isDegraded ? JourneyPlan.degradedClickFactor : 1
        let signupFactor = isDegraded ? JourneyPlan.degradedSignupFactor : 1
        if generator.chance(campaign.clickProbability * clickFactor) {
            steps.append(.click)
            if generator.chance(campaign.signupProbability * signupFactor) {
                steps.append(.signup)
                if generator.chance(campaign.activationProbability) { steps.append(.activation) }
            }
        }
        for (position, type) in steps.enumerated().reversed() {
            let cost = type == .click ? clickCost(campaign) : nil
            pending.append(
                Step(
                    type: type, campaign: index,
                    time: start + Int64(position) * stepMilliseconds, user: user, costUnits: cost))
        }
    }

    /// In ten-thousandths.
    private mutating func clickCost(_ campaign: JourneyCampaign) -> Int64 {
        let mean = campaign.costPerClick
        let cost = generator.normal(mean: mean, deviation: JourneyPlan.costDeviationShare * mean)
        return max(0, Int64((cost * 10_000).rounded()))
    }

    private mutating func write(_ step: Step) {
        writer.begin()
        writeEventID(atMilliseconds: step.time)
        writer.describe(step.type, source: step.campaign, atMilliseconds: step.time)
        writer.beginUser()
        writer.text("user_")
        writer.decimal(UInt64(step.user), width: 4)
        writer.endText()
        if let cost = step.costUnits { writer.amount(.cost, tenThousandths: cost) }
        writer.end()
        ledger.add(
            step.type, source: step.campaign, atMilliseconds: step.time,
            costUnits: step.costUnits, valueUnits: nil)
    }

    /// A UUID of version 7 (RFC 9562): 48 bits of time, then the event's number in the order of a
    /// permutation that the seed chooses, whole: no two are alike.
    private mutating func writeEventID(atMilliseconds time: Int64) {
        eventCount += 1
        let number = SeededGenerator.mixed(eventCount ^ idSalt)
        let milliseconds = UInt64(bitPattern: time)
        writer.digits(milliseconds >> 16, base: 16, width: 8)
        writer.byte(0x2D)
        writer.digits(milliseconds, base: 16, width: 4)
        writer.text("-7")
        writer.digits(number, base: 16, width: 3)
        writer.text("-9")
        writer.digits(number >> 12, base: 16, width: 3)
        writer.byte(0x2D)
        writer.digits((number >> 24) | (idSalt & 0xFF) << 40, base: 16, width: 12)
    }
}

extension UTCTimestamp? {
    /// The first whole millisecond at or after; the last there is where there is no time.
    fileprivate var milliseconds: Int64 {
        guard let self else { return .max }
        return (self.microseconds + 999) / 1000
    }
}
