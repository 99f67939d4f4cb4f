import MarketingDomain
import Testing

@Suite("Event vocabulary")
struct EventTypeTests {
    private func readBytes(_ word: String) -> EventType? {
        Array(word.utf8).withUnsafeBufferPointer { EventType(received: $0) }
    }

    @Test(
        "Every word and alias means its type, read as text or as bytes",
        arguments: [
            ("impression", EventType.impression), ("ad_impression", .impression),
            ("click", .click), ("ad_click", .click), ("email_sent", .emailSent),
            ("email_opened", .emailOpened), ("signup", .signup), ("activation", .activation),
            ("conversion", .conversion), ("unsubscribe", .unsubscribe),
        ])
    func known(word: String, type: EventType) {
        #expect(EventType(received: word) == type)
        #expect(readBytes(word) == type)
    }

    @Test(
        "Other words mean nothing",
        arguments: ["", "Click", "clicks", "clic", "ad_signup", "email-sent"])
    func unknown(word: String) {
        #expect(EventType(received: word) == nil)
        #expect(readBytes(word) == nil)
    }

    @Test("A field's pointer is its name behind a slash")
    func pointer() {
        #expect(EventField.eventID.pointer == "/event_id")
        #expect(EventField.allCases.count == 11)
    }
}
