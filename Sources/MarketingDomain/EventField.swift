/// The members of an event that have a meaning of their own; others are kept as properties.
package enum EventField: String, CaseIterable, Hashable, Sendable {
    case eventID = "event_id"
    /// When it happened: an RFC 3339 time.
    case ts
    case eventType = "event_type"
    case userID = "user_id"
    case campaignID = "campaign_id"
    case channel
    /// What it cost, 0 or more, with up to six decimals.
    case cost
    /// What a conversion was worth, with up to six decimals.
    case value
    case currency
    case orderID = "order_id"
    /// An object of anything else.
    case properties

    /// The JSON pointer to the member of an event.
    package var pointer: String { "/" + rawValue }

    /// The longest text in bytes of UTF-8; nil where the field is no free text.
    ///
    /// 128 for ids: longer than any UUID, URN or hash that platforms use. 16 KiB for properties,
    /// so that a batch of a thousand events cannot fill the memory by itself.
    package var bytesMax: Int? {
        switch self {
        case .eventID, .userID, .campaignID, .channel, .orderID: 128
        case .properties: 16_384
        case .ts, .eventType, .cost, .value, .currency: nil
        }
    }
}
