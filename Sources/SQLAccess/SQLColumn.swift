import ExactValues

/// A named column of values of one type, with marks for the nulls.
package struct SQLColumn: Sendable, Hashable {
    package let name: String
    package var values: SQLColumnValues
    /// True where the value is null; empty where the column has no null. Otherwise as long as the
    /// column; the value under a null is meaningless.
    package var nulls: [Bool]

    package init(name: String, values: SQLColumnValues, nulls: [Bool] = []) {
        precondition(
            nulls.isEmpty || nulls.count == values.count, "a mark for each value, or none")
        self.name = name
        self.values = values
        self.nulls = nulls
    }

    package var count: Int { values.count }

    package func isNull(at row: Int) -> Bool {
        !nulls.isEmpty && nulls[row]
    }

    package subscript(row: Int) -> SQLValue {
        isNull(at: row) ? .null : values[row]
    }
}

/// The values of a column, by type. Dates are days and timestamps microseconds since 1970.
package enum SQLColumnValues: Sendable, Hashable {
    case booleans([Bool])
    case integers([Int64])
    case doubles([Double])
    case decimals([Int128], scale: Int)
    case texts(TextColumn)
    case dates([Int32])
    case timestamps([Int64])
    case blobs(TextColumn)

    package var count: Int {
        switch self {
        case .booleans(let values): values.count
        case .integers(let values): values.count
        case .doubles(let values): values.count
        case .decimals(let values, scale: _): values.count
        case .texts(let values): values.count
        case .dates(let values): values.count
        case .timestamps(let values): values.count
        case .blobs(let values): values.count
        }
    }

    subscript(row: Int) -> SQLValue {
        switch self {
        case .booleans(let values): .boolean(values[row])
        case .integers(let values): .integer(values[row])
        case .doubles(let values): .double(values[row])
        case .decimals(let values, let scale):
            .decimal(FixedDecimal(units: values[row], scale: scale))
        case .texts(let values): .text(values[row])
        case .dates(let values): .date(CalendarDate(daysSinceEpoch: values[row]))
        case .timestamps(let values): .timestamp(UTCTimestamp(microseconds: values[row]))
        case .blobs(let values): .blob(Array(values.bytes[values.range(at: row)]))
        }
    }

    /// Puts the values of another chunk of the same column behind these.
    package mutating func append(contentsOf other: SQLColumnValues) {
        switch (self, other) {
        case (.booleans(var mine), .booleans(let theirs)):
            self = .booleans([])
            mine += theirs
            self = .booleans(mine)
        case (.integers(var mine), .integers(let theirs)):
            self = .booleans([])
            mine += theirs
            self = .integers(mine)
        case (.doubles(var mine), .doubles(let theirs)):
            self = .booleans([])
            mine += theirs
            self = .doubles(mine)
        case (.decimals(var mine, let scale), .decimals(let theirs, scale: let other)):
            precondition(scale == other, "chunks of one column have one scale")
            self = .booleans([])
            mine += theirs
            self = .decimals(mine, scale: scale)
        case (.texts(var mine), .texts(let theirs)):
            self = .booleans([])
            mine.append(contentsOf: theirs)
            self = .texts(mine)
        case (.dates(var mine), .dates(let theirs)):
            self = .booleans([])
            mine += theirs
            self = .dates(mine)
        case (.timestamps(var mine), .timestamps(let theirs)):
            self = .booleans([])
            mine += theirs
            self = .timestamps(mine)
        case (.blobs(var mine), .blobs(let theirs)):
            self = .booleans([])
            mine.append(contentsOf: theirs)
            self = .blobs(mine)
        default:
            preconditionFailure("chunks of one column have one type")
        }
    }
}
