import ExactValues
import SQLAccess

/// A result's column: its name and type, as the server describes them.
struct ColumnDescription {
    let name: String
    let type: ColumnType
    /// Decimals of a `numeric(p, s)`; nil where the type says none.
    let scale: Int?

    init(name: String, typeID: UInt32, typeModifier: Int32) throws(SQLError) {
        guard let type = ColumnType(rawValue: typeID) else {
            throw .postgresConversion(
                "column \(name) has a type (object id \(typeID)) that is not read: cast it to text")
        }
        self.name = name
        self.type = type
        // numeric(p, s) is ((p << 16) | s) + 4, with eleven bits for s, which may be negative.
        scale =
            type == .numeric && typeModifier >= 4
            ? max(0, ((Int(typeModifier) - 4) & 0x7FF ^ 1024) - 1024) : nil
    }
}

/// Gathers the values of one column from their binary forms.
struct ColumnReader {
    private let description: ColumnDescription
    private var values: Storage
    private var nulls: [Bool] = []
    private var hasNull = false
    /// Decimals of the column: the type's, or the most that a value has shown.
    private var scale: Int
    /// Rows were handed over, so that the scale cannot grow any more.
    private var isDecided: Bool

    /// Only the buffer of the column's type is used.
    private struct Storage {
        var booleans: [Bool] = []
        var integers: [Int64] = []
        var doubles: [Double] = []
        var decimals: [Int128] = []
        var days: [Int32] = []
        var bytes = TextColumn()
    }

    init(_ description: ColumnDescription) {
        self.description = description
        values = Storage()
        scale = description.scale ?? 0
        isDecided = description.scale != nil
    }

    mutating func append(_ field: UnsafeRawBufferPointer?) throws(SQLError) {
        nulls.append(field == nil)
        guard let field else {
            hasNull = true
            appendPlaceholder()
            return
        }
        switch description.type {
        case .boolean: values.booleans.append(field[0] != 0)
        case .smallInteger:
            values.integers.append(Int64(field.bigEndian(at: 0, as: Int16.self)))
        case .integer: values.integers.append(Int64(field.bigEndian(at: 0, as: Int32.self)))
        case .objectID: values.integers.append(Int64(field.bigEndian(at: 0, as: UInt32.self)))
        case .bigInteger: values.integers.append(field.bigEndian(at: 0, as: Int64.self))
        case .real:
            values.doubles.append(
                Double(Float(bitPattern: field.bigEndian(at: 0, as: UInt32.self))))
        case .double:
            values.doubles.append(Double(bitPattern: field.bigEndian(at: 0, as: UInt64.self)))
        case .numeric: try appendNumeric(field)
        case .date:
            guard let days = BinaryDate.days(encoded: field.bigEndian(at: 0, as: Int32.self))
            else { throw unreadable("an infinite date") }
            values.days.append(days)
        case .timestamp, .timestampWithZone:
            guard
                let instant = BinaryDate.microseconds(
                    encoded: field.bigEndian(at: 0, as: Int64.self))
            else { throw unreadable("an infinite instant") }
            values.integers.append(instant)
        case .jsonBinary:
            // The first byte is the format's version.
            values.bytes.append(bytes: UnsafeRawBufferPointer(rebasing: field.dropFirst()))
        case .bytes, .character, .name, .text, .json, .unknown, .paddedText, .variableText, .void:
            values.bytes.append(bytes: field)
        }
    }

    /// The values since the last call.
    mutating func take() -> SQLColumn {
        let taken: SQLColumnValues =
            switch description.type {
            case .boolean: .booleans(values.booleans)
            case .smallInteger, .integer, .objectID, .bigInteger: .integers(values.integers)
            case .real, .double: .doubles(values.doubles)
            case .numeric: .decimals(values.decimals, scale: scale)
            case .date: .dates(values.days)
            case .timestamp, .timestampWithZone: .timestamps(values.integers)
            case .bytes: .blobs(values.bytes)
            default: .texts(values.bytes)
            }
        let column = SQLColumn(
            name: description.name, values: taken, nulls: hasNull ? nulls : [])
        values = Storage()
        nulls = []
        hasNull = false
        isDecided = true
        return column
    }

    private mutating func appendPlaceholder() {
        switch description.type {
        case .boolean: values.booleans.append(false)
        case .smallInteger, .integer, .objectID, .bigInteger, .timestamp, .timestampWithZone:
            values.integers.append(0)
        case .real, .double: values.doubles.append(0)
        case .numeric: values.decimals.append(0)
        case .date: values.days.append(0)
        default: values.bytes.appendEmpty()
        }
    }

    private func unreadable(_ what: String) -> SQLError {
        .postgresConversion("column \(description.name) holds \(what), which is not read")
    }
}

extension ColumnReader {
    private mutating func appendNumeric(_ field: UnsafeRawBufferPointer) throws(SQLError) {
        let number: FixedDecimal
        do throws(BinaryNumeric.ReadingError) {
            number = try BinaryNumeric.read(field)
        } catch {
            switch error {
            case .notANumber: throw unreadable("NaN")
            case .infinite: throw unreadable("an infinite number")
            case .outOfRange: throw unreadable("a number of more than 38 digits")
            case .malformed: throw unreadable("a number of unknown form")
            }
        }
        if number.scale > scale, !isDecided { try growScale(to: number.scale) }
        guard let rescaled = number.rescaled(to: scale) else {
            throw .postgresConversion(
                "column \(description.name) holds numbers that \(scale) decimals and 38 digits "
                    + "cannot say: cast it to DECIMAL(38, s)")
        }
        values.decimals.append(rescaled.units)
    }

    private mutating func growScale(to newScale: Int) throws(SQLError) {
        for index in values.decimals.indices {
            let grown = FixedDecimal(units: values.decimals[index], scale: scale)
                .rescaled(to: newScale)
            guard let grown else { throw unreadable("numbers of more than 38 digits together") }
            values.decimals[index] = grown.units
        }
        scale = newScale
    }
}
