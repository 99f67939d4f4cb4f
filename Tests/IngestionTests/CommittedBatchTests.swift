import ExactValues
import MarketingDomain
import Testing

@testable import Ingestion

@Suite("What a commit tells")
struct CommittedBatchTests {
    /// Each count as `minute campaign channel type count`, sorted.
    private func texts(_ counts: [EventMinuteCount]) -> [String] {
        counts.map {
            "\($0.key.minute) \($0.key.campaignID) \($0.key.channel) "
                + "\($0.key.eventType.rawValue) \($0.count)"
        }.sorted()
    }

    private let body =
        eventLine("1", "2026-11-20T09:59:59.999Z", rest: #","campaign_id":"c1","channel":"x""#)
        + eventLine("2", "2026-11-20T09:59:00Z", rest: #","campaign_id":"c1","channel":"x""#)
        + eventLine("2", "2026-11-20T09:59:00Z", rest: #","campaign_id":"c1","channel":"x""#)
        + eventLine("3", "2026-11-20T09:59:00Z", rest: #","campaign_id":"c1","channel":"y""#)
        + eventLine("4", "2026-11-20T09:58:59Z", type: "signup")
        + eventLine("5", "2026-11-20T10:05:00Z", type: "ad_impression")
        + eventLine("6", "2026-11-18T23:30:00Z")
        + eventLine("7", "2026-11-20T03:58:59Z")
        + eventLine("8", "2026-11-20T03:59:00Z")
        + "nonsense\n"

    private let expected = [
        "2026-11-20T03:59:00Z (none) (unknown) click 1",
        "2026-11-20T09:58:00Z (none) (unknown) signup 1",
        "2026-11-20T09:59:00Z c1 x click 2",
        "2026-11-20T09:59:00Z c1 y click 1",
        "2026-11-20T10:05:00Z (none) (unknown) impression 1",
    ]

    @Test("New events are counted per minute for six hours back, and every touched hour is named")
    func counts() async throws {
        let landing = try Landing()
        try await landing.serve { _ = try await landing.lines(body) }
        let batch = try #require(landing.batches.first)
        #expect(batch.acceptedCount == 8)
        #expect(batch.rejectedCount == 1)
        #expect(batch.lastLandingSequence == 8)
        #expect(batch.committedAt == landing.clock.now)
        #expect(texts(batch.minuteCounts) == expected)
        #expect(
            batch.touchedHours.map(\.description) == [
                "2026-11-18T23:00:00Z", "2026-11-20T03:00:00Z", "2026-11-20T09:00:00Z",
                "2026-11-20T10:00:00Z",
            ])
    }

    @Test("Read from landing, the counts are those that the commits told")
    func rebuilt() async throws {
        let landing = try Landing()
        try await landing.serve { _ = try await landing.lines(body) }
        let rebuilt = try await landing.committer.recentMinuteCounts()
        #expect(texts(rebuilt.counts) == expected)
        #expect(rebuilt.eventsTotal == 8)
    }

    @Test("A request without anything new tells nothing new")
    func nothingNew() async throws {
        let landing = try Landing()
        try await landing.serve {
            _ = try await landing.lines(eventLine("1"))
            _ = try await landing.lines(eventLine("1"))
        }
        let batch = try #require(landing.batches.last)
        #expect(batch.acceptedCount == 0)
        #expect(batch.minuteCounts.isEmpty)
        #expect(batch.touchedHours.isEmpty)
        #expect(batch.lastLandingSequence == 1)
    }

    @Test("Batch ids have 12 characters and grow with time and number")
    func batchIDs() {
        let time = UTCTimestamp(microseconds: 1_795_165_200_000_000)
        let first = BatchID.text(arrival: time, number: 1)
        let second = BatchID.text(arrival: time, number: 2)
        let later = BatchID.text(arrival: time.adding(microseconds: 1000), number: 0)
        #expect(first.utf8.count == 12)
        #expect(first < second)
        #expect(second < later)
        #expect(BatchID.text(arrival: UTCTimestamp(microseconds: 0), number: 31) == "00000000000z")
    }
}
