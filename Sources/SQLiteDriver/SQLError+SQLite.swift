import CSQLite
import SQLAccess

extension SQLError {
    /// What the connection says about its last failure; the code is SQLite's extended one.
    static func last(on database: OpaquePointer?, sql: String? = nil) -> SQLError {
        let code = sqlite3_extended_errcode(database)
        let message =
            sqlite3_errmsg(database).map { String(cString: $0) } ?? "unknown error"
        return sqlite(code: code, message: message, sql: sql)
    }

    static func sqlite(code: Int32, message: String, sql: String? = nil) -> SQLError {
        SQLError(
            kind: kind(ofSQLiteCode: code, message: message), engine: .sqlite,
            code: String(code), message: message, sql: sql)
    }

    static func sqliteConversion(_ message: String, sql: String? = nil) -> SQLError {
        SQLError(kind: .conversion, engine: .sqlite, message: message, sql: sql)
    }

    static let closedSQLiteSession = SQLError(
        kind: .misuse, engine: .sqlite, message: "the connection was closed")

    /// The low byte of an extended code is the primary code; `SQLITE_ERROR` tells more in words.
    static func kind(ofSQLiteCode code: Int32, message: String) -> Kind {
        switch code {
        case SQLITE_BUSY | (2 << 8): return .serialization  // SQLITE_BUSY_SNAPSHOT
        case SQLITE_CONSTRAINT | (12 << 8): return .conversion  // SQLITE_CONSTRAINT_DATATYPE
        default: break
        }
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_PERM, SQLITE_AUTH: return .cannotOpen
        case SQLITE_CONSTRAINT: return .constraint
        case SQLITE_MISMATCH, SQLITE_TOOBIG: return .conversion
        case SQLITE_INTERRUPT: return .interrupted
        case SQLITE_NOMEM: return .outOfMemory
        case SQLITE_FULL: return .outOfDisk
        case SQLITE_MISUSE, SQLITE_RANGE: return .misuse
        case SQLITE_ERROR:
            return isAboutMissingObject(message) ? .missingObject : .syntax
        default: return .other
        }
    }

    private static func isAboutMissingObject(_ message: String) -> Bool {
        message.hasPrefix("no such ") || message.hasSuffix(" has no column named")
            || message.contains("has no column named ") || message.hasPrefix("unknown database ")
    }
}
