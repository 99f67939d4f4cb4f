import ExactValues
import Testing

@testable import Ingestion

@Suite("Recent event ids")
struct RecentEventIDsTests {
    private func instant(minute: Int64) -> UTCTimestamp {
        UTCTimestamp(microseconds: minute * UTCTimestamp.microsecondsPerMinute)
    }

    @Test("It holds the most recent ids, and says how late what it does not hold can be")
    func capacity() {
        var recent = RecentEventIDs(countMax: 3)
        for number in 1...3 {
            recent.insert(UInt64(number), time: Int64(number * 10), arrival: instant(minute: 0))
        }
        #expect(recent.uncoveredTimeMax == .min)
        recent.insert(4, time: 5, arrival: instant(minute: 0))
        #expect(recent.time(of: 1) == nil)
        #expect(recent.time(of: 2) == 20)
        #expect(recent.time(of: 4) == 5)
        #expect(recent.count == 3)
        #expect(recent.uncoveredTimeMax == 10)
    }

    @Test("An id that is held keeps its first time; the other is no longer covered")
    func again() {
        var recent = RecentEventIDs(countMax: 3)
        recent.insert(1, time: 10, arrival: instant(minute: 0))
        recent.insert(1, time: 20, arrival: instant(minute: 0))
        #expect(recent.time(of: 1) == 10)
        #expect(recent.count == 1)
        #expect(recent.uncoveredTimeMax == 20)
    }

    @Test("Ids are forgotten by the whole minute of their arrival")
    func age() {
        var recent = RecentEventIDs(countMax: 10)
        recent.insert(1, time: 1, arrival: instant(minute: 5))
        recent.insert(2, time: 2, arrival: instant(minute: 6))
        recent.insert(3, time: 3, arrival: instant(minute: 9))
        recent.removeAll(arrivedBefore: instant(minute: 5))
        #expect(recent.count == 3)
        recent.removeAll(arrivedBefore: instant(minute: 6))
        #expect(recent.time(of: 1) == nil)
        #expect(recent.count == 2)
        recent.removeAll(arrivedBefore: instant(minute: 10))
        #expect(recent.count == 0)
        #expect(recent.uncoveredTimeMax == 3)
        recent.insert(4, time: 4, arrival: instant(minute: 11))
        #expect(recent.time(of: 4) == 4)
    }

    @Test("It agrees with a plain list over 20,000 insertions with crowded slots")
    func model() {
        let countMax = 300
        var recent = RecentEventIDs(countMax: countMax, initialCapacity: 16)
        var held: [(hash: UInt64, time: Int64)] = []
        var uncovered = Int64.min
        var state: UInt64 = 1
        for step in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Few distinct homes, so that chains grow and wrap around the end of the table.
            let hash = (state >> 33) % 1500 << 20 | (state >> 40) % 3
            let time = Int64(step)
            recent.insert(hash, time: time, arrival: instant(minute: 0))
            if held.contains(where: { $0.hash == hash }) {
                uncovered = max(uncovered, time)
            } else {
                held.append((hash, time))
                if held.count > countMax { uncovered = max(uncovered, held.removeFirst().time) }
            }
            if step % 97 == 0 {
                #expect(recent.count == held.count)
                #expect(held.allSatisfy { recent.time(of: $0.hash) == $0.time })
                #expect(recent.uncoveredTimeMax == uncovered)
                #expect(recent.time(of: 7 << 50) == nil)
            }
        }
    }

    @Test("The hash that landing keeps of ids is the same for ever")
    func storedHash() {
        func hash(_ text: String) -> UInt64 {
            Array(text.utf8).withUnsafeBufferPointer { ByteHash.ofEventIDs($0) }
        }
        #expect(hash("") == 2_744_426_108_219_749_437)
        #expect(hash("e1") == 16_230_526_768_546_143_746)
        #expect(hash("12345") == 351_383_745_568_613_842)
        #expect(hash("0190c5b2-6f1e-7abc-8def-0123456789ab") == 12_859_566_564_719_945_806)
    }

    @Test("Hashes of texts of every length differ, and depend on the seed")
    func hashes() {
        var seen: Set<UInt64> = []
        let hash = ByteHash(seed: 1)
        for length in 0..<200 {
            for byte in [UInt8(0x61), 0x62] {
                let bytes = Array(repeating: byte, count: length)
                seen.insert(bytes.withUnsafeBufferPointer { hash($0) })
            }
        }
        #expect(seen.count == 399)
        let other = ByteHash(seed: 2)
        let bytes: [UInt8] = [1, 2, 3]
        #expect(
            bytes.withUnsafeBufferPointer { hash($0) }
                != bytes.withUnsafeBufferPointer { other($0) })
    }
}
