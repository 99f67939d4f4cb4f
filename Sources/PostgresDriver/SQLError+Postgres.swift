import CLibPQ
import SQLAccess

extension SQLError {
    /// What the connection says about its last failure.
    static func last(on connection: OpaquePointer?, sql: String? = nil) -> SQLError {
        let isLost = connection.map { PQstatus($0) == CONNECTION_BAD } ?? true
        return SQLError(
            kind: isLost ? .connectionLost : .other, engine: .postgreSQL,
            message: text(PQerrorMessage(connection)), sql: sql)
    }

    /// What a failed result says: message, detail and hint, without the `ERROR:` before them.
    static func postgres(
        _ result: OpaquePointer?, on connection: OpaquePointer?, sql: String? = nil
    ) -> SQLError {
        guard let result, let code = field(result, bellwether_pq_sqlstate) else {
            return last(on: connection, sql: sql)
        }
        var message = field(result, bellwether_pq_message) ?? text(PQresultErrorMessage(result))
        if let detail = field(result, bellwether_pq_detail) { message += ". \(detail)" }
        if let hint = field(result, bellwether_pq_hint) { message += " Hint: \(hint)" }
        return SQLError(
            kind: kind(ofSQLState: code), engine: .postgreSQL, code: code, message: message,
            sql: sql)
    }

    static func postgresConversion(_ message: String, sql: String? = nil) -> SQLError {
        SQLError(kind: .conversion, engine: .postgreSQL, message: message, sql: sql)
    }

    static func postgresMisuse(_ message: String, sql: String? = nil) -> SQLError {
        SQLError(kind: .misuse, engine: .postgreSQL, message: message, sql: sql)
    }

    /// Source: PostgreSQL 15 documentation, appendix A.
    static func kind(ofSQLState code: String) -> Kind {
        switch code {
        case "57014": return .interrupted
        case "57P01", "57P02", "57P03": return .connectionLost
        case "40001", "40P01": return .serialization
        case "53100": return .outOfDisk
        case "53200": return .outOfMemory
        case "53300", "55006", "55P03": return .busy
        case "25P02": return .misuse
        case "42804": return .conversion
        case "42P01", "42703", "42883", "42704", "3F000", "3D000": return .missingObject
        default: break
        }
        switch code.prefix(2) {
        case "08": return .connectionLost
        case "22": return .conversion
        case "23": return .constraint
        case "28": return .cannotOpen
        case "42": return .syntax
        default: return .other
        }
    }

    private static func field(_ result: OpaquePointer, _ code: Int) -> String? {
        PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
    }

    private static func text(_ message: UnsafePointer<CChar>?) -> String {
        var text = message.map { String(cString: $0) } ?? "unknown error"
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
