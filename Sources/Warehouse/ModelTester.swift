import ExactValues
import SQLAccess

/// Runs the checks of a model on its table: all rows, or those that a run wrote.
struct ModelTester {
    let session: any SQLSession
    let graph: ModelGraph
    let naming: TableNaming
    let overrides: [String: CheckOverride]
    let now: @Sendable () -> UTCTimestamp

    /// A failing check shows so many rows.
    static let sampleRowsMax = 5

    /// - Parameter filter: What was written; nil for the whole table.
    func results(for model: Model, filter: IntervalFilter?) throws -> [CheckResult] {
        let compiler = CheckCompiler(model: model, graph: graph, naming: naming, filter: filter)
        let tests = model.header.tests
        let rowTests = tests.filter { compiler.failingRow($0) != nil }
        let (checked, failing) = try countFailingRows(of: rowTests, with: compiler)
        return try tests.map { test in
            if let count = failing[test] {
                return try result(
                    test, of: model, failing: count, checked: checked, samples: compiler)
            }
            if case .reconciles(let sums) = test.kind {
                return try reconcile(sums, test, of: model, with: compiler)
            }
            let count: Int64 = try session.query(compiler.failingCount(test)).scalar()
            return try result(test, of: model, failing: count, checked: checked, samples: compiler)
        }
    }

    /// One pass over the table for all checks that look at one row at a time.
    private func countFailingRows(
        of tests: [ModelTest], with compiler: CheckCompiler
    ) throws -> (checked: Int64, failing: [ModelTest: Int64]) {
        let table = try session.query(compiler.failingCounts(tests))
        guard let row = table.rows.first else { return (0, [:]) }
        var failing: [ModelTest: Int64] = [:]
        for (index, test) in tests.enumerated() {
            failing[test] = try row.decode("failing_\(index)")
        }
        return (try row.decode("checked"), failing)
    }

    private func result(
        _ test: ModelTest, of model: Model, failing: Int64, checked: Int64,
        samples compiler: CheckCompiler
    ) throws -> CheckResult {
        let (severity, tolerance) = settings(of: test, in: model)
        let threshold =
            switch tolerance {
            case .number(let number): number
            case .fraction(let fraction): fraction * Double(checked)
            }
        var detail =
            test.kind == .oneRow
            ? "\(checked) rows where one is expected"
            : "\(failing) of \(checked) rows fail \(test.text)"
        if failing > 0, let query = compiler.samples(test, limit: ModelTester.sampleRowsMax) {
            let table = try session.query(query)
            let rows = table.rows.map { row in
                zip(table.columnNames, row.values)
                    .map { "\($0)=\(ModelTester.text($1))" }.joined(separator: ", ")
            }
            if !rows.isEmpty { detail += ", for example " + rows.joined(separator: "; ") }
        }
        return CheckResult(
            model: model.name.description, check: test.check, severity: severity,
            status: Double(failing) <= threshold ? .passed : .failed, observed: Double(failing),
            threshold: threshold, detail: detail, checkedAt: now())
    }

    private func reconcile(
        _ sums: Reconciliation, _ test: ModelTest, of model: Model, with compiler: CheckCompiler
    ) throws -> CheckResult {
        let (severity, tolerance) = settings(of: test, in: model)
        let table = try session.query(compiler.reconciliation(sums))
        let values = table.rows.first?.values ?? []
        let left = values.first ?? .null
        let right = values.last ?? .null
        let distance = ModelTester.distance(left, right)
        let threshold =
            switch tolerance {
            case .number(let number): number
            case .fraction(let fraction):
                fraction * abs(Double.decode(right) ?? 0)
            }
        let isEqual = left == .null && right == .null
        return CheckResult(
            model: model.name.description, check: test.check, severity: severity,
            status: isEqual || (distance ?? .infinity) <= threshold ? .passed : .failed,
            observed: distance, threshold: threshold,
            detail: "\(ModelTester.text(left)) against \(ModelTester.text(right)) in \(test.text)",
            checkedAt: now())
    }

    private func settings(
        of test: ModelTest, in model: Model
    ) -> (ModelTest.Severity, ModelTest.Tolerance) {
        let override = overrides["\(model.name) \(test.check)"]
        return (override?.severity ?? test.severity, override?.tolerance ?? test.tolerance)
    }

    /// Exact where both are exact numbers; nil where one is null or no number.
    static func distance(_ left: SQLValue, _ right: SQLValue) -> Double? {
        if let one = FixedDecimal.decode(left), let other = FixedDecimal.decode(right) {
            let scale = max(one.scale, other.scale)
            if let one = one.rescaled(to: scale), let other = other.rescaled(to: scale) {
                let (difference, overflow) = one.units.subtractingReportingOverflow(other.units)
                if !overflow {
                    return abs(FixedDecimal(units: difference, scale: scale).doubleValue)
                }
            }
        }
        if case .date(let one) = left, case .date(let other) = right {
            return Double(abs(one.days(since: other)))
        }
        if case .timestamp(let one) = left, case .timestamp(let other) = right {
            return abs(Double(one.microseconds - other.microseconds)) / 1_000_000
        }
        guard let one = Double.decode(left), let other = Double.decode(right) else { return nil }
        return abs(one - other)
    }

    private static func text(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): String(flag)
        case .integer(let number): String(number)
        case .double(let number): String(describing: number)
        case .decimal(let number): number.normalized.description
        case .text(let text): text
        case .date(let date): date.description
        case .timestamp(let instant): instant.description
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }
}
