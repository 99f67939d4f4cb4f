/// Which sequence of the shop's seed draws what: no two share one.
enum DemoPurpose {
    static let dayNoise: UInt64 = 10
    static let newCustomers: UInt64 = 11
    static let customer: UInt64 = 12
    static let customerTraits: UInt64 = 13
    static let journey: UInt64 = 14
    static let background: UInt64 = 15
    static let newOrders: UInt64 = 17
    static let returningOrders: UInt64 = 19
    static let sourceNoise: UInt64 = 21
    static let mailing: UInt64 = 22
    static let returns: UInt64 = 23
    static let firstSeen: UInt64 = 24
}
