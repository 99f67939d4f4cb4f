/// The line of the file on which each record starts. Memory: only the jumps, where a record
/// takes more than one line or a blank one lies between.
struct LineNumbers: Sendable {
    private var jumps: [(record: Int, line: Int)] = []
    private(set) var count = 0
    private var nextLine = 0

    mutating func append(_ line: Int) {
        if line != nextLine || jumps.isEmpty { jumps.append((count, line)) }
        count += 1
        nextLine = line + 1
    }

    subscript(record: Int) -> Int {
        var (low, high) = (0, jumps.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if jumps[middle].record <= record { low = middle } else { high = middle }
        }
        return jumps[low].line + record - jumps[low].record
    }
}
