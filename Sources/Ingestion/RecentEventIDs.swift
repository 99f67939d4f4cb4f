import ExactValues

/// When each of the most recently stored events happened, by the hash of its id.
///
/// It answers two questions without the engine: does an id come again, and can an event be new for
/// certain. A hash may be shared by two ids: what it finds is a suspicion that the engine confirms.
/// What it does not find, of an event later than `uncoveredTimeMax`, is certainly not stored.
///
/// Memory: one ring in order of arrival and one open hash table of places in it, 24 bytes an id.
/// 2 million ids take 48 MiB.
struct RecentEventIDs: Sendable {
    /// The latest time of any stored event that this table does not hold.
    private(set) var uncoveredTimeMax = Int64.min
    private let countMax: Int
    private var hashes: [UInt64]
    private var times: [Int64]
    /// 0, or a place in the ring plus one and, above it, as many bits of the hash as there is room
    /// for: they spare the look into the ring at most slots of others. Twice as long as the ring.
    private var slots: [UInt32]
    /// Ids taken in since the start; the oldest one kept is the `first`-th.
    private var first = 0
    private var end = 0
    /// At which count of ids each minute of arrival began, oldest first.
    private var minutes: [(minute: Int64, first: Int)] = []
    /// The end of the last of them.
    private var nextMinute = Int64.min

    /// Default 2 million: what 2 cores take in in 20 s at full speed, or a large shop in a day.
    init(countMax: Int = 2_000_000, initialCapacity: Int = 16_384) {
        precondition((1...1 << 30).contains(countMax), "a place in the ring has 31 bits")
        self.countMax = countMax
        var capacity = 16
        while capacity < min(initialCapacity, countMax) { capacity *= 2 }
        hashes = Array(repeating: 0, count: capacity)
        times = Array(repeating: 0, count: capacity)
        slots = Array(repeating: 0, count: 2 * capacity)
    }

    var count: Int { end - first }

    /// When the event whose id has this hash happened; nil where none is held.
    func time(of hash: UInt64) -> Int64? {
        let mask = slots.count - 1
        var slot = home(hash)
        let mark = self.mark(hash)
        while slots[slot] != 0 {
            if slots[slot] & ~placeMask == mark {
                let place = place(in: slot)
                if hashes[place] == hash { return times[place] }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Takes in the id of an event that is stored now. Ids come in order of arrival.
    mutating func insert(_ hash: UInt64, time: Int64, arrival: UTCTimestamp) {
        guard self.time(of: hash) == nil else {
            noteUncovered(time)
            return
        }
        if count == countMax { removeFirst() }
        if count == hashes.count { grow() }
        if arrival.microseconds >= nextMinute { beginMinute(arrival) }
        let place = end & (hashes.count - 1)
        hashes[place] = hash
        times[place] = time
        end += 1
        occupy(place)
    }

    /// Some stored event of this time is not held here.
    mutating func noteUncovered(_ time: Int64) {
        uncoveredTimeMax = max(uncoveredTimeMax, time)
    }

    /// Forgets the ids that arrived before a time, by whole minutes.
    mutating func removeAll(arrivedBefore cutoff: UTCTimestamp) {
        while minutes.count > 1, minutes[1].minute <= cutoff.microseconds {
            while first < minutes[1].first { removeFirst() }
            minutes.removeFirst()
        }
        if minutes.count == 1, count > 0,
            minutes[0].minute + UTCTimestamp.microsecondsPerMinute <= cutoff.microseconds
        {
            while count > 0 { removeFirst() }
            minutes.removeAll()
            nextMinute = .min
        }
    }

    private mutating func beginMinute(_ arrival: UTCTimestamp) {
        let minute = arrival.startOfMinute.microseconds
        minutes.append((minute, end))
        nextMinute = minute + UTCTimestamp.microsecondsPerMinute
    }

    /// The bits of a slot that hold a place: the ring's length is a power of two.
    private var placeMask: UInt32 { UInt32(truncatingIfNeeded: slots.count - 1) }

    /// The bits of a hash that stand beside a place.
    private func mark(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash >> 32) & ~placeMask
    }

    private func place(in slot: Int) -> Int { Int(slots[slot] & placeMask) - 1 }

    private func home(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash) & (slots.count - 1)
    }

    private mutating func occupy(_ place: Int) {
        let mask = slots.count - 1
        var slot = home(hashes[place])
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(place + 1) | mark(hashes[place])
    }

    private mutating func removeFirst() {
        let place = first & (hashes.count - 1)
        noteUncovered(times[place])
        vacate(place)
        first += 1
    }

    /// Empties the slot of a place and moves up those behind it that may come nearer to their home
    /// (Knuth, The Art of Computer Programming 6.4, algorithm R).
    private mutating func vacate(_ place: Int) {
        let mask = slots.count - 1
        var hole = home(hashes[place])
        while self.place(in: hole) != place { hole = (hole + 1) & mask }
        var slot = hole
        while true {
            slots[hole] = 0
            repeat {
                slot = (slot + 1) & mask
                if slots[slot] == 0 { return }
            } while isBetween(home(hashes[self.place(in: slot)]), after: hole, upTo: slot)
            slots[hole] = slots[slot]
            hole = slot
        }
    }

    /// Whether `home` lies cyclically in (`after`, `upTo`]: then the entry may not move before it.
    private func isBetween(_ home: Int, after: Int, upTo: Int) -> Bool {
        after <= upTo ? after < home && home <= upTo : after < home || home <= upTo
    }

    private mutating func grow() {
        let oldMask = hashes.count - 1
        let capacity = hashes.count * 2
        var newHashes = Array(repeating: UInt64(0), count: capacity)
        var newTimes = Array(repeating: Int64(0), count: capacity)
        for number in first..<end {
            newHashes[number & (capacity - 1)] = hashes[number & oldMask]
            newTimes[number & (capacity - 1)] = times[number & oldMask]
        }
        hashes = newHashes
        times = newTimes
        slots = Array(repeating: 0, count: 2 * capacity)
        for number in first..<end { occupy(number & (capacity - 1)) }
    }
}
