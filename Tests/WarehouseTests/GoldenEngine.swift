import ExactValues
import SQLAccess

@testable import Warehouse

/// Runs one case of a golden file on one engine.
struct GoldenEngine {
    let session: any SQLSession

    /// The model's rows over the given tables, with the types that the engine reports. Leaves
    /// nothing behind.
    func result(of model: Model, over testCase: GoldenFile.Case, at path: String) throws
        -> GoldenGrid
    {
        try session.execute("BEGIN TRANSACTION")
        defer {
            // A failed statement may have ended the transaction already.
            _ = try? session.execute("ROLLBACK")
        }
        try EnginePrologue(timeZone: testCase.zone).install(on: session)
        try createDefinedTables(except: Set(testCase.given.map(\.table)))
        for (table, grid) in testCase.given {
            try create(table, grid, at: path)
        }
        try session.execute("CREATE SCHEMA IF NOT EXISTS golden")
        try session.execute(
            "CREATE TABLE golden.model_result AS \(statement: SQLStatement(trusted: model.sql))")
        return try grid(of: TableName(schema: "golden", name: "model_result"))
    }

    /// Tables of a fixed definition need not be given, and may be given in part.
    private func createDefinedTables(except given: Set<TableName>) throws {
        for schema in ["landing", "workspace", "meta", "staging", "warehouse", "business"] {
            try session.execute("CREATE SCHEMA IF NOT EXISTS \(identifier: schema)")
        }
        let landing = LandingTables.creation.split(separator: " NOT NULL").joined()
        try session.executeScript(landing)
        for definition in TableDefinition.workspaceCopies + [.runParameters] {
            try session.execute(definition.creation)
        }
        if !given.contains(TableDefinition.runParameters.table) {
            try session.execute(
                """
                INSERT INTO meta.run_parameters (run_id, run_date)
                VALUES ('golden', DATE '2026-11-20')
                """)
        }
    }

    private func create(_ table: TableName, _ grid: GoldenGrid, at path: String) throws {
        let allowed: Set = [
            "DOUBLE", "STRING", "BIGINT", "DATE", "TIMESTAMP", "BOOLEAN",
        ]
        for column in grid.columns
        where !allowed.contains(column.type) && !column.type.hasPrefix("DECIMAL(") {
            throw GoldenFileError(
                path: path, message: "column \(column.name) of \(table) has the type \(column.type)"
            )
        }
        let definition = TableDefinition(
            table, grid.columns.map { TableDefinition.Column($0.name, $0.type) })
        try session.execute(definition.creation)
        guard !grid.rows.isEmpty else { return }
        let rows = grid.rows.map { row in
            let cells = zip(row, grid.columns).map { "CAST(\(literal($0)) AS \($1.type))" }
            return "(" + cells.joined(separator: ", ") + ")"
        }
        try session.execute(
            """
            INSERT INTO \(table: table) (\(identifiers: grid.columns.map(\.name)))
            VALUES \(statement: SQLStatement(trusted: rows.joined(separator: ", ")))
            """)
    }

    private func literal(_ cell: String?) -> String {
        guard let cell else { return "NULL" }
        return "'"
            + cell.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }

    private func grid(of table: TableName) throws -> GoldenGrid {
        let described = try session.query(
            """
            SELECT column_name, data_type, numeric_precision, numeric_scale
            FROM information_schema.columns
            WHERE table_schema = \(table.schema ?? "") AND table_name = \(table.name)
            ORDER BY ordinal_position
            """)
        let columns = try described.rows.map { row in
            GoldenGrid.Column(
                name: try row.decode("column_name"),
                type: GoldenEngine.portableType(
                    try row.decode("data_type"),
                    precision: try row.decodeIfPresent("numeric_precision"),
                    scale: try row.decodeIfPresent("numeric_scale")))
        }
        let names = columns.map(\.name)
        let result = try session.query("SELECT \(identifiers: names) FROM \(table: table)")
        return GoldenGrid(
            columns: columns,
            rows: result.rows.map { row in row.values.map(GoldenEngine.cell) })
    }

    private static func portableType(_ type: String, precision: Int?, scale: Int?) -> String {
        switch type.uppercased() {
        case "VARCHAR", "TEXT": "STRING"
        case "DOUBLE PRECISION": "DOUBLE"
        case "TIMESTAMP WITHOUT TIME ZONE": "TIMESTAMP"
        case "NUMERIC":
            precision.map { "DECIMAL(\($0),\(scale ?? 0))" } ?? "DECIMAL of any size"
        default: type.uppercased().split(separator: " ").joined()
        }
    }

    private static func cell(_ value: SQLValue) -> String? {
        switch value {
        case .null: nil
        case .boolean(let flag): String(flag)
        case .integer(let number): String(number)
        case .double(let number): String(describing: number)
        case .decimal(let number): number.description
        case .text(let text): text
        case .date(let date): date.description
        case .timestamp(let instant):
            String(instant.description.dropLast())
                .split(separator: "T").joined(separator: " ")
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }
}
