/// How much a log record matters. Records below a log's minimum are not even built.
package enum LogLevel: Int, Comparable, Sendable, CaseIterable {
    /// For the person who looks for a fault; off by default.
    case debug
    /// What the program did.
    case info
    /// Something was refused, slow or given up, and the program goes on as it should.
    case warning
    /// Something failed that should have worked; a person should look.
    case error

    package static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The name in a record and in configuration: `debug`, `info`, `warning`, `error`.
    package var name: String {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    package init?(name: String) {
        guard let level = LogLevel.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }
}
