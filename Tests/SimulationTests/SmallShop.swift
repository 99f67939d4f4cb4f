import ExactValues
import MarketingDomain
import Simulation

/// A fiftieth of the shop with all of its events read, made once for all tests.
struct SmallShop: Sendable {
    let shop: DemoShop
    let truth: DemoTruth
    let lines: [ReadEvent]
    /// Of all bytes.
    let fingerprint: UInt64

    static let until = UTCTimestamp(microseconds: 1_795_174_440_000_000)
    static let made = Result { try SmallShop() }

    private init() throws {
        shop = DemoShop(until: SmallShop.until, scale: 0.02)
        var stream = shop.events()
        var lines: [ReadEvent] = []
        var fingerprint = Fingerprint()
        while let chunk = stream.next(maximumEvents: 5_000) {
            lines += try ReadEvent.all(in: chunk.bytes)
            fingerprint.add(chunk.bytes)
        }
        self.lines = lines
        self.fingerprint = fingerprint.value
        truth = stream.truth
    }
}
