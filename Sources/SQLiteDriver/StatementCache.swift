import SQLAccess

/// Prepared statements that may be wanted again, the least recently used one dropped first.
///
/// A statement is taken out while it is in use, so that a query inside another one's rows gets its
/// own copy even for the same text.
struct StatementCache {
    /// The box lets a dictionary hold what cannot be copied.
    final class Entry {
        let statement: PreparedStatement
        fileprivate(set) var lastUse = 0

        init(_ statement: consuming PreparedStatement) {
            self.statement = statement
        }
    }

    /// Default 64: more than the workspace's distinct statements that run often.
    private let countMax: Int
    private var idle: [String: Entry] = [:]
    private var uses = 0

    init(countMax: Int = 64) {
        self.countMax = countMax
    }

    var count: Int { idle.count }

    mutating func take(_ sql: String) -> Entry? {
        idle.removeValue(forKey: sql)
    }

    mutating func giveBack(_ entry: Entry) {
        uses += 1
        entry.lastUse = uses
        idle[entry.statement.sql] = entry
        if idle.count > countMax,
            let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            idle.removeValue(forKey: oldest.key)
        }
    }

    mutating func removeAll() {
        idle.removeAll()
    }
}
