import Simulation
import Testing

@Suite("Seeded generator")
struct SeededGeneratorTests {
    @Test("The mixing function is SplitMix64's")
    func referenceNumbers() {
        // The first outputs of the reference implementation for the state 1234567.
        let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15
        let outputs = (1...3).map { SeededGenerator.mixed(1_234_567 &+ gamma &* $0) }
        #expect(
            outputs == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test("Seeds, purposes and indices lead to different sequences")
    func streams() {
        var first = SeededGenerator(seed: 1, purpose: 2, index: 3)
        var second = SeededGenerator(seed: 1, purpose: 2, index: 4)
        var third = SeededGenerator(seed: 1, purpose: 3, index: 3)
        var fourth = SeededGenerator(seed: 2, purpose: 2, index: 3)
        var again = SeededGenerator(seed: 1, purpose: 2, index: 3)
        let start = first.next()
        #expect(start == again.next())
        #expect(Set([start, second.next(), third.next(), fourth.next()]).count == 4)
    }

    @Test("Distributions have the means that they are asked for")
    func means() {
        var generator = SeededGenerator(seed: 5)
        func mean(_ draw: (inout SeededGenerator) -> Double) -> Double {
            var sum = 0.0
            for _ in 0..<40_000 { sum += draw(&generator) }
            return sum / 40_000
        }
        #expect(abs(mean { $0.unit() } - 0.5) < 0.01)
        #expect(abs(mean { $0.normal(mean: 3, deviation: 2) } - 3) < 0.05)
        #expect(abs(mean { $0.logNormal(mean: 80, deviation: 0.5) } - 80) < 1)
        #expect(abs(mean { $0.exponential(mean: 4) } - 4) < 0.1)
        #expect(abs(mean { Double($0.poisson(mean: 0.3)) } - 0.3) < 0.02)
        #expect(abs(mean { Double($0.poisson(mean: 120)) } - 120) < 0.5)
        #expect(abs(mean { Double($0.integer(below: 7)) } - 3) < 0.05)
        #expect(mean { Double($0.poisson(mean: 0)) } == 0)
    }

    @Test("A position is chosen by its weight, and never where there is none")
    func weightedPositions() {
        var generator = SeededGenerator(seed: 9)
        var counts = [0, 0, 0]
        for _ in 0..<30_000 { counts[generator.position(inCumulative: [1, 1, 4])] += 1 }
        #expect(counts[1] == 0)
        #expect(abs(Double(counts[0]) / 30_000 - 0.25) < 0.01)
    }
}
