import ExactValues
import MarketingDomain
import Reporting
import Testing

@Suite("Live funnel")
struct LiveFunnelTests {
    private let now = UTCTimestamp(rfc3339: "2026-11-20T10:30:20Z") ?? UTCTimestamp(microseconds: 0)

    private func count(
        _ clock: String, _ campaign: CampaignID, _ channel: Channel, _ type: EventType,
        _ count: Int
    ) -> EventMinuteCount {
        let minute = UTCTimestamp(rfc3339: "2026-11-20T\(clock):00Z")
        return EventMinuteCount(
            key: EventMinuteCount.Key(
                minute: minute ?? UTCTimestamp(microseconds: 0), campaignID: campaign,
                channel: channel, eventType: type), count: count)
    }

    @Test("Stages are counted by campaign and channel, most clicks first")
    func rows() {
        var counts = LiveFunnelCounts()
        counts.add([
            count("10:30", "c1", "google", .impression, 100),
            count("10:29", "c1", "google", .click, 3),
            count("10:29", "c1", "google", .signup, 2),
            count("10:29", "c1", "google", .activation, 1),
            count("10:28", "c2", "meta", .click, 5),
            count("10:28", "c2", "google", .emailSent, 50),
        ])
        counts.add([count("10:29", "c1", "google", .click, 1)])
        let window = counts.window(minutes: 60, now: now)
        #expect(
            window.rows == [
                LiveFunnelRow(campaignID: "c2", channel: "meta", counts: FunnelCounts(clicks: 5)),
                LiveFunnelRow(
                    campaignID: "c1", channel: "google",
                    counts: FunnelCounts(
                        impressions: 100, clicks: 4, signups: 2, activations: 1)),
            ])
        #expect(
            window.totals
                == FunnelCounts(impressions: 100, clicks: 9, signups: 2, activations: 1))
        #expect(window.asOf == now)
    }

    @Test("Equal clicks are ordered by impressions, then by name")
    func order() {
        var counts = LiveFunnelCounts()
        counts.add([
            count("10:30", "b", "y", .click, 1), count("10:30", "b", "x", .click, 1),
            count("10:30", "a", "z", .click, 1), count("10:30", "c", "x", .click, 1),
            count("10:30", "c", "x", .impression, 1),
        ])
        #expect(
            counts.window(minutes: 5, now: now).rows.map { "\($0.campaignID)\($0.channel)" }
                == ["cx", "az", "bx", "by"])
    }

    @Test("A window begins with the minute that ran then, and ends with the running one")
    func bounds() {
        var counts = LiveFunnelCounts()
        for clock in ["10:24", "10:25", "10:30", "10:31"] {
            counts.add([count(clock, "c", "x", .click, 1)])
        }
        let window = counts.window(minutes: 5, now: now)
        #expect(window.start == UTCTimestamp(rfc3339: "2026-11-20T10:25:00Z"))
        #expect(window.totals.clicks == 2)
        let later = counts.window(minutes: 5, now: now.adding(seconds: 60))
        #expect(later.totals.clicks == 2)
        #expect(counts.window(minutes: 7, now: now.adding(seconds: 60)).totals.clicks == 4)
    }

    @Test("Windows are clamped to 5 and 360 minutes", arguments: [(0, 5), (4, 5), (361, 360)])
    func clamped(asked: Int, minutes: Int) {
        #expect(LiveFunnelCounts().window(minutes: asked, now: now).minutes == minutes)
    }

    @Test("Minutes older than six hours are forgotten, and no other")
    func pruned() {
        var counts = LiveFunnelCounts()
        counts.add([
            count("04:29", "old", "x", .click, 1), count("04:30", "kept", "x", .click, 1),
        ])
        counts.prune(now: now)
        #expect(
            counts.window(minutes: 360, now: now).rows.map(\.campaignID.text) == ["kept"])
        #expect(
            counts.window(minutes: 360, now: now.adding(seconds: -60)).totals.clicks == 1)
    }

    @Test("More campaigns than are told apart are counted together; no event is left out")
    func manyCampaigns() {
        var counts = LiveFunnelCounts()
        counts.add(
            (0..<LiveFunnelCounts.groupsMax + 5).map {
                count("10:30", CampaignID("c\($0)"), "x", .click, 1)
            })
        let window = counts.window(minutes: 5, now: now)
        #expect(window.rows.count == LiveFunnelCounts.groupsMax + 1)
        #expect(window.rows.first?.campaignID == LiveFunnelCounts.otherCampaignID)
        #expect(window.totals.clicks == LiveFunnelCounts.groupsMax + 5)
    }

    @Test("The process's funnel changes its revision with every commit")
    func revision() async {
        let now = now
        let funnel = LiveFunnel(now: { now })
        await funnel.add([count("10:30", "c", "x", .click, 2)], eventsTotal: 7)
        #expect(await funnel.revision == 1)
        #expect(await funnel.eventsTotal == 7)
        #expect(await funnel.window(minutes: 60).totals.clicks == 2)
    }
}
