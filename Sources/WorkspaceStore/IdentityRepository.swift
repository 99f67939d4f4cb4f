package import ExactValues
package import MarketingDomain
package import SQLAccess

/// Which customer a user of a source is.
package struct Identity: Sendable, Hashable {
    /// Where the user's id comes from: `web`, `app`, an import's name.
    package let source: String
    package let user: UserID
    package let customer: CustomerID

    package init(source: String, user: UserID, customer: CustomerID) {
        self.source = source
        self.user = user
        self.customer = customer
    }
}

/// What is known of users and customers being the same people.
package struct IdentityRepository {
    private let session: any SQLSession

    package init(_ session: any SQLSession) {
        self.session = session
    }

    /// Writes that the user is the customer; the last word counts.
    package func save(_ identity: Identity, at now: UTCTimestamp) throws(SQLError) {
        try session.execute(
            """
            INSERT INTO workspace.identities (source, user_id, customer_id, updated_at)
            VALUES (
                \(identity.source), \(identity.user.text), \(identity.customer.text), \(now)
            )
            ON CONFLICT (source, user_id) DO UPDATE SET
                customer_id = excluded.customer_id, updated_at = excluded.updated_at
            """)
    }

    package func customer(of user: UserID, source: String) throws -> CustomerID? {
        try session.query(
            """
            SELECT customer_id FROM workspace.identities
            WHERE source = \(source) AND user_id = \(user.text)
            """
        ).rows.first.map { CustomerID(try $0.decode("customer_id")) }
    }

    package func count() throws -> Int {
        try session.query("SELECT count(*) AS identities FROM workspace.identities").scalar()
    }
}
