/// SplitMix64: 64 bits of state, the same numbers on every machine for the same seed.
///
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (2014). It passes
/// BigCrush, which is more than a simulation asks; nothing secret may come from it.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// One of many independent sequences of a seed: `purpose` and `index` name which.
    package init(seed: UInt64, purpose: UInt64 = 0, index: UInt64 = 0) {
        let ofPurpose = SeededGenerator.mixed(seed &+ SeededGenerator.increment &* (purpose &+ 1))
        state = SeededGenerator.mixed(ofPurpose &+ SeededGenerator.increment &* (index &+ 1))
    }

    package mutating func next() -> UInt64 {
        state &+= SeededGenerator.increment
        return SeededGenerator.mixed(state)
    }

    /// The golden ratio in 64 bits, odd.
    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// A permutation of all 64-bit numbers that spreads every bit over the others.
    package static func mixed(_ number: UInt64) -> UInt64 {
        var mix = number
        mix = (mix ^ (mix >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mix = (mix ^ (mix >> 27)) &* 0x94D0_49BB_1331_11EB
        return mix ^ (mix >> 31)
    }
}
