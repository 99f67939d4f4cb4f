import CSQLite
import SQLAccess

/// Gathers the values of one column.
///
/// SQLite types values, not columns: a column takes the type of its declaration, else that of its
/// first value that is not null, and keeps it over all chunks. Integers among doubles become
/// doubles; any other mixture is an error, never a guess.
struct ColumnBuilder {
    private enum Kind: String {
        /// No value has told yet; a column of nulls alone counts as text.
        case undecided = "null"
        case integer, real, text, blob
    }

    private let name: String
    private var kind: Kind
    private var integers: [Int64] = []
    private var doubles: [Double] = []
    private var bytes = TextColumn()
    private var nulls: [Bool] = []
    private var hasNull = false
    /// Rows were handed over, so that the type cannot change any more.
    private var isDecided = false

    init(name: String, declaredType: String?) {
        self.name = name
        kind =
            switch declaredType?.uppercased() {
            case "INT", "INTEGER": .integer
            case "REAL": .real
            case "TEXT": .text
            case "BLOB": .blob
            default: .undecided
            }
    }

    mutating func append(
        _ statement: borrowing PreparedStatement, _ index: Int
    ) throws(SQLError) {
        let found = ColumnBuilder.kind(ofStorageClass: statement.storageClass(index))
        if kind != found, found != .undecided { try become(found, sql: statement.sql) }
        if found == .undecided { hasNull = true }
        nulls.append(found == .undecided)
        // Reading a null gives 0 and no bytes, which is what stands under a null mark.
        switch kind {
        case .undecided: break
        case .integer: integers.append(statement.integer(index))
        case .real: doubles.append(statement.double(index))
        case .text, .blob: statement.withBytes(index) { bytes.append(bytes: $0) }
        }
    }

    /// The values since the last call.
    mutating func take() -> SQLColumn {
        if kind == .undecided {
            kind = .text
            for _ in nulls { bytes.appendEmpty() }
        }
        let values: SQLColumnValues =
            switch kind {
            case .integer: .integers(integers)
            case .real: .doubles(doubles)
            case .text, .undecided: .texts(bytes)
            case .blob: .blobs(bytes)
            }
        let column = SQLColumn(name: name, values: values, nulls: hasNull ? nulls : [])
        integers = []
        doubles = []
        bytes = TextColumn()
        nulls = []
        hasNull = false
        isDecided = true
        return column
    }

    private mutating func become(_ found: Kind, sql: String) throws(SQLError) {
        switch (kind, found) {
        case (.real, .integer):
            return
        case (.undecided, .integer):
            integers = Array(repeating: 0, count: nulls.count)
        case (.undecided, .real):
            doubles = Array(repeating: 0, count: nulls.count)
        case (.undecided, .text), (.undecided, .blob):
            for _ in nulls { bytes.appendEmpty() }
        case (.integer, .real) where !isDecided:
            doubles = integers.map { Double($0) }
            integers = []
        default:
            throw .sqliteConversion(
                "column \(name) holds \(kind.rawValue) and \(found.rawValue) values: "
                    + "cast it to one type",
                sql: sql)
        }
        kind = found
    }

    private static func kind(ofStorageClass storageClass: Int32) -> Kind {
        switch storageClass {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .undecided
        }
    }
}
