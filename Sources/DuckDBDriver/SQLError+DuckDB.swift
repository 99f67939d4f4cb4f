import CDuckDB
import SQLAccess

extension SQLError {
    /// The error of a failed result, in the engine's words.
    init(result: inout duckdb_result, sql: String) {
        let message =
            duckdb_result_error(&result).map { String(cString: $0) } ?? "the statement failed"
        self.init(
            kind: SQLError.kind(duckdb_result_error_type(&result), message: message),
            engine: .duckDB, message: message, sql: sql)
    }

    /// An error known by its text alone: preparing answers no type, but the text starts with it.
    init(duckDBMessage message: String, sql: String?) {
        let kind: Kind
        if SQLError.isOutOfDisk(message) {
            kind = .outOfDisk
        } else if message.hasPrefix("Parser Error") || message.hasPrefix("Binder Error") {
            kind = .syntax
        } else if message.hasPrefix("Catalog Error") {
            kind = message.contains("does not exist") ? .missingObject : .syntax
        } else if message.hasPrefix("Constraint Error") {
            kind = .constraint
        } else if message.hasPrefix("Conversion Error") {
            kind = .conversion
        } else if message.hasPrefix("TransactionContext Error") {
            kind = .serialization
        } else {
            kind = SQLError.kind(DUCKDB_ERROR_INVALID, message: message)
        }
        self.init(kind: kind, engine: .duckDB, message: message, sql: sql)
    }

    /// A full disk is told as an error of whatever was being done: of the commit, for example.
    private static func isOutOfDisk(_ message: String) -> Bool {
        message.contains("No space left") || message.contains("disk full")
            || message.contains("Disk quota exceeded")
    }

    static func kind(_ type: duckdb_error_type, message: String) -> Kind {
        if isOutOfDisk(message) { return .outOfDisk }
        return switch type {
        case DUCKDB_ERROR_PARSER, DUCKDB_ERROR_SYNTAX, DUCKDB_ERROR_BINDER: .syntax
        case DUCKDB_ERROR_CATALOG: message.contains("does not exist") ? .missingObject : .syntax
        case DUCKDB_ERROR_CONSTRAINT: .constraint
        case DUCKDB_ERROR_CONVERSION, DUCKDB_ERROR_OUT_OF_RANGE, DUCKDB_ERROR_MISMATCH_TYPE,
            DUCKDB_ERROR_DECIMAL:
            .conversion
        case DUCKDB_ERROR_TRANSACTION, DUCKDB_ERROR_SERIALIZATION: .serialization
        case DUCKDB_ERROR_INTERRUPT: .interrupted
        case DUCKDB_ERROR_OUT_OF_MEMORY: .outOfMemory
        case DUCKDB_ERROR_CONNECTION: .connectionLost
        default: .other
        }
    }
}
