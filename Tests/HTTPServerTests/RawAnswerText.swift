/// An answer, read from its bytes.
struct RawAnswerText: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(name: String) -> String? {
        headers.first { $0.name == name.lowercased() }?.value
    }

    /// The first answer in the bytes and how many it takes; nil where it is not whole.
    ///
    /// - Parameter isClosed: nothing more comes, which ends a body of unknown length.
    static func parse(_ bytes: [UInt8], isHead: Bool, isClosed: Bool) -> (RawAnswerText, Int)? {
        guard let end = position(of: [13, 10, 13, 10], in: bytes, from: 0) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first.flatMap({ Int($0.dropFirst(9).prefix(3)) }) else {
            return nil
        }
        let headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let halves = line.split(separator: ":", maxSplits: 1)
            return (
                halves[0].lowercased(),
                halves.count > 1 ? String(halves[1].drop { $0 == " " }) : ""
            )
        }
        let start = end + 4
        func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }
        func answer(_ body: [UInt8]) -> RawAnswerText {
            RawAnswerText(status: status, headers: headers, body: body)
        }
        if isHead || status == 204 || status == 304 || status < 200 { return (answer([]), start) }
        if let length = value("content-length").flatMap({ Int($0) }) {
            guard bytes.count >= start + length else { return nil }
            return (answer(Array(bytes[start..<start + length])), start + length)
        }
        if value("transfer-encoding") == "chunked" {
            return unchunked(bytes, from: start).map { (answer($0.body), $0.end) }
        }
        return isClosed ? (answer(Array(bytes[start...])), bytes.count) : nil
    }

    private static func unchunked(_ bytes: [UInt8], from start: Int) -> (body: [UInt8], end: Int)? {
        var body: [UInt8] = []
        var index = start
        while let end = position(of: [13, 10], in: bytes, from: index) {
            let text = String(decoding: bytes[index..<end], as: UTF8.self)
            guard let count = Int(text, radix: 16) else { return nil }
            guard bytes.count >= end + 2 + count + 2 else { return nil }
            body += bytes[(end + 2)..<(end + 2 + count)]
            index = end + 2 + count + 2
            if count == 0 { return (body, index) }
        }
        return nil
    }

    private static func position(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= start + mark.count else { return nil }
        return bytes.withUnsafeBufferPointer { buffer in
            var index = start
            while index <= buffer.count - mark.count {
                if buffer[index] == mark[0], buffer[index...].starts(with: mark) { return index }
                index += 1
            }
            return nil
        }
    }
}
