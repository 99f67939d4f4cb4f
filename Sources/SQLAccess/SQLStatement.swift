import ExactValues

/// SQL text with bound values: an interpolated value can only ever become a parameter.
///
///     let statement: SQLStatement = "SELECT name FROM campaigns WHERE campaign_id = \(id)"
///
/// `\(table:)`, `\(identifier:)` and `\(statement:)` are the ways to build text; there is none that
/// takes free text from outside. Model files, which are SQL already, come in by `init(trusted:)`.
package struct SQLStatement: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case parameter(SQLValue)
    }

    var parts: [Part]

    /// SQL that is part of the program (a model, a migration), with no value in it.
    package init(trusted sql: String) {
        parts = [.text(sql)]
    }

    /// Text and parameters as an engine wants them; `placeholder` gets 1, 2, 3, ….
    package func rendered(
        placeholder: (Int) -> String
    ) -> (sql: String, parameters: [SQLValue]) {
        var sql = ""
        var parameters: [SQLValue] = []
        for part in parts {
            switch part {
            case .text(let text):
                sql += text
            case .parameter(let value):
                parameters.append(value)
                sql += placeholder(parameters.count)
            }
        }
        return (sql, parameters)
    }

    package static func + (left: SQLStatement, right: SQLStatement) -> SQLStatement {
        var sum = left
        sum.parts += right.parts
        return sum
    }

    package static func += (left: inout SQLStatement, right: SQLStatement) {
        left.parts += right.parts
    }
}

extension SQLStatement: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) {
        parts = [.text(value)]
    }

    package init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            parts.append(.text(literal))
        }

        /// Binds the value as a parameter.
        package mutating func appendInterpolation(_ value: some SQLEncodable) {
            parts.append(.parameter(value.sqlValue))
        }

        /// Binds the value, or null: said apart, because the compiler warns of optionals otherwise.
        package mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) {
            parts.append(.parameter(value.sqlValue))
        }

        /// Binds each value: `IN (\(list: ids))`. An empty list becomes `NULL`, which matches nothing.
        package mutating func appendInterpolation(list values: [some SQLEncodable]) {
            if values.isEmpty { parts.append(.text("NULL")) }
            for (index, value) in values.enumerated() {
                if index > 0 { parts.append(.text(", ")) }
                parts.append(.parameter(value.sqlValue))
            }
        }

        package mutating func appendInterpolation(table: TableName) {
            parts.append(.text(table.quoted))
        }

        package mutating func appendInterpolation(identifier: String) {
            parts.append(.text(TableName.quoted(identifier)))
        }

        /// A list of quoted names: `(\(identifiers: columns))`.
        package mutating func appendInterpolation(identifiers: [String]) {
            parts.append(.text(identifiers.map(TableName.quoted).joined(separator: ", ")))
        }

        package mutating func appendInterpolation(statement: SQLStatement) {
            parts += statement.parts
        }
    }
}

extension SQLStatement: CustomStringConvertible {
    /// The text with `?` for every value, so that no value reaches a log.
    package var description: String {
        rendered { _ in "?" }.sql
    }
}

extension [SQLStatement] {
    package func joined(separator: String) -> SQLStatement {
        var joined = SQLStatement(trusted: "")
        for (index, statement) in enumerated() {
            if index > 0 { joined += SQLStatement(trusted: separator) }
            joined += statement
        }
        return joined
    }
}

/// A table's name with its schema: `landing.events`.
package struct TableName: Hashable, Sendable, CustomStringConvertible {
    /// Nil for a temporary table, or the default schema.
    package let schema: String?
    package let name: String

    package init(schema: String? = nil, name: String) {
        self.schema = schema
        self.name = name
    }

    package var description: String {
        schema.map { "\($0).\(name)" } ?? name
    }

    var quoted: String {
        schema.map { "\(TableName.quoted($0)).\(TableName.quoted(name))" } ?? TableName.quoted(name)
    }

    static func quoted(_ identifier: String) -> String {
        "\""
            + identifier.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
