package import ExactValues

/// A run of simulated events as NDJSON, in the order of time: a body for `POST /v1/events`.
package struct EventChunk: Sendable {
    /// One object a line, each line ended.
    package let bytes: [UInt8]
    /// Never 0.
    package let events: Int
    package let firstAt: UTCTimestamp
    package let lastAt: UTCTimestamp
}
