import DuckDBDriver
import SQLAccess
import Testing

@Suite("A commit that DuckDB refuses")
struct DuckDBFailedCommitTests {
    @Test("It ends the transaction, and the next one works")
    func nextTransaction() throws {
        let database = try DuckDBDatabase(path: nil)
        let session = try database.connect()
        try session.executeScript("CREATE TABLE numbers (number BIGINT PRIMARY KEY)")
        let other = try database.connect()
        #expect(throws: SQLError.self) {
            try session.transaction {
                try session.execute("INSERT INTO numbers VALUES (1)")
                // Committed in between: the first transaction notices at its own commit.
                try other.execute("INSERT INTO numbers VALUES (1)")
            }
        }
        #expect(!session.isInTransaction)
        try session.transaction {
            _ = try session.execute("INSERT INTO numbers VALUES (2)")
        }
        let count: Int = try session.query("SELECT COUNT(*) AS n FROM numbers").scalar()
        #expect(count == 2)
    }
}
