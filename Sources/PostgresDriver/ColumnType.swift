/// A PostgreSQL type that the driver reads and writes, by its object id.
///
/// Domains arrive as their base type. Source of the numbers: `pg_type.dat`.
enum ColumnType: UInt32 {
    case boolean = 16
    case bytes = 17
    case character = 18
    case name = 19
    case bigInteger = 20
    case smallInteger = 21
    case integer = 23
    case text = 25
    case objectID = 26
    case json = 114
    case real = 700
    case double = 701
    case unknown = 705
    case paddedText = 1042
    case variableText = 1043
    case date = 1082
    case timestamp = 1114
    case timestampWithZone = 1184
    case numeric = 1700
    case void = 2278
    case jsonBinary = 3802

    var name: String {
        switch self {
        case .boolean: "boolean"
        case .bytes: "bytea"
        case .character: "\"char\""
        case .name: "name"
        case .bigInteger: "bigint"
        case .smallInteger: "smallint"
        case .integer: "integer"
        case .text: "text"
        case .objectID: "oid"
        case .json: "json"
        case .real: "real"
        case .double: "double precision"
        case .unknown: "unknown"
        case .paddedText: "character"
        case .variableText: "character varying"
        case .date: "date"
        case .timestamp: "timestamp"
        case .timestampWithZone: "timestamp with time zone"
        case .numeric: "numeric"
        case .void: "void"
        case .jsonBinary: "jsonb"
        }
    }
}

/// PostgreSQL counts days and microseconds from 2000-01-01.
enum PostgresEpoch {
    static let days: Int32 = 10_957
    static let microseconds: Int64 = 946_684_800_000_000
}
