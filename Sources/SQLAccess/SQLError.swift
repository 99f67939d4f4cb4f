/// An engine's refusal: what kind, in the engine's own words, on which statement.
///
/// `description` is fit for a log or a person: it holds no bound value. `debugDescription` tells
/// the statement as well.
package struct SQLError: Error, Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case cannotOpen
        /// Another process or connection holds what this one needs.
        case busy
        case syntax
        case missingObject
        case constraint
        case conversion
        /// Two transactions changed the same rows: try again.
        case serialization
        case interrupted
        case outOfMemory
        case outOfDisk
        case connectionLost
        case misuse
        case other
    }

    package let kind: Kind
    package let engine: SQLDialect
    /// The engine's code where it has one: SQLSTATE, SQLite's extended code.
    package let code: String?
    /// The engine's text, whole.
    package let message: String
    package let sql: String?

    package init(
        kind: Kind, engine: SQLDialect, code: String? = nil, message: String, sql: String? = nil
    ) {
        self.kind = kind
        self.engine = engine
        self.code = code
        self.message = message
        self.sql = sql
    }
}

extension SQLError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        code.map { "\(engine.rawValue) \($0): \(message)" } ?? "\(engine.rawValue): \(message)"
    }

    package var debugDescription: String {
        sql.map { "\(description)\nin: \($0)" } ?? description
    }
}
