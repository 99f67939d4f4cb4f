package import SQLAccess

/// A table's columns in portable SQL, for the tables that the runner makes and no model describes.
package struct TableDefinition: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package let name: String
        /// `STRING`, `BIGINT`, `DOUBLE`, `DECIMAL(18, 6)`, `DATE`, `TIMESTAMP` or `BOOLEAN`.
        package let type: String

        package init(_ name: String, _ type: String) {
            self.name = name
            self.type = type
        }
    }

    package let table: TableName
    package let columns: [Column]

    package init(_ table: TableName, _ columns: [Column]) {
        self.table = table
        self.columns = columns
    }

    /// `CREATE TABLE IF NOT EXISTS …`; every column may be null.
    package var creation: SQLStatement {
        let list = columns.map { column -> SQLStatement in
            "\(identifier: column.name) \(statement: SQLStatement(trusted: column.type))"
        }.joined(separator: ", ")
        return
            "CREATE TABLE IF NOT EXISTS \(table: table) (\(statement: list))"
    }
}

extension TableDefinition {
    /// The tables of `workspace` that models may read, as they are copied for a run.
    package static let workspaceCopies: [TableDefinition] = [
        TableDefinition(
            TableName(schema: "workspace", name: "campaigns"),
            [
                Column("campaign_id", "STRING"), Column("name", "STRING"),
                Column("status", "STRING"), Column("objective", "STRING"),
                Column("budget_amount", "DECIMAL(18, 6)"), Column("currency_code", "STRING"),
                Column("start_date", "DATE"), Column("end_date", "DATE"),
            ]),
        TableDefinition(
            TableName(schema: "workspace", name: "channels"),
            [
                Column("channel", "STRING"), Column("display_name", "STRING"),
                Column("is_paid", "BOOLEAN"),
            ]),
        TableDefinition(
            TableName(schema: "workspace", name: "identities"),
            [
                Column("source", "STRING"), Column("user_id", "STRING"),
                Column("customer_id", "STRING"),
            ]),
    ]

    /// One row: what a run is told from outside.
    package static let runParameters = TableDefinition(
        TableName(schema: "meta", name: "run_parameters"),
        [
            Column("run_id", "STRING"), Column("run_date", "DATE"),
            Column("as_of_date", "DATE"), Column("base_currency_code", "STRING"),
        ])
}
