/// What happened in an event. Closed: another word is refused at the door.
package enum EventType: String, CaseIterable, Hashable, Sendable {
    case impression
    case click
    case emailSent = "email_sent"
    case emailOpened = "email_opened"
    case signup
    case activation
    case conversion
    case unsubscribe

    /// Other words for a type that clients may send; they are folded at the door, so that landing
    /// and all after it know the one word.
    package static let aliases: [String: EventType] = [
        "ad_impression": .impression,
        "ad_click": .click,
    ]

    /// The type that a client means by a word or its alias; case counts.
    package init?(received word: String) {
        guard let type = EventType(rawValue: word) ?? EventType.aliases[word] else { return nil }
        self = type
    }

    /// The same without a `String`: a handful of comparisons of short ASCII texts.
    package init?(received word: UnsafeBufferPointer<UInt8>) {
        for entry in EventType.received where word.elementsEqual(entry.word) {
            self = entry.type
            return
        }
        return nil
    }

    /// Every accepted word, the frequent ones first.
    private static let received: [(word: [UInt8], type: EventType)] =
        allCases.map { (Array($0.rawValue.utf8), $0) }
        + aliases.sorted { $0.key < $1.key }.map { (Array($0.key.utf8), $0.value) }
}
