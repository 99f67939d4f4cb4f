/// What the owner of a file says about it, where its own words do not do.
package struct OrderImportOptions: Sendable, Hashable {
    /// Columns by meaning, named as in the file; the rest is recognised.
    package var columns: [OrderField: String] = [:]
    /// The order of day, month and year in dates of numbers.
    package var dateOrder: DateOrder?
    /// `.` or `,`.
    package var decimalSign: Character?
    /// The most lines that are taken; default 20 million, about 2 GB of memory.
    package var linesMax = 20_000_000

    package init() {}

    /// The options as people write them.
    ///
    /// - Parameters:
    ///   - dateFormat: `DD/MM/YYYY`, or nil where the file proves it.
    ///   - columns: `sales_amount=Total,order_id=No`, or nil.
    package init(dateFormat: String?, columns text: String?) throws(OrderImportError) {
        if let dateFormat { dateOrder = try DateOrder(format: dateFormat) }
        for pair in text?.split(separator: ",") ?? [] {
            let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, let field = OrderField(name: halves[0]) else {
                throw .unknownMapping(String(pair))
            }
            columns[field] = halves[1]
        }
    }
}

/// How the work is told of, and stopped. Called from the thread that works.
package struct ImportProgress: Sendable {
    /// Bytes of the file that have been read, and that there are; some ten times a second.
    package var report: @Sendable (_ read: Int, _ total: Int) -> Void
    /// Asked now and then; when it says true, the work ends with a `CancellationError`.
    package var isCancelled: @Sendable () -> Bool

    package init(
        report: @escaping @Sendable (_ read: Int, _ total: Int) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled }
    ) {
        self.report = report
        self.isCancelled = isCancelled
    }
}
