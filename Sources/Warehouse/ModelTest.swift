package import SQLAccess

/// Something that must hold for a model's rows, checked before they are published.
package struct ModelTest: Hashable, Sendable {
    package let kind: Kind
    package let severity: Severity
    package let tolerance: Tolerance
    /// As written: what a person reads in a report.
    package let text: String
    package let line: Int

    package enum Kind: Hashable, Sendable {
        case notNull(column: String)
        case unique(columns: [String])
        /// Exactly one row.
        case oneRow
        /// True or null for each row.
        case acceptedRange(expression: String)
        case acceptedValues(expression: String)
        /// True or null for each row.
        case expression(String)
        /// Each value that is not null is one of the other table's.
        case relationship(column: String, table: TableName, otherColumn: String)
        case reconciles(Reconciliation)
    }

    package enum Severity: String, Hashable, Sendable, CaseIterable {
        /// A failure publishes nothing.
        case block
        /// A failure is told, and published.
        case warn
        /// A failure is recorded.
        case info
    }

    /// What is still accepted: rows that fail, or for `reconciles` the distance of the sums.
    package enum Tolerance: Hashable, Sendable {
        case number(Double)
        /// Of the rows that were looked at, 0 to 1.
        case fraction(Double)

        package static let none = Tolerance.number(0)
    }

    package init(
        kind: Kind, severity: Severity = .block, tolerance: Tolerance = .none, text: String,
        line: Int
    ) {
        self.kind = kind
        self.severity = severity
        self.tolerance = tolerance
        self.text = text
        self.line = line
    }

    /// Names the test within its model, in configuration and in results: `not_null(order_id)`.
    package var check: String {
        switch kind {
        case .notNull(let column): "not_null(\(column))"
        case .unique(let columns): "unique(\(columns.joined(separator: ", ")))"
        case .oneRow: "one_row"
        case .acceptedRange(let expression): "accepted_range(\(expression))"
        case .acceptedValues(let expression): "accepted_values(\(expression))"
        case .expression(let expression): "expression(\(expression))"
        case .relationship(let column, let table, let otherColumn):
            "relationships(\(column) references \(table).\(otherColumn))"
        case .reconciles(let reconciliation): "reconciles(\(reconciliation.text))"
        }
    }

    /// Other models that the test reads.
    var tables: Set<TableName> {
        switch kind {
        case .relationship(_, let table, _): [table]
        case .reconciles(let reconciliation):
            Set((reconciliation.left + reconciliation.right).compactMap(\.table))
        default: []
        }
    }
}

/// `sum(a) + sum(b) = sum(schema.table.c where d = 'e')`: two ways to one number.
package struct Reconciliation: Hashable, Sendable {
    package let left: [Term]
    package let right: [Term]
    package let text: String

    /// One aggregate over the model itself or over another table.
    package struct Term: Hashable, Sendable {
        package let isSubtracted: Bool
        /// `SUM`, `COUNT`, `MIN` or `MAX`.
        package let function: String
        package let isDistinct: Bool
        /// SQL over the columns of the table, `*` for `COUNT(*)`.
        package let expression: String
        /// Nil: the model itself.
        package let table: TableName?
        package let condition: String?
    }
}
