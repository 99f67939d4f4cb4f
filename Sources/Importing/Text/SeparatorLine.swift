/// The first line `sep=;`, with which Excel names the delimiter.
struct SeparatorLine {
    /// Nil where the line names one that is not read here: it is sniffed then.
    let delimiter: Delimiter?
    /// Bytes of the line with its end.
    let bytes: Int

    /// Nil where the text does not start with such a line.
    init?(_ head: UnsafeBufferPointer<UInt8>) {
        let mark: [UInt8] = [0x73, 0x65, 0x70, 0x3D]
        var start = 0
        // Some writers quote the line.
        if head.first == 0x22 { start = 1 }
        guard head.count >= start + 5,
            zip(head[start...], mark).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 })
        else { return nil }
        var end = start + 5
        if end < head.count, head[end] == 0x22 { end += 1 }
        guard end == head.count || head[end] == 0x0A || head[end] == 0x0D else { return nil }
        delimiter = Delimiter(rawValue: head[start + 4])
        if end < head.count {
            end += head[end] == 0x0D && end + 1 < head.count && head[end + 1] == 0x0A ? 2 : 1
        }
        bytes = end
    }
}
