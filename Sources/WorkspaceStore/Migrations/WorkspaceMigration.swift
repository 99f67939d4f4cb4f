/// One step in the life of the workspace's tables; never edited once it is released.
///
/// The text runs on PostgreSQL as it stands and on SQLite as `SQLiteRendering` says. It uses the
/// types TEXT, BIGINT, BOOLEAN, DATE, TIMESTAMP and DECIMAL(18, 6) only, calls tables without
/// their schema, and ends every `CREATE TABLE` with a line `);`.
struct WorkspaceMigration: Sendable, Hashable {
    /// 1, 2, 3, … without a gap.
    let number: Int
    let name: String
    let sql: String

    /// Tells an edited text from the released one: FNV-1a, 64 bits, 16 hexadecimal digits. It
    /// guards against mistakes, not against attacks.
    var fingerprint: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in sql.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
