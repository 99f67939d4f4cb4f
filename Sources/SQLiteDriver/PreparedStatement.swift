import CSQLite
import ExactValues
import SQLAccess

/// One prepared statement: owned, bound, stepped, and finalised with its last use.
struct PreparedStatement: ~Copyable {
    private let handle: OpaquePointer
    private let database: OpaquePointer
    let sql: String

    /// Prepares the first statement of `sql` and refuses a second one behind it.
    init(_ sql: String, database: OpaquePointer) throws(SQLError) {
        var handle: OpaquePointer?
        var restIsBlank = true
        var copy = sql
        let code = copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    database, text.baseAddress, Int32(text.count),
                    UInt32(SQLITE_PREPARE_PERSISTENT), &handle, &tail)
                if let tail, let start = text.baseAddress {
                    restIsBlank = text[(tail - start)...].allSatisfy {
                        $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) || $0 == 0x3B
                    }
                }
                return code
            }
        }
        guard code == SQLITE_OK else { throw SQLError.last(on: database, sql: sql) }
        guard let handle else {
            throw SQLError(
                kind: .misuse, engine: .sqlite, message: "the statement is empty", sql: sql)
        }
        guard restIsBlank else {
            sqlite3_finalize(handle)
            throw SQLError(
                kind: .misuse, engine: .sqlite,
                message: "one statement at a time; executeScript takes several", sql: sql)
        }
        self.handle = handle
        self.database = database
        self.sql = sql
    }

    deinit {
        // The code repeats what the last step reported already.
        sqlite3_finalize(handle)
    }

    /// Makes it ready for other values.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// True while there is a row.
    func step() throws(SQLError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLError.last(on: database, sql: sql)
        }
    }

    var columnCount: Int { Int(sqlite3_column_count(handle)) }

    func columnName(_ column: Int) -> String {
        sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }

    /// The type in the table's declaration; nil for an expression.
    func declaredType(_ column: Int) -> String? {
        sqlite3_column_decltype(handle, Int32(column)).map { String(cString: $0) }
    }

    func storageClass(_ column: Int) -> Int32 { sqlite3_column_type(handle, Int32(column)) }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    func double(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    /// The text's or blob's bytes, valid within `body`.
    func withBytes<Result>(
        _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        // The pointer first, then the length: the order that SQLite asks for.
        let start = sqlite3_column_blob(handle, Int32(column))
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return body(
            UnsafeBufferPointer(
                start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count))
    }
}

extension PreparedStatement {
    func bind(_ values: [SQLValue]) throws(SQLError) {
        for (offset, value) in values.enumerated() {
            try bind(value, at: offset + 1)
        }
    }

    /// Dates and instants are bound as ISO texts of fixed length, which sort as they should;
    /// decimals as text, which keeps them exact; booleans as 0 and 1.
    func bind(_ value: SQLValue, at index: Int) throws(SQLError) {
        let index = Int32(index)
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .boolean(let flag): code = sqlite3_bind_int64(handle, index, flag ? 1 : 0)
        case .integer(let number): code = sqlite3_bind_int64(handle, index, number)
        case .double(let number):
            // SQLite turns NaN into NULL without a word.
            guard !number.isNaN else {
                throw .sqliteConversion("NaN cannot be stored", sql: sql)
            }
            code = sqlite3_bind_double(handle, index, number)
        case .decimal(let number): code = try bind(text: number.description, at: index)
        case .text(let text): code = try bind(text: text, at: index)
        case .date(let date): code = try bind(text: try date.sqliteText(), at: index)
        case .timestamp(let instant): code = try bind(text: try instant.sqliteText(), at: index)
        case .blob(let bytes):
            code = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map {
                    bellwether_sqlite_bind_blob(handle, index, $0, UInt64(buffer.count))
                } ?? sqlite3_bind_zeroblob(handle, index, 0)
            }
        }
        guard code == SQLITE_OK else { throw SQLError.last(on: database, sql: sql) }
    }

    private func bind(text: String, at index: Int32) throws(SQLError) -> Int32 {
        var copy = text
        let code: Int32? = copy.withUTF8 { bytes in
            bytes.contains(0) ? nil : bind(utf8: bytes, at: index)
        }
        guard let code else { throw .nulInText(sql: sql) }
        return code
    }

    /// Binds bytes that are known to be UTF-8.
    func bind(utf8 bytes: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
        guard let start = bytes.baseAddress else {
            return bellwether_sqlite_bind_text(handle, index, "", 0)
        }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            bellwether_sqlite_bind_text(handle, index, $0, UInt64(bytes.count))
        }
    }
}

extension SQLError {
    /// SQLite would keep it and its own text functions would stop at it; PostgreSQL refuses it.
    static func nulInText(sql: String?) -> SQLError {
        sqliteConversion("a text holds a NUL character, which cannot be stored", sql: sql)
    }
}

extension CalendarDate {
    /// `YYYY-MM-DD`, in the years that four digits can say.
    func sqliteText() throws(SQLError) -> String {
        guard (1...9999).contains(parts.year) else {
            throw .sqliteConversion("a date outside the years 1 to 9999 cannot be stored")
        }
        return description
    }
}

extension UTCTimestamp {
    /// `YYYY-MM-DDTHH:MM:SS.ffffffZ`: always six decimals, so that texts sort as instants do.
    func sqliteText() throws(SQLError) -> String {
        _ = try utcDate.sqliteText()
        var text = description
        switch text.utf8.count {
        case 20: text.replaceSubrange(text.index(before: text.endIndex)..., with: ".000000Z")
        case 24: text.replaceSubrange(text.index(before: text.endIndex)..., with: "000Z")
        default: break
        }
        return text
    }
}
