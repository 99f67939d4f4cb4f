import ExactValues
import MarketingDomain
import SQLAccess

/// Counts the new rows of a commit by minute, campaign, channel and type without a `String` a row.
struct MinuteCounter {
    private(set) var touchedHours: Set<Int64> = []
    private var lastHour = Int64.min
    /// The counts and a row that stands for each.
    private var entries: [(row: Int, minute: Int64, count: Int)] = []
    /// Entry by the hash of what is counted apart. Two keys of one hash go to neighbouring hashes.
    private var byHash: [UInt64: Int] = [:]
    private let columns: EventColumns
    private let hash: ByteHash
    private let earliest: Int64

    init(columns: EventColumns, hash: ByteHash, now: UTCTimestamp) {
        self.columns = columns
        self.hash = hash
        earliest = now.adding(seconds: -CommittedBatch.countedSeconds).microseconds
    }

    mutating func count(_ rows: [Int]) {
        columns.campaignIDs.bytes.withUnsafeBufferPointer { campaigns in
            columns.channels.bytes.withUnsafeBufferPointer { channels in
                columns.eventTypes.bytes.withUnsafeBufferPointer { types in
                    for row in rows { count(row, campaigns, channels, types) }
                }
            }
        }
    }

    private mutating func count(
        _ row: Int, _ campaigns: UnsafeBufferPointer<UInt8>,
        _ channels: UnsafeBufferPointer<UInt8>, _ types: UnsafeBufferPointer<UInt8>
    ) {
        let instant = UTCTimestamp(microseconds: columns.occurredAt[row])
        let hour = instant.startOfHour.microseconds
        if hour != lastHour {
            lastHour = hour
            touchedHours.insert(hour)
        }
        guard instant.microseconds >= earliest else { return }
        let minute = instant.startOfMinute.microseconds
        var key = hash(slice(campaigns, columns.campaignIDs, row))
        key = ByteHash.combine(key, hash(slice(channels, columns.channels, row)))
        key = ByteHash.combine(key, hash(slice(types, columns.eventTypes, row)))
        key = ByteHash.combine(key, UInt64(bitPattern: minute))
        while let index = byHash[key] {
            if entries[index].minute == minute, haveSameKey(entries[index].row, row) {
                entries[index].count += 1
                return
            }
            key &+= 1
        }
        byHash[key] = entries.count
        entries.append((row, minute, 1))
    }

    private func slice(
        _ bytes: UnsafeBufferPointer<UInt8>, _ column: TextColumn, _ row: Int
    ) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[column.range(at: row)])
    }

    private func haveSameKey(_ left: Int, _ right: Int) -> Bool {
        columns.campaignIDs.areEqual(left, right) && columns.channels.areEqual(left, right)
            && columns.eventTypes.areEqual(left, right)
    }

    var counts: [EventMinuteCount] {
        entries.compactMap { entry in
            guard let type = EventType(rawValue: columns.eventTypes[entry.row]) else { return nil }
            return EventMinuteCount(
                key: EventMinuteCount.Key(
                    minute: UTCTimestamp(microseconds: entry.minute),
                    campaignID: CampaignID(columns.campaignIDs[entry.row]),
                    channel: Channel(columns.channels[entry.row]), eventType: type),
                count: entry.count)
        }
    }
}
