import MarketingDomain

/// An event of the shop before it is written; small, because millions pass through.
struct DemoEvent: Sendable {
    /// Milliseconds since 1970.
    var time: Int64
    let type: EventType
    /// A position of `DemoCatalogue.sources`.
    let source: UInt8
    let user: DemoUser
    /// Cost of a click, value of a conversion; in ten-thousandths.
    var amountUnits: Int32?
    /// The order to which the event led; only a conversion tells it.
    var orderNumber: UInt64?
}

/// Whom an event belongs to.
struct DemoUser: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        /// An impression: platforms do not say who saw it.
        case nobody
        /// Someone who is never known by name.
        case visitor
        /// A later customer, before the signup.
        case stranger
        case customer
    }

    let kind: Kind
    let number: UInt64

    static let nobody = DemoUser(kind: .nobody, number: 0)

    static func visitor(_ number: UInt64) -> DemoUser { DemoUser(kind: .visitor, number: number) }
    static func stranger(_ number: UInt64) -> DemoUser { DemoUser(kind: .stranger, number: number) }
    static func customer(_ number: UInt64) -> DemoUser { DemoUser(kind: .customer, number: number) }

    /// The letter before the number in a user's id.
    var letter: UInt8 {
        switch kind {
        case .nobody, .visitor: UInt8(ascii: "v")
        case .stranger: UInt8(ascii: "w")
        case .customer: UInt8(ascii: "C")
        }
    }
}

extension EventLineWriter {
    /// Writes all of a line but its opening and the event's id, which stand already.
    mutating func finish(_ event: DemoEvent) {
        describe(event.type, source: Int(event.source), atMilliseconds: event.time)
        if event.user.kind != .nobody {
            beginUser()
            byte(event.user.letter)
            number(event.user.number)
            endText()
        }
        if let amount = event.amountUnits {
            self.amount(event.type == .click ? .cost : .value, tenThousandths: Int64(amount))
        }
        if event.type == .conversion, let order = event.orderNumber {
            beginOrder()
            text("A-")
            number(order)
            endText()
        }
        end()
    }
}

extension EventLedger {
    mutating func add(_ event: DemoEvent) {
        let amount = event.amountUnits.map { Int64($0) }
        let isClick = event.type == .click
        add(
            event.type, source: Int(event.source), atMilliseconds: event.time,
            costUnits: isClick ? amount : nil, valueUnits: isClick ? nil : amount)
    }
}
