/// What a status column calls an order that was not carried out.
enum OrderStatusWords {
    /// Whether the word says that the order was cancelled, in one of the usual languages.
    static func isCancelled(_ status: String) -> Bool {
        let key = ColumnName.key(of: status)
        return starts.contains { key.hasPrefix($0) }
    }

    private static let starts = [
        "cancel", "void", "annul", "anul", "storn", "abgebrochen", "aborted",
    ]
}
