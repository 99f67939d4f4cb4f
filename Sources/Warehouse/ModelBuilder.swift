import ExactValues
import SQLAccess

/// Brings one table into the state that a step of the plan asks for, inside the run's transaction.
struct ModelBuilder {
    let session: any SQLSession
    let naming: TableNaming
    let computedModels: [TableName: any ComputedModel]
    let limits: Limits

    /// How much one statement takes on.
    struct Limits: Hashable, Sendable {
        /// A reopening of scattered intervals is cut into at most so many statements.
        var reopeningStatementsMax = 16
        /// The first build of what comes in the order of arrival takes so many events at a time,
        /// because an anti-join of all events against all events would not fit into memory.
        var arrivalsMax: Int64 = 4_000_000
    }

    /// What a step left behind.
    struct Outcome {
        /// Of the whole table; nil for a view.
        let rows: Int64?
        /// The rows that the step wrote, as a condition on the table; nil: all of them.
        let filter: IntervalFilter?
    }

    func perform(_ step: RunPlan.Step) throws -> Outcome {
        let model = step.model
        let place = naming.place(of: model.name)
        switch step.action {
        case .skip:
            preconditionFailure("a step that does nothing is no work")
        case .build:
            try build(model, upTo: step.watermark ?? 0, at: place)
            let isView = model.header.materialization.isView
            return Outcome(rows: isView ? nil : try count(place), filter: nil)
        case .reopen(let intervals):
            guard let column = model.header.materialization.interval?.column else {
                preconditionFailure("only incremental models are reopened")
            }
            for group in intervals.groups(groupsMax: limits.reopeningStatementsMax) {
                let filter = IntervalFilter(
                    column: column, unit: intervals.unit, stretches: group)
                try replace(model, at: place, where: filter)
            }
            return Outcome(
                rows: try count(place),
                filter: IntervalFilter(
                    column: column, unit: intervals.unit, stretches: intervals.stretches))
        case .arrivals(let after, let upTo):
            guard let column = model.header.materialization.interval?.column else {
                preconditionFailure("only incremental models take arrivals")
            }
            let filter = IntervalFilter(
                column: column, unit: .arrival, stretches: [(after + 1)...max(after + 1, upTo)])
            try replace(model, at: place, where: filter)
            return Outcome(rows: try count(place), filter: filter)
        }
    }

    private func count(_ place: TableName) throws -> Int64 {
        try session.query("SELECT COUNT(*) AS rows FROM \(table: place)").scalar()
    }

    private func select(_ model: Model) -> SQLStatement {
        SQLStatement(trusted: naming.sql(of: model))
    }

    private func replace(
        _ model: Model, at place: TableName, where filter: IntervalFilter
    ) throws {
        let condition = SQLStatement(trusted: filter.condition)
        try session.execute("DELETE FROM \(table: place) WHERE \(statement: condition)")
        try session.execute(
            """
            INSERT INTO \(table: place) (\(identifiers: model.columnNames))
            \(statement: rows(of: model, where: filter))
            """)
    }

    /// The model's rows of some intervals. The engine pushes the condition down through grouping
    /// into the scans below.
    func rows(of model: Model, where filter: IntervalFilter) -> SQLStatement {
        """
        SELECT \(identifiers: model.columnNames) FROM (
        \(statement: select(model))
        ) AS model_rows
        WHERE \(statement: SQLStatement(trusted: filter.condition))
        """
    }

    private func build(_ model: Model, upTo watermark: Int64, at place: TableName) throws {
        try drop(place)
        switch model.header.materialization {
        case .view:
            try session.execute("CREATE VIEW \(table: place) AS \(statement: select(model))")
        case .table:
            try session.execute("CREATE TABLE \(table: place) AS \(statement: select(model))")
        case .incremental(let column, .arrival):
            try buildByArrival(model, column: column, upTo: watermark, at: place)
        case .incremental(let column, _):
            // Rows of one interval lie together, so that a filter on it skips the others.
            try session.execute(
                """
                CREATE TABLE \(table: place) AS
                SELECT \(identifiers: model.columnNames) FROM (
                \(statement: select(model))
                ) AS model_rows
                ORDER BY \(identifier: column)
                """)
        case .computed:
            try compute(model, at: place)
        }
        try checkColumns(of: model, at: place)
        try session.executeScript(ModelComments.script(for: model, at: place))
    }

    /// Rows lie in the order of landing, so that a later run reads only the end.
    private func buildByArrival(
        _ model: Model, column: String, upTo watermark: Int64, at place: TableName
    ) throws {
        var last = min(watermark, limits.arrivalsMax)
        let first = IntervalFilter(column: column, unit: .arrival, stretches: [0...last])
        try session.execute(
            "CREATE TABLE \(table: place) AS \(statement: rows(of: model, where: first))")
        while last < watermark {
            try Task.checkCancellation()
            let next = min(watermark, last + limits.arrivalsMax)
            try replace(
                model, at: place,
                where: IntervalFilter(
                    column: column, unit: .arrival, stretches: [(last + 1)...next]))
            last = next
        }
    }

    private func compute(_ model: Model, at place: TableName) throws {
        guard let computed = computedModels[model.name] else {
            throw PipelineError.computationFailed(
                model: model.name.description, reason: "the program does not compute this model")
        }
        let inputs = try session.query(select(model))
        let rows: SQLTable
        do {
            rows = try computed.compute(inputs)
        } catch {
            throw PipelineError.computationFailed(
                model: model.name.description, reason: "\(error)")
        }
        try session.execute(TableDefinition(place, computed.columns).creation)
        try session.append(rows, to: place)
    }

    /// Views that read the table go with it on PostgreSQL; the plan builds them again.
    private func drop(_ place: TableName) throws {
        guard let kind = try kind(of: place) else { return }
        let cascade = SQLStatement(trusted: session.dialect == .postgreSQL ? " CASCADE" : "")
        try session.execute(
            kind == "VIEW"
                ? "DROP VIEW \(table: place)\(statement: cascade)"
                : "DROP TABLE \(table: place)\(statement: cascade)")
    }

    private func kind(of place: TableName) throws -> String? {
        let found = try session.query(
            """
            SELECT CAST(table_type AS VARCHAR) AS table_type FROM information_schema.tables
            WHERE table_schema = \(place.schema ?? "") AND table_name = \(place.name)
            """)
        return try found.rows.first?.decode("table_type")
    }

    private func checkColumns(of model: Model, at place: TableName) throws {
        let found = try session.query(
            """
            SELECT CAST(column_name AS VARCHAR) AS column_name FROM information_schema.columns
            WHERE table_schema = \(place.schema ?? "") AND table_name = \(place.name)
            ORDER BY ordinal_position
            """)
        let columns = try found.rows.map { try $0.decode("column_name", as: String.self) }
        let described = Set(model.header.columns.map(\.name))
        guard Set(columns) == described else {
            throw PipelineError.contractBroken(
                model: model.name.description,
                detail: "its SELECT yields \(columns.joined(separator: ", ")), its contract "
                    + "describes \(described.sorted().joined(separator: ", "))")
        }
    }
}

extension Model {
    /// In the order of the contract, which is the order of the table only by chance.
    var columnNames: [String] { header.columns.map(\.name) }
}

/// The contract as comments in the database, where other tools show them.
enum ModelComments {
    static func script(for model: Model, at place: TableName) -> String {
        let kind = model.header.materialization.isView ? "VIEW" : "TABLE"
        let table = "\"\(place.schema ?? "")\".\"\(place.name)\""
        var lines = [
            "COMMENT ON \(kind) \(table) IS \(literal(model.header.describes)); "
        ]
        for column in model.header.columns {
            lines.append(
                "COMMENT ON COLUMN \(table).\"\(column.name)\" IS \(literal(column.description));")
        }
        return lines.joined(separator: "\n")
    }

    private static func literal(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }
}
