import ExactValues
import JSONCoding
import MarketingDomain
import Simulation
import Testing

@Suite("Simulated journeys")
struct JourneySimulationTests {
    private static let start = UTCTimestamp(microseconds: 1_795_168_800_000_000)

    private func plan(
        minutes: Int64 = 10, journeysPerSecond: Double = 50, seed: UInt64 = 7,
        campaigns: [JourneyCampaign] = JourneyCampaign.usual
    ) throws -> JourneyPlan {
        try JourneyPlan(
            from: Self.start, to: Self.start.adding(seconds: minutes * 60),
            journeysPerSecond: journeysPerSecond, seed: seed, campaigns: campaigns)
    }

    private func run(
        _ plan: JourneyPlan, chunk: Int = 1000
    ) -> (bytes: [UInt8], simulation: JourneySimulation) {
        var simulation = JourneySimulation(plan)
        var bytes: [UInt8] = []
        while let next = simulation.next(maximumEvents: chunk) { bytes += next.bytes }
        return (bytes, simulation)
    }

    @Test("The first lines of a seed are these")
    func firstLines() throws {
        let (bytes, _) = run(try plan(minutes: 1))
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(
            lines.first == """
                {"event_id":"01a1f866-0d00-7558-9af1-d5019b5ce5d9",\
                "ts":"2026-11-20T10:00:00.000Z","event_type":"impression",\
                "campaign_id":"camp_email_reactivation","channel":"email",\
                "user_id":"user_1410"}
                """)
        #expect(
            lines.first { $0.contains("click") } == """
                {"event_id":"01a1f866-0d05-7586-9225-d5fb38a743c1",\
                "ts":"2026-11-20T10:00:00.005Z","event_type":"click",\
                "campaign_id":"camp_email_reactivation","channel":"email",\
                "user_id":"user_1410","cost":0.019}
                """)
    }

    @Test("The same plan gives the same bytes however they are cut, another seed other ones")
    func determinism() throws {
        let whole = run(try plan(), chunk: 1_000_000).bytes
        #expect(run(try plan(), chunk: 7).bytes == whole)
        #expect(run(try plan(seed: 8)).bytes != whole)
        var stepwise = JourneySimulation(try plan())
        var bytes: [UInt8] = []
        for second in Int64(1)...700 {
            while let chunk = stepwise.next(
                maximumEvents: 90, before: Self.start.adding(seconds: second))
            {
                #expect(chunk.lastAt < Self.start.adding(seconds: second))
                bytes += chunk.bytes
            }
        }
        #expect(bytes == whole)
    }

    @Test("Chunks are bounded, in the order of time, and end before the plan's end")
    func chunks() throws {
        var simulation = JourneySimulation(try plan(minutes: 2))
        var last = Self.start
        var count = 0
        while let chunk = simulation.next(maximumEvents: 100) {
            let events = try ReadEvent.all(in: chunk.bytes)
            #expect(events.count == chunk.events)
            #expect(events.count <= 100)
            #expect(events.first?.time == chunk.firstAt)
            #expect(events.last?.time == chunk.lastAt)
            for event in events {
                #expect(event.time >= last)
                last = event.time
            }
            count += events.count
        }
        #expect(last < Self.start.adding(seconds: 120))
        #expect(last > Self.start.adding(seconds: 119))
        #expect(simulation.next(maximumEvents: 1) == nil)
        #expect(EventLedger.total(simulation.truth.hours).events == count)
    }

    @Test("Every line is an event of the API, and no id stands twice")
    func lines() throws {
        let events = try ReadEvent.all(in: run(try plan(minutes: 2)).bytes)
        #expect(Set(events.map(\.eventID)).count == events.count)
        for event in events {
            #expect(event.eventID.utf8.count == 36)
            #expect(event.userID?.hasPrefix("user_") == true)
            #expect((event.cost != nil) == (event.type == .click))
            #expect(event.value == nil)
        }
        #expect(Set(events.compactMap(\.channel)) == ["google", "meta", "tiktok", "email"])
        #expect(Set(events.map(\.type)) == [.impression, .click, .signup, .activation])
    }

    @Test("The truth equals a recount of the lines, per campaign and hour, to the last decimal")
    func truthEqualsRecount() throws {
        let (bytes, simulation) = run(try plan(minutes: 90, journeysPerSecond: 5))
        struct Group: Hashable {
            let campaign: String
            let channel: String
            let hour: UTCTimestamp
        }
        var counts: [Group: [EventType: Int]] = [:]
        var spend: [Group: Int128] = [:]
        for event in try ReadEvent.all(in: bytes) {
            let group = Group(
                campaign: event.campaignID ?? "", channel: event.channel ?? "",
                hour: event.time.startOfHour)
            counts[group, default: [:]][event.type, default: 0] += 1
            if let cost = event.cost { spend[group, default: 0] += cost.units }
        }
        #expect(simulation.truth.hours.count == counts.count)
        #expect(Set(simulation.truth.hours.map(\.hour)).count == 2)
        for entry in simulation.truth.hours {
            let group = Group(
                campaign: entry.source.campaignMember.text, channel: entry.source.channel.text,
                hour: entry.hour)
            for type in EventType.allCases {
                #expect(entry.tally[type] == counts[group]?[type] ?? 0)
            }
            #expect(entry.tally.spend == spend[group].map { FixedDecimal(units: $0, scale: 4) })
        }
    }

    @Test("Rates and prices are those of the campaigns")
    func rates() throws {
        let campaigns = JourneyCampaign.usual.filter { !$0.isDegrading }
        let (_, simulation) = run(
            try plan(minutes: 20, journeysPerSecond: 100, campaigns: campaigns))
        for campaign in campaigns {
            let entries = simulation.truth.hours.filter { $0.source == campaign.source }
            let tally = EventLedger.total(entries)
            let clicks = Double(tally[.click])
            let impressions = Double(tally[.impression])
            #expect(abs(clicks / impressions / campaign.clickProbability - 1) < 0.1)
            #expect(abs(Double(tally[.signup]) / clicks / campaign.signupProbability - 1) < 0.2)
            let spend = try #require(tally.spend)
            #expect(abs(spend.doubleValue / clicks / campaign.costPerClick - 1) < 0.02)
        }
        #expect(simulation.truth.journeys == 120_000)
    }

    @Test("Every second phase of 120 s cuts the degrading campaign's click rate to 0.55 of it")
    func degradation() throws {
        let meta = JourneyCampaign.usual.filter(\.isDegrading)
        let (bytes, _) = run(try plan(minutes: 40, journeysPerSecond: 20, campaigns: meta))
        var impressions = [0.0, 0.0]
        var clicks = [0.0, 0.0]
        for event in try ReadEvent.all(in: bytes) {
            let passed = event.time.microseconds - Self.start.microseconds
            let phase = Int(passed / 120_000_000 % 2)
            if event.type == .impression { impressions[phase] += 1 }
            if event.type == .click { clicks[phase] += 1 }
        }
        #expect(abs(clicks[0] / impressions[0] / 0.028 - 1) < 0.1)
        #expect(abs(clicks[1] / impressions[1] / (0.028 * 0.55) - 1) < 0.1)
    }

    @Test("The truth as JSON has exact amounts, hours, days and totals")
    func truthAsJSON() throws {
        let (_, simulation) = run(try plan(minutes: 90, journeysPerSecond: 5))
        let truth = simulation.truth
        let json = try JSONValue(
            reading: truth.jsonBytes, limits: JSONLimits(bytes: 1 << 24))
        #expect(json["seed"]?.string == "7")
        #expect(json["from"]?.string == Self.start.description)
        #expect(json["journeys"]?.int == 27_000)
        #expect(json["hours"]?.array?.count == truth.hours.count)
        let hours = try #require(json["hours"]?.array)
        let days = try #require(json["days"]?.array)
        var ofHours: Int128 = 0
        for hour in hours { ofHours += hour["spend"]?.number?.decimal(scale: 4)?.units ?? 0 }
        var ofDays: Int128 = 0
        for day in days { ofDays += day["spend"]?.number?.decimal(scale: 4)?.units ?? 0 }
        let total = json["totals"]?["spend"]?.number?.decimal(scale: 4)?.units
        #expect(ofHours == total)
        #expect(ofDays == total)
        #expect(json["totals"]?["conversion_value"]?.isNull == true)
    }

    @Test("A plan without a rate, a period or a campaign is refused")
    func refusals() {
        let later = Self.start.adding(seconds: 1)
        #expect(throws: JourneyPlan.Refusal.rateOutOfRange(0)) {
            try JourneyPlan(from: Self.start, to: later, journeysPerSecond: 0, seed: 1)
        }
        #expect(throws: JourneyPlan.Refusal.rateOutOfRange(.infinity)) {
            try JourneyPlan(from: Self.start, to: later, journeysPerSecond: .infinity, seed: 1)
        }
        #expect(throws: JourneyPlan.Refusal.emptyPeriod) {
            try JourneyPlan(from: Self.start, to: Self.start, seed: 1)
        }
        #expect(throws: JourneyPlan.Refusal.noCampaigns) {
            try JourneyPlan(from: Self.start, to: later, seed: 1, campaigns: [])
        }
    }
}
