package import ExactValues
package import MarketingDomain
package import SQLAccess

/// A channel that the workspace has named.
package struct NamedChannel: Sendable, Hashable {
    package let channel: Channel
    package let displayName: String
    /// Whether it costs money by the click or view.
    package let isPaid: Bool

    package init(channel: Channel, displayName: String, isPaid: Bool) {
        self.channel = channel
        self.displayName = displayName
        self.isPaid = isPaid
    }
}

/// The workspace's channels: names for what events and files carry.
package struct ChannelRepository {
    private let session: any SQLSession

    package init(_ session: any SQLSession) {
        self.session = session
    }

    /// Writes the channel whether it exists or not.
    package func save(_ channel: NamedChannel, at now: UTCTimestamp) throws(SQLError) {
        try session.execute(
            """
            INSERT INTO workspace.channels (channel, display_name, is_paid, updated_at)
            VALUES (\(channel.channel.text), \(channel.displayName), \(channel.isPaid), \(now))
            ON CONFLICT (channel) DO UPDATE SET
                display_name = excluded.display_name, is_paid = excluded.is_paid,
                updated_at = excluded.updated_at
            """)
    }

    /// False where there is none.
    package func delete(_ channel: Channel) throws(SQLError) -> Bool {
        try session.execute(
            "DELETE FROM workspace.channels WHERE channel = \(channel.text)") == 1
    }

    /// All of them by name; a shop has a few dozen at most.
    package func list() throws -> [NamedChannel] {
        try session.query(
            "SELECT channel, display_name, is_paid FROM workspace.channels ORDER BY channel"
        ).rows.map {
            NamedChannel(
                channel: Channel(try $0.decode("channel")),
                displayName: try $0.decode("display_name"), isPaid: try $0.decode("is_paid"))
        }
    }
}
