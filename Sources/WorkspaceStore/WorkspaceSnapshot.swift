import ExactValues
package import SQLAccess

/// The tables of the workspace that models read, as they stand at one moment.
package enum WorkspaceSnapshot {
    /// A table under the name that models use, in the types that they expect.
    package struct Table: Sendable, Hashable {
        package let name: TableName
        package let rows: SQLTable
    }

    /// All of them out of one transaction, so that they agree: campaigns, channels, identities.
    /// Memory: all rows.
    package static func tables(_ session: any SQLSession) throws -> [Table] {
        try session.transaction {
            try definitions.map { definition in
                let rows = try session.query(definition.query)
                return Table(
                    name: TableName(schema: "workspace", name: definition.name),
                    rows: SQLTable(
                        columns: try definition.columns.map { column in
                            try typed(try rows.column(column.name), as: column.type)
                        }))
            }
        }
    }

    private enum ColumnType {
        case text, boolean, date, amount
    }

    private struct Definition {
        let name: String
        let columns: [(name: String, type: ColumnType)]
        let query: SQLStatement
    }

    private static var definitions: [Definition] {
        [
            Definition(
                name: "campaigns",
                columns: [
                    ("campaign_id", .text), ("name", .text), ("status", .text),
                    ("objective", .text), ("budget_amount", .amount), ("currency_code", .text),
                    ("start_date", .date), ("end_date", .date),
                ],
                query: """
                    SELECT campaign_id, name, status, objective, budget_amount, currency_code,
                        start_date, end_date
                    FROM workspace.campaigns ORDER BY campaign_id
                    """),
            Definition(
                name: "channels",
                columns: [("channel", .text), ("display_name", .text), ("is_paid", .boolean)],
                query: """
                    SELECT channel, display_name, is_paid FROM workspace.channels ORDER BY channel
                    """),
            Definition(
                name: "identities",
                columns: [("source", .text), ("user_id", .text), ("customer_id", .text)],
                query: """
                    SELECT source, user_id, customer_id FROM workspace.identities
                    ORDER BY source, user_id
                    """),
        ]
    }

    /// SQLite has texts and integers where PostgreSQL has days, decimals and booleans.
    private static func typed(_ column: SQLColumn, as type: ColumnType) throws -> SQLColumn {
        let rows = SQLTable(columns: [column]).rows
        let values: SQLColumnValues
        switch type {
        case .text: return column
        case .boolean:
            values = .booleans(
                try rows.map { try $0.decodeIfPresent(column.name) ?? false })
        case .date:
            values = .dates(
                try rows.map {
                    try $0.decodeIfPresent(column.name, as: CalendarDate.self)?.daysSinceEpoch ?? 0
                })
        case .amount:
            values = .decimals(
                try rows.map {
                    try amount(try $0.decodeIfPresent(column.name) ?? .zero, column.name)
                }, scale: 6)
        }
        return SQLColumn(name: column.name, values: values, nulls: column.nulls)
    }

    private static func amount(_ number: FixedDecimal, _ column: String) throws -> Int128 {
        guard let exact = number.rescaled(to: 6) else {
            throw WorkspaceContentError.unknownWord(number.description, column: column)
        }
        return exact.units
    }
}
