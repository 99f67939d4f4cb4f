import ExactValues
import SQLAccess

/// Writes the values of one column in the binary form of the table's column.
///
/// What does not fit is refused, never rounded or cut: PostgreSQL itself would round decimals.
struct ColumnWriter {
    private let column: SQLColumn
    private let target: ColumnDescription

    init(_ column: SQLColumn, _ target: ColumnDescription) throws(SQLError) {
        self.column = column
        self.target = target
        guard ColumnWriter.isSupported(column.values, target.type) else {
            throw .postgresConversion(
                "column \(column.name) is of type \(target.type.name), which cannot take "
                    + "\(column.values.typeName) values")
        }
        if case .texts(let texts) = column.values, texts.bytes.contains(0) {
            throw .nulInText(column: column.name)
        }
    }

    /// Appends the field with its length before it.
    func append(row: Int, to bytes: inout [UInt8]) throws(SQLError) {
        guard !column.isNull(at: row) else {
            bytes.appendBigEndian(Int32(-1))
            return
        }
        switch column.values {
        case .booleans(let flags):
            bytes.appendBigEndian(Int32(1))
            bytes.append(flags[row] ? 1 : 0)
        case .integers(let numbers): try append(integer: numbers[row], to: &bytes)
        case .doubles(let numbers): append(double: numbers[row], to: &bytes)
        case .decimals(let units, let scale):
            try append(decimal: FixedDecimal(units: units[row], scale: scale), to: &bytes)
        case .texts(let texts), .blobs(let texts):
            let range = texts.range(at: row)
            let hasVersion = target.type == .jsonBinary
            bytes.appendBigEndian(Int32(range.count + (hasVersion ? 1 : 0)))
            if hasVersion { bytes.append(1) }
            bytes.append(contentsOf: texts.bytes[range])
        case .dates(let days):
            bytes.appendBigEndian(Int32(4))
            bytes.appendBigEndian(try BinaryDate.encoded(days: days[row]))
        case .timestamps(let instants):
            bytes.appendBigEndian(Int32(8))
            bytes.appendBigEndian(try BinaryDate.encoded(microseconds: instants[row]))
        }
    }

    private static func isSupported(_ values: SQLColumnValues, _ type: ColumnType) -> Bool {
        switch (values, type) {
        case (.booleans, .boolean), (.dates, .date), (.blobs, .bytes): true
        case (.timestamps, .timestamp), (.timestamps, .timestampWithZone): true
        case (.doubles, .double), (.doubles, .real): true
        case (.texts, .text), (.texts, .variableText), (.texts, .paddedText), (.texts, .name),
            (.texts, .json), (.texts, .jsonBinary):
            true
        case (.integers, .smallInteger), (.integers, .integer), (.integers, .bigInteger),
            (.integers, .numeric), (.integers, .double):
            true
        case (.decimals, .numeric), (.decimals, .smallInteger), (.decimals, .integer),
            (.decimals, .bigInteger):
            true
        default: false
        }
    }
}

extension ColumnWriter {
    private func append(integer: Int64, to bytes: inout [UInt8]) throws(SQLError) {
        switch target.type {
        case .smallInteger: try append(integer, as: Int16.self, to: &bytes)
        case .integer: try append(integer, as: Int32.self, to: &bytes)
        case .numeric: appendNumeric(units: Int128(integer), scale: 0, to: &bytes)
        case .double: append(double: Double(integer), to: &bytes)
        default: try append(integer, as: Int64.self, to: &bytes)
        }
    }

    private func append<Number: FixedWidthInteger>(
        _ integer: Int64, as type: Number.Type, to bytes: inout [UInt8]
    ) throws(SQLError) {
        guard let number = Number(exactly: integer) else { throw doesNotFit("\(integer)") }
        bytes.appendBigEndian(Int32(Number.bitWidth / 8))
        bytes.appendBigEndian(number)
    }

    private func append(double: Double, to bytes: inout [UInt8]) {
        if target.type == .real {
            bytes.appendBigEndian(Int32(4))
            bytes.appendBigEndian(Float(double).bitPattern)
        } else {
            bytes.appendBigEndian(Int32(8))
            bytes.appendBigEndian(double.bitPattern)
        }
    }

    private func append(decimal: FixedDecimal, to bytes: inout [UInt8]) throws(SQLError) {
        guard target.type == .numeric else {
            guard let whole = decimal.rescaled(to: 0), let number = Int64(exactly: whole.units)
            else { throw doesNotFit("\(decimal)") }
            try append(integer: number, to: &bytes)
            return
        }
        var decimal = decimal
        if let scale = target.scale, scale < decimal.scale {
            guard let rescaled = decimal.rescaled(to: scale) else {
                throw doesNotFit("\(decimal)")
            }
            decimal = rescaled
        }
        appendNumeric(units: decimal.units, scale: decimal.scale, to: &bytes)
    }

    /// The length is known only afterwards.
    private func appendNumeric(units: Int128, scale: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.appendBigEndian(Int32(0))
        BinaryNumeric.append(units: units, scale: scale, to: &bytes)
        let length = Int32(bytes.count - start - 4)
        withUnsafeBytes(of: length.bigEndian) { field in
            bytes.replaceSubrange(start..<(start + 4), with: field)
        }
    }

    private func doesNotFit(_ value: String) -> SQLError {
        let type = target.scale.map { "\(target.type.name) of \($0) decimals" } ?? target.type.name
        return .postgresConversion("\(value) does not fit column \(column.name) (\(type))")
    }
}

extension SQLColumnValues {
    fileprivate var typeName: String {
        switch self {
        case .booleans: "boolean"
        case .integers: "integer"
        case .doubles: "double"
        case .decimals: "decimal"
        case .texts: "text"
        case .dates: "date"
        case .timestamps: "timestamp"
        case .blobs: "blob"
        }
    }
}
