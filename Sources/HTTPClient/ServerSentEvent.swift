/// One event of a stream of server-sent events.
package struct ServerSentEvent: Equatable, Sendable {
    /// `message` where the server names none.
    package let event: String
    package let data: String
    /// The last id that the server gave.
    package let id: String?

    package init(event: String = "message", data: String, id: String? = nil) {
        self.event = event
        self.data = data
        self.id = id
    }
}
