import CLibPQ
import SQLAccess

/// One result of libpq: owned, read, cleared with its last use.
struct ResultHandle: ~Copyable {
    private let result: OpaquePointer

    /// Takes the result over, or throws what it or the connection says.
    init(
        _ result: OpaquePointer?, on connection: OpaquePointer, sql: String
    ) throws(SQLError) {
        guard let result else { throw .last(on: connection, sql: sql) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN, PGRES_COPY_OUT,
            PGRES_EMPTY_QUERY:
            self.result = result
        default:
            let error = SQLError.postgres(result, on: connection, sql: sql)
            PQclear(result)
            throw error
        }
    }

    deinit {
        PQclear(result)
    }

    var status: ExecStatusType { PQresultStatus(result) }

    /// `INSERT 0 5`, `SELECT 3`, `ROLLBACK`.
    var commandTag: String { String(cString: PQcmdStatus(result)) }

    /// Rows that the statement inserted, changed or deleted.
    var changedRowCount: Int {
        commandTag.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    var rowCount: Int { Int(PQntuples(result)) }

    func columns() throws(SQLError) -> [ColumnDescription] {
        var columns: [ColumnDescription] = []
        for index in 0..<PQnfields(result) {
            columns.append(
                try ColumnDescription(
                    name: String(cString: PQfname(result, index)),
                    typeID: PQftype(result, index), typeModifier: PQfmod(result, index)))
        }
        return columns
    }

    func appendRow(_ row: Int, to builder: inout TableReader) throws(SQLError) {
        try builder.appendRow { column throws(SQLError) in
            let (row, column) = (Int32(row), Int32(column))
            guard PQgetisnull(result, row, column) == 0 else { return nil }
            return UnsafeRawBufferPointer(
                start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column))
            )
        }
    }
}
