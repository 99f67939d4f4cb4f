import ExactValues
import SQLAccess

/// The days and instants of a file's dates in the workspace's zone, by code.
///
/// A time that says its offset is an instant, and its day is the zone's; one that does not is the
/// zone's clock, and its day is the one written. The engine knows the zones, so it is asked: once
/// for each different time, in about 1 µs.
struct OrderTimes: Sendable {
    /// Days since 1970, or `DateColumn.noDate`.
    private(set) var days: [Int32]
    /// Microseconds of UTC since 1970, or `DateColumn.noTime`; empty where no line has a time.
    private(set) var instants: [Int64]

    /// The times as they are written, taken as UTC.
    init(_ dates: DateColumn) {
        (days, instants) = (dates.days, dates.instants)
    }

    /// - Parameter session: in a transaction; a temporary table comes and goes.
    init(_ dates: DateColumn, timeZone: String, on session: any SQLSession) throws {
        self.init(dates)
        let codes = instants.indices.filter { instants[$0] != DateColumn.noTime }
        if codes.isEmpty || ["UTC", "Etc/UTC"].contains(timeZone) { return }
        try session.execute(
            """
            CREATE TEMPORARY TABLE import_times (
                code BIGINT NOT NULL, written_at TIMESTAMP NOT NULL, has_offset BOOLEAN NOT NULL
            )
            """)
        try session.append(
            SQLTable(columns: [
                SQLColumn(name: "code", values: .integers(codes.map { Int64($0) })),
                SQLColumn(name: "written_at", values: .timestamps(codes.map { instants[$0] })),
                SQLColumn(name: "has_offset", values: .booleans(codes.map { dates.hasOffset[$0] })),
            ]), to: TableName(name: "import_times"))
        try session.query(
            """
            SELECT
                code AS code,
                CASE WHEN has_offset THEN written_at
                    ELSE timezone('UTC', timezone(\(timeZone), written_at)) END AS ordered_at,
                CASE WHEN has_offset
                    THEN CAST(timezone(\(timeZone), timezone('UTC', written_at)) AS DATE)
                    ELSE CAST(written_at AS DATE) END AS order_date
            FROM import_times
            """
        ) { try take($0) }
        try session.execute("DROP TABLE import_times")
    }

    private mutating func take(_ rows: SQLTable) throws {
        guard case .integers(let codes) = try rows.column("code").values,
            case .timestamps(let found) = try rows.column("ordered_at").values,
            case .dates(let dates) = try rows.column("order_date").values
        else { throw SQLDecodingError.noSuchColumn("code", available: rows.columnNames) }
        for (row, code) in codes.enumerated() {
            instants[Int(code)] = found[row]
            days[Int(code)] = dates[row]
        }
    }
}
