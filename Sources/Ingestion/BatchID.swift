import ExactValues

/// Names the events that came in one request: time of arrival and a number, in 12 characters.
///
/// 12, because the engine keeps texts of up to 12 bytes inside its vectors, and every event carries
/// one. Later ids are greater; within a process they are unique up to 65,536 requests a millisecond.
enum BatchID {
    static let bytes = 12

    static func text(arrival: UTCTimestamp, number: UInt16) -> String {
        // Crockford's alphabet: no letter that could be taken for a digit.
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        let milliseconds = UInt64(max(0, arrival.microseconds / 1000)) & (1 << 44 - 1)
        var bits = milliseconds << 16 | UInt64(number)
        var text: [UInt8] = []
        for _ in 0..<bytes {
            text.append(alphabet[Int(bits & 31)])
            bits >>= 5
        }
        return String(decoding: text.reversed(), as: UTF8.self)
    }
}
