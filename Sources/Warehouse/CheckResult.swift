package import ExactValues

/// What a check of a model observed in a run: a line of `meta.data_quality_results`.
package struct CheckResult: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case passed
        case failed
    }

    package let model: String
    /// Names the check within the model: `not_null(order_id)`.
    package let check: String
    package let severity: ModelTest.Severity
    package let status: Status
    /// Failing rows, or the distance of two sums; nil where one of them is null.
    package let observed: Double?
    /// The largest `observed` that passes.
    package let threshold: Double
    /// How many rows were looked at and fail, with examples; for people.
    package let detail: String
    package let checkedAt: UTCTimestamp

    package init(
        model: String, check: String, severity: ModelTest.Severity, status: Status,
        observed: Double?, threshold: Double, detail: String, checkedAt: UTCTimestamp
    ) {
        self.model = model
        self.check = check
        self.severity = severity
        self.status = status
        self.observed = observed
        self.threshold = threshold
        self.detail = detail
        self.checkedAt = checkedAt
    }

    package var blocks: Bool { status == .failed && severity == .block }
}

/// What configuration changes about a check, named `model check`:
/// `business.orders not_null(order_id)`.
package struct CheckOverride: Hashable, Sendable {
    package var severity: ModelTest.Severity?
    package var tolerance: ModelTest.Tolerance?

    package init(
        severity: ModelTest.Severity? = nil, tolerance: ModelTest.Tolerance? = nil
    ) {
        self.severity = severity
        self.tolerance = tolerance
    }

    /// Reads `warn`, `<= 5%` or `warn <= 5%`.
    package init?(text: String) {
        var words = text.split(separator: " ").map(String.init)[...]
        severity = words.first.flatMap(ModelTest.Severity.init(rawValue:))
        if severity != nil { words.removeFirst() }
        if words.isEmpty {
            guard severity != nil else { return nil }
            return
        }
        guard words.count == 2, words.removeFirst() == "<=",
            let bound = words.first.flatMap(ModelTest.Tolerance.init(text:))
        else { return nil }
        tolerance = bound
    }
}
