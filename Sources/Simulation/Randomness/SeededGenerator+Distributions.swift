import Glibc

/// The distributions that the simulations draw from.
///
/// Written out rather than taken from the standard library, whose sampling may change with its
/// version: a seed's figures stand in tests.
extension SeededGenerator {
    /// Uniform in 0..<1, in steps of 2⁻⁵³.
    package mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    package mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// Uniform in `0..<bound`, by the high half of a product: off by less than `bound` · 2⁻⁶⁴.
    package mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "there is no number below zero to choose")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    package mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * unit()
    }

    /// Normal by Box and Muller; the second number of the pair is not kept.
    package mutating func normal(mean: Double = 0, deviation: Double = 1) -> Double {
        let radius = sqrt(-2 * log(1 - unit()))
        return mean + deviation * radius * cos(2 * Double.pi * unit())
    }

    /// Log-normal with the given mean (not median) and the deviation of its logarithm.
    package mutating func logNormal(mean: Double, deviation: Double) -> Double {
        mean * exp(normal(deviation: deviation) - deviation * deviation / 2)
    }

    package mutating func exponential(mean: Double) -> Double {
        -mean * log(1 - unit())
    }

    /// How many of rare events happen: by products below a mean of 30, by the normal above it.
    package mutating func poisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        guard mean < 30 else {
            return max(0, Int(normal(mean: mean, deviation: mean.squareRoot()).rounded()))
        }
        let limit = exp(-mean)
        var product = unit()
        var count = 0
        while product > limit {
            product *= unit()
            count += 1
        }
        return count
    }

    /// A position of `cumulative`, whose last member is the sum of all weights.
    package mutating func position(inCumulative cumulative: [Double]) -> Int {
        guard let total = cumulative.last else { preconditionFailure("no weights to choose by") }
        let wanted = unit() * total
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
