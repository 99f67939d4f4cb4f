import ExactValues
import SQLAccess

/// Runs the checks of models on their tables: all rows, or those that a run wrote.
struct ModelTester {
    let graph: ModelGraph
    let naming: TableNaming
    let overrides: [String: CheckOverride]
    let now: @Sendable () -> UTCTimestamp
    private var aggregates: CheckAggregates

    /// A failing check shows so many rows.
    static let sampleRowsMax = 5

    init(
        session: any SQLSession, graph: ModelGraph, naming: TableNaming,
        overrides: [String: CheckOverride], now: @escaping @Sendable () -> UTCTimestamp
    ) {
        self.graph = graph
        self.naming = naming
        self.overrides = overrides
        self.now = now
        aggregates = CheckAggregates(session: session)
    }

    /// - Parameter filter: What was written; nil for the whole table.
    mutating func results(
        for model: Model, filter: IntervalFilter?
    ) throws -> [CheckResult] {
        let compiler = CheckCompiler(model: model, graph: graph, naming: naming, filter: filter)
        try aggregates.load(
            [compiler.checkedRows]
                + model.header.tests.flatMap { test -> [CheckAggregate] in
                    if case .reconciles(let sums) = test.kind {
                        let (left, right) = compiler.sides(of: sums)
                        return left + right
                    }
                    return compiler.failingRows(test).map { [$0] } ?? []
                })
        return try model.header.tests.map { test in
            if case .reconciles(let sums) = test.kind {
                return reconcile(sums, test, of: model, with: compiler)
            }
            return try count(test, of: model, with: compiler)
        }
    }

    private func count(
        _ test: ModelTest, of model: Model, with compiler: CheckCompiler
    ) throws -> CheckResult {
        let checked = aggregates.count(compiler.checkedRows)
        let failing: Int64
        if let aggregate = compiler.failingRows(test) {
            failing = aggregates.count(aggregate)
        } else if let query = compiler.failingCount(test) {
            failing = try aggregates.session.query(query).scalar()
        } else {
            preconditionFailure("a check counts rows, keys or values")
        }
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
        if failing > 0 {
            let samples = try samples(test, with: compiler)
            if !samples.isEmpty { detail += ", for example " + samples }
        }
        return CheckResult(
            model: model.name.description, check: test.check, severity: severity,
            status: Double(failing) <= threshold ? .passed : .failed, observed: Double(failing),
            threshold: threshold, detail: detail, checkedAt: now())
    }

    private func samples(_ test: ModelTest, with compiler: CheckCompiler) throws -> String {
        guard let query = compiler.samples(test, limit: ModelTester.sampleRowsMax) else {
            return ""
        }
        let table = try aggregates.session.query(query)
        return table.rows.map { row in
            zip(table.columnNames, row.values)
                .map { "\($0)=\(ModelTester.text($1))" }.joined(separator: ", ")
        }.joined(separator: "; ")
    }

    private func reconcile(
        _ sums: Reconciliation, _ test: ModelTest, of model: Model, with compiler: CheckCompiler
    ) -> CheckResult {
        let (severity, tolerance) = settings(of: test, in: model)
        let sides = compiler.sides(of: sums)
        func total(_ terms: [Reconciliation.Term], _ side: [CheckAggregate]) -> SQLValue {
            SQLValue.total(
                zip(terms, side).map { (aggregates.value($1), $0.isSubtracted) })
        }
        let left = total(sums.left, sides.left)
        let right = total(sums.right, sides.right)
        let distance = left.distance(to: right)
        let threshold =
            switch tolerance {
            case .number(let number): number
            case .fraction(let fraction): fraction * abs(Double.decode(right) ?? 0)
            }
        let isBothUnknown = left == .null && right == .null
        return CheckResult(
            model: model.name.description, check: test.check, severity: severity,
            status: isBothUnknown || (distance ?? .infinity) <= threshold ? .passed : .failed,
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
