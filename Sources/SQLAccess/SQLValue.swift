package import ExactValues

/// One value on its way into or out of an engine.
package enum SQLValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case double(Double)
    case decimal(FixedDecimal)
    case text(String)
    case date(CalendarDate)
    case timestamp(UTCTimestamp)
    case blob([UInt8])
}

/// What an engine can bind.
package protocol SQLEncodable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLEncodable {
    package var sqlValue: SQLValue { self }
}

extension Bool: SQLEncodable {
    package var sqlValue: SQLValue { .boolean(self) }
}

extension Int: SQLEncodable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLEncodable {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLEncodable {
    package var sqlValue: SQLValue { .double(self) }
}

extension FixedDecimal: SQLEncodable {
    package var sqlValue: SQLValue { .decimal(self) }
}

extension String: SQLEncodable {
    package var sqlValue: SQLValue { .text(self) }
}

extension CalendarDate: SQLEncodable {
    package var sqlValue: SQLValue { .date(self) }
}

extension UTCTimestamp: SQLEncodable {
    package var sqlValue: SQLValue { .timestamp(self) }
}

extension Optional: SQLEncodable where Wrapped: SQLEncodable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// What a column's value can be read as. A column of another type is an error, never nil.
package protocol SQLDecodable {
    static func decode(_ value: SQLValue) -> Self?
}

extension Bool: SQLDecodable {
    /// SQLite has no booleans: 0 and 1 count as such.
    package static func decode(_ value: SQLValue) -> Bool? {
        switch value {
        case .boolean(let flag): flag
        case .integer(0): false
        case .integer(1): true
        default: nil
        }
    }
}

extension Int64: SQLDecodable {
    /// Takes decimals without decimals too: the sum of integers is 128 bits wide in DuckDB.
    package static func decode(_ value: SQLValue) -> Int64? {
        switch value {
        case .integer(let number): number
        case .decimal(let number):
            number.rescaled(to: 0).flatMap { Int64(exactly: $0.units) }
        default: nil
        }
    }
}

extension Int: SQLDecodable {
    package static func decode(_ value: SQLValue) -> Int? {
        Int64.decode(value).map { Int($0) }
    }
}

extension Double: SQLDecodable {
    package static func decode(_ value: SQLValue) -> Double? {
        switch value {
        case .double(let number): number
        case .integer(let number): Double(number)
        case .decimal(let number): number.doubleValue
        default: nil
        }
    }
}

extension FixedDecimal: SQLDecodable {
    /// SQLite keeps decimals as text, which is exact: texts of digits count as decimals.
    package static func decode(_ value: SQLValue) -> FixedDecimal? {
        switch value {
        case .decimal(let number): number
        case .integer(let number): FixedDecimal(units: Int128(number), scale: 0)
        case .text(let text): FixedDecimal(exactly: text)
        default: nil
        }
    }
}

extension String: SQLDecodable {
    package static func decode(_ value: SQLValue) -> String? {
        if case .text(let text) = value { text } else { nil }
    }
}

extension CalendarDate: SQLDecodable {
    /// SQLite keeps days as text: ISO texts count as days.
    package static func decode(_ value: SQLValue) -> CalendarDate? {
        switch value {
        case .date(let date): date
        case .text(let text): CalendarDate(iso: text)
        default: nil
        }
    }
}

extension UTCTimestamp: SQLDecodable {
    /// SQLite keeps instants as text: RFC 3339 texts count as instants.
    package static func decode(_ value: SQLValue) -> UTCTimestamp? {
        switch value {
        case .timestamp(let instant): instant
        case .text(let text): UTCTimestamp(rfc3339: text, missingOffset: .utc)
        default: nil
        }
    }
}

extension [UInt8]: SQLDecodable {
    package static func decode(_ value: SQLValue) -> [UInt8]? {
        if case .blob(let bytes) = value { bytes } else { nil }
    }
}

extension SQLValue: SQLDecodable {
    package static func decode(_ value: SQLValue) -> SQLValue? { value }
}
