import Testing

@testable import HTTPServer

@Suite("Clock of a connection") struct ConnectionClockTests {
    private let start = MonotonicTime(nanoseconds: 1_000_000_000)

    private func clock() -> ConnectionClock {
        var deadlines = HTTPServerConfiguration.Deadlines()
        deadlines.header = .seconds(10)
        return ConnectionClock(now: start, deadlines: deadlines)
    }

    private func at(_ seconds: Double) -> MonotonicTime { start + .seconds(seconds) }

    /// What would become of the clock at a moment; the clock itself stays as it is.
    private func expiry(_ clock: ConnectionClock, at seconds: Double) -> ConnectionClock.Expiry? {
        var copy = clock
        return copy.expire(now: at(seconds))?.expiry
    }

    private func mayRespond(_ clock: ConnectionClock) -> Bool {
        var copy = clock
        return copy.enter(.responding, now: start, limit: nil)
    }

    @Test("A silent connection is closed at its deadline, not before")
    func silent() {
        var clock = clock()
        #expect(expiry(clock, at: 9.999) == nil)
        #expect(expiry(clock, at: 10) == .close)
        _ = clock.expire(now: at(10))
        #expect(expiry(clock, at: 100) == nil)
    }

    @Test("A header or body over time is answered, and its client may linger for two seconds")
    func refused() {
        for stage in [ConnectionClock.Stage.head, .body] {
            var clock = clock()
            _ = clock.enter(stage, now: at(1), limit: .seconds(5))
            #expect(expiry(clock, at: 5.999) == nil)
            #expect(expiry(clock, at: 6) == .refuse)
            let expired = clock.expire(now: at(6))
            #expect(expired?.stage == stage)
            #expect(!mayRespond(clock))
            #expect(expiry(clock, at: 7.999) == nil)
            #expect(expiry(clock, at: 8) == .cut)
            _ = clock.expire(now: at(8))
            #expect(expiry(clock, at: 100) == nil)
        }
    }

    @Test("A handler has no deadline; an answer that is not taken is cut")
    func handling() {
        var clock = clock()
        _ = clock.enter(.handling, now: at(1), limit: nil)
        #expect(expiry(clock, at: 100_000) == nil)
        _ = clock.enter(.responding, now: at(100_000), limit: .seconds(60))
        #expect(expiry(clock, at: 100_059.9) == nil)
        #expect(expiry(clock, at: 100_060) == .cut)
    }

    @Test("While the server makes the client wait, the client's clock stands")
    func pause() {
        var clock = clock()
        _ = clock.enter(.body, now: at(0), limit: .seconds(5))
        clock.pause(now: at(4))
        clock.pause(now: at(5))
        #expect(expiry(clock, at: 60) == nil)
        clock.proceed(now: at(64))
        #expect(expiry(clock, at: 64.999) == nil)
        #expect(expiry(clock, at: 65) == .refuse)
    }

    @Test("Whoever begins to answer first is the only one who answers")
    func oneWriter() {
        var engineFirst = clock()
        _ = engineFirst.enter(.responding, now: at(1), limit: nil)
        let isLate = !engineFirst.end(now: at(1))
        #expect(isLate)
        var otherFirst = clock()
        _ = otherFirst.enter(.body, now: at(1), limit: nil)
        let isInTime = otherFirst.end(now: at(1))
        #expect(isInTime)
        #expect(!mayRespond(otherFirst))
        let isSecond = !otherFirst.end(now: at(1))
        #expect(isSecond)
        #expect(expiry(otherFirst, at: 3) == .cut)
    }
}
