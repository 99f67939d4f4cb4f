package import ExactValues
package import MarketingDomain

/// A customer of the demonstration shop.
package struct DemoCustomer: Hashable, Sendable {
    let number: UInt64
    /// When the shop first saw them, under whatever id: before the first order.
    package let firstSeenAt: UTCTimestamp

    package var id: CustomerID { DemoCustomer.id(number) }

    static func id(_ number: UInt64) -> CustomerID { CustomerID("C\(number)") }

    package var name: String {
        let (first, last) = nameParts
        return "\(first) \(last)"
    }

    /// At a domain that is reserved for examples: nobody can receive it.
    package var email: String {
        let (first, last) = nameParts
        return "\(first.lowercased()).\(last.lowercased()).\(number)@example.com"
    }

    private var nameParts: (first: String, last: String) {
        let mix = SeededGenerator.mixed(number)
        let first = DemoCustomer.firstNames[Int(mix % UInt64(DemoCustomer.firstNames.count))]
        let rest = mix / UInt64(DemoCustomer.firstNames.count)
        return (first, DemoCustomer.lastNames[Int(rest % UInt64(DemoCustomer.lastNames.count))])
    }

    private static let firstNames = [
        "Ada", "Aisha", "Alex", "Amara", "Ana", "Ben", "Carla", "Chen", "Clara", "Daniel", "Diego",
        "Elena", "Emil", "Erin", "Fatima", "Finn", "Grace", "Hana", "Hugo", "Ines", "Isaac",
        "Ivy", "Jamal", "Jonas", "Julia", "Kai", "Lea", "Leo", "Lina", "Lucas", "Maya", "Mei",
        "Milan", "Nadia", "Nina", "Noah", "Olga", "Omar", "Priya", "Ravi", "Rosa", "Sam", "Sara",
        "Sofia", "Theo", "Tom", "Vera", "Yuki", "Zoe",
    ]
    private static let lastNames = [
        "Adams", "Ahmed", "Alvarez", "Baker", "Bauer", "Bell", "Berg", "Brandt", "Brooks",
        "Carter", "Castro", "Cohen", "Cruz", "Diaz", "Dubois", "Evans", "Fischer", "Foster",
        "Garcia", "Gray", "Haas", "Hansen", "Hill", "Horvat", "Ito", "Jensen", "Kaur", "Keller",
        "Khan", "Kim", "Klein", "Kovacs", "Larsen", "Lee", "Lopez", "Meyer", "Moore", "Morgan",
        "Nguyen", "Novak", "Okafor", "Patel", "Perez", "Reed", "Rossi", "Sato", "Silva", "Singh",
        "Stone", "Tanaka", "Vega", "Walsh", "Weber", "Wood", "Young",
    ]
}

/// An id under which events knew a customer before the customer had signed up.
package struct DemoIdentity: Hashable, Sendable {
    let customerNumber: UInt64

    package var userID: UserID { UserID("w\(customerNumber)") }
    package var customerID: CustomerID { DemoCustomer.id(customerNumber) }
    package static let source = "web"
}
