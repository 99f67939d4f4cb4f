package import ExactValues

/// A stretch of the shop's time: what happened in it.
package struct DemoSlice: Sendable {
    /// The slice begins after it.
    package let after: UTCTimestamp
    /// The slice's last moment.
    package let until: UTCTimestamp
    /// Nil where nothing happened.
    package let events: EventChunk?
    /// Orders that the events' conversions name, to be imported as the shop's order file is.
    package let orders: [DemoOrder]
    /// Customers whose first order is among them.
    package let customers: [DemoCustomer]
    package let identities: [DemoIdentity]
}
