import ExactValues
import SQLAccess
import Testing

@testable import Ingestion

@Suite("Reading event bodies")
struct EventBodyReaderTests {
    @Test("A whole event lands in its columns, aliases folded and escapes resolved")
    func whole() {
        let reader = RejectionTests.read(
            #"{"event_id":"é\u00e9\n","ts":"2026-11-20T09:00:00.123+01:00","#
                + #""event_type":"ad_click","user_id":"u1","campaign_id":"c1","#
                + #""channel":"google","cost":0.42,"value":12e1,"currency":"EUR","#
                + #""order_id":"o1","properties":{"device": "mobile"}}"#)
        let columns = reader.columns
        #expect(reader.rejected.isEmpty)
        #expect(columns.count == 1)
        #expect(columns.eventIDs[0] == "éé\n")
        #expect(columns.occurredAt == [1_795_161_600_123_000])
        #expect(columns.eventTypes[0] == "click")
        #expect(columns.userIDs[0] == "u1")
        #expect(columns.campaignIDs[0] == "c1")
        #expect(columns.channels[0] == "google")
        #expect(columns.costs[0] == 420_000)
        #expect(columns.values[0] == 120_000_000)
        #expect(columns.currencyCodes[0] == "EUR")
        #expect(columns.orderIDs[0] == "o1")
        #expect(columns.properties[0] == #"{"device": "mobile"}"#)
    }

    @Test(
        "Absent, null and empty optional members mean the same",
        arguments: [
            "",
            #","user_id":null,"campaign_id":null,"channel":null,"cost":null,"value":null,"#
                + #""currency":null,"order_id":null,"properties":null"#,
            #","user_id":"","campaign_id":"","channel":"","currency":"","order_id":"""#,
        ])
    func defaults(rest: String) {
        let columns = RejectionTests.read(
            #"{"event_id":"e1","ts":"2026-11-20T09:00:00Z","event_type":"signup"\#(rest)}"#
        ).columns
        #expect(columns.count == 1)
        #expect(columns.campaignIDs[0] == "(none)")
        #expect(columns.channels[0] == "(unknown)")
        #expect(columns.userIDs[0] == nil)
        #expect(columns.costs[0] == nil)
        #expect(columns.values[0] == nil)
        #expect(columns.currencyCodes[0] == nil)
        #expect(columns.orderIDs[0] == nil)
        #expect(columns.properties[0] == nil)
    }

    @Test(
        "Unknown members are kept among the properties, as they were written",
        arguments: [
            (#""a":[1, 2],"b\n":"x""#, #"{"a":[1, 2],"b\n":"x"}"#),
            (#""properties":{"p":1},"a":2"#, #"{"p":1,"a":2}"#),
            (#""properties":{ },"a":2"#, #"{ "a":2}"#),
            (#""properties":null,"a":2"#, #"{"a":2}"#),
        ])
    func unknown(members: String, properties: String) {
        let columns = RejectionTests.read(
            #"{"event_id":"e1","ts":"2026-11-20T09:00:00Z","event_type":"click",\#(members)}"#
        ).columns
        #expect(columns.properties[0] == properties)
    }

    @Test("The bounds of time are inclusive: 10 minutes ahead and 400 days ago are taken")
    func times() {
        for text in ["2026-11-20T10:10:00Z", "2025-10-16T10:00:00Z"] {
            let reader = RejectionTests.read(
                RejectedCase.event("2026-11-20T09:00:00Z", with: text))
            #expect(reader.rejected.isEmpty)
        }
    }

    @Test("An id may have 128 bytes, and amounts six decimals and twelve digits before them")
    func bounds() {
        let id = String(repeating: "é", count: 64)
        #expect(RejectionTests.read(RejectedCase.event("e1", with: id)).rejected.isEmpty)
        let columns = RejectionTests.read(
            RejectedCase.event("0.5", with: "999999999999.999999")
        ).columns
        #expect(columns.costs[0] == 999_999_999_999_999_999)
        #expect(
            RejectionTests.read(RejectedCase.event("0.5", with: "0")).columns.costs[0] == 0)
    }

    @Test("The classic door wants everything but the cost, and reads a time without offset as UTC")
    func classic() {
        let event =
            #"{"event_id":"e1","ts":"2026-11-20T09:00:00","event_type":"click","#
            + #""user_id":"u1","campaign_id":"c1","channel":"google"}"#
        let columns = RejectionTests.read(event, format: .json, door: .classic).columns
        #expect(columns.occurredAt == [1_795_165_200_000_000])
        for member in ["event_id", "ts", "event_type", "user_id", "campaign_id", "channel"] {
            let renamed = event.replacing("\"\(member)\"", with: "\"x\"")
            let reader = RejectionTests.read(renamed, format: .json, door: .classic)
            #expect(reader.rejected.first?.rejection.code == "missing_field")
            #expect(reader.rejected.first?.rejection.pointer == "/\(member)")
        }
    }
}
