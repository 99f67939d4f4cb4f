import CLibPQ
import ExactValues
import SQLAccess

/// Values as libpq takes them, all in the binary form of their type.
///
/// A null has no type of its own: the server finds it from the place where it stands.
struct ParameterList {
    private var types: [Oid] = []
    private var bytes: [UInt8] = []
    /// Where each value lies in `bytes`; nil for a null.
    private var ranges: [Range<Int>?] = []

    init(_ values: [SQLValue], sql: String) throws(SQLError) {
        for value in values { try append(value, sql: sql) }
    }

    var count: Int { types.count }

    /// Lends the arrays that `PQexecParams` wants, in its order.
    func withPointers<Result>(
        _ body: (
            Int32, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?,
            UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        // One byte more than needed, so that an empty text has an address too: no address is null.
        (bytes + [0]).withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = ranges.map { range in
                range.flatMap { range in start.map { UnsafePointer($0 + range.lowerBound) } }
            }
            let lengths = ranges.map { Int32($0?.count ?? 0) }
            let formats = ranges.map { _ in Int32(1) }
            return body(Int32(count), types, values, lengths, formats)
        }
    }

    private mutating func append(_ value: SQLValue, sql: String) throws(SQLError) {
        guard value != .null else {
            types.append(0)
            ranges.append(nil)
            return
        }
        let start = bytes.count
        let type: ColumnType
        switch value {
        case .null: preconditionFailure("a null has no bytes")
        case .boolean(let flag):
            type = .boolean
            bytes.append(flag ? 1 : 0)
        case .integer(let number):
            type = .bigInteger
            bytes.appendBigEndian(number)
        case .double(let number):
            type = .double
            bytes.appendBigEndian(number.bitPattern)
        case .decimal(let number):
            type = .numeric
            BinaryNumeric.append(units: number.units, scale: number.scale, to: &bytes)
        case .text(let text):
            type = .text
            bytes.append(contentsOf: text.utf8)
            guard !bytes[start...].contains(0) else { throw .nulInText(sql: sql) }
        case .date(let date):
            type = .date
            bytes.appendBigEndian(try BinaryDate.encoded(days: date.daysSinceEpoch))
        case .timestamp(let instant):
            type = .timestamp
            bytes.appendBigEndian(
                try BinaryDate.encoded(microseconds: instant.microseconds))
        case .blob(let blob):
            type = .bytes
            bytes.append(contentsOf: blob)
        }
        types.append(type.rawValue)
        ranges.append(start..<bytes.count)
    }
}

extension SQLError {
    static func nulInText(sql: String? = nil, column: String? = nil) -> SQLError {
        let place = column.map { "a text of column \($0)" } ?? "a text"
        return postgresConversion(
            "\(place) holds a NUL character, which cannot be stored", sql: sql)
    }
}

/// Days and instants on PostgreSQL's calendar, whose extreme numbers mean infinity.
enum BinaryDate {
    static func encoded(days: Int32) throws(SQLError) -> Int32 {
        let (shifted, isOverflow) = days.subtractingReportingOverflow(PostgresEpoch.days)
        guard !isOverflow, shifted != .min, shifted != .max else {
            throw .postgresConversion("the date is outside PostgreSQL's calendar")
        }
        return shifted
    }

    static func encoded(microseconds: Int64) throws(SQLError) -> Int64 {
        let (shifted, isOverflow) =
            microseconds.subtractingReportingOverflow(PostgresEpoch.microseconds)
        guard !isOverflow, shifted != .min, shifted != .max else {
            throw .postgresConversion("the instant is outside PostgreSQL's calendar")
        }
        return shifted
    }

    /// Nil for an infinite date.
    static func days(encoded: Int32) -> Int32? {
        guard encoded != .min, encoded != .max else { return nil }
        let (days, isOverflow) = encoded.addingReportingOverflow(PostgresEpoch.days)
        return isOverflow ? nil : days
    }

    /// Nil for an infinite instant.
    static func microseconds(encoded: Int64) -> Int64? {
        guard encoded != .min, encoded != .max else { return nil }
        let (microseconds, isOverflow) =
            encoded.addingReportingOverflow(PostgresEpoch.microseconds)
        return isOverflow ? nil : microseconds
    }
}
