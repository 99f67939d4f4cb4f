/// A key that a source has given: opaque text, compared byte by byte, never interpreted.
///
/// One type per kind of thing, so that a campaign's id cannot stand where a customer's is wanted.
package protocol TextIdentifier: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    var text: String { get }
    init(_ text: String)
}

extension TextIdentifier {
    package init(stringLiteral text: String) { self.init(text) }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Members that stand for "no such key" in every table, instead of null: joins keep their rows.
package enum ReservedMember {
    /// It exists, but we do not know which one.
    package static let unknown = "(unknown)"
    /// There is none.
    package static let none = "(none)"
    /// There was one, and its owner had it erased.
    package static let erased = "(erased)"
}

package struct CampaignID: TextIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }

    /// Of events and orders that no campaign brought.
    package static let none = CampaignID(ReservedMember.none)
}

/// A customer's id, the same everywhere; an order's owner.
package struct CustomerID: TextIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }

    package static let unknown = CustomerID(ReservedMember.unknown)
    package static let erased = CustomerID(ReservedMember.erased)
}

/// An event's user: a customer's id unless `workspace.identities` maps it to one.
package struct UserID: TextIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }

    package static let erased = UserID(ReservedMember.erased)
}

package struct EventID: TextIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct OrderID: TextIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// Where people meet a campaign: `google`, `email`, …. Free text: a shop names its own.
package struct Channel: TextIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }

    /// Of events that name no channel.
    package static let unknown = Channel(ReservedMember.unknown)
    /// Of orders that no channel brought.
    package static let none = Channel(ReservedMember.none)
}
