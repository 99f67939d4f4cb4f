import ExactValues
import Glibc
import Reporting
import SQLAccess
import WebAPI

/// What `/ready` looks at: the databases answer, there is room on the disk, figures are fresh.
struct Readiness: Sendable {
    private let engines: Engines
    private let folder: String?
    private let intervalSeconds: Int64
    private let isAutomatic: Bool
    private let now: @Sendable () -> UTCTimestamp

    /// Below this the disk is as good as full: a checkpoint needs room.
    private static let freeBytesMin: UInt64 = 256 << 20

    init(
        engines: Engines, configuration: Configuration, now: @escaping @Sendable () -> UTCTimestamp
    ) {
        self.engines = engines
        folder = engines.folderPath
        intervalSeconds = Int64(configuration.wholeNumber("pipeline.interval_seconds"))
        isAutomatic = configuration.truth("pipeline.is_automatic")
        self.now = now
    }

    func checks() async -> [OperationRoutes.Check] {
        [await database(), disk(), await pipeline()]
    }

    private func database() async -> OperationRoutes.Check {
        do {
            _ = try await engines.readers.run { try $0.query("SELECT 1 AS one").rowCount }
            return .init(name: "database", isWell: true, detail: "answers")
        } catch {
            return .init(name: "database", isWell: false, detail: "does not answer")
        }
    }

    private func disk() -> OperationRoutes.Check {
        guard let folder else {
            return .init(name: "disk", isWell: true, detail: "in memory")
        }
        var information = statvfs()
        guard statvfs(folder, &information) == 0 else {
            return .init(name: "disk", isWell: false, detail: "the data folder cannot be looked at")
        }
        let free = UInt64(information.f_bavail) * UInt64(information.f_frsize)
        return .init(
            name: "disk", isWell: free >= Self.freeBytesMin,
            detail: "\(free >> 20) MiB free, \(Self.freeBytesMin >> 20) MiB needed")
    }

    private func pipeline() async -> OperationRoutes.Check {
        do {
            let run = try await engines.readers.run { try MetricReporter.publishedRun(on: $0) }
            guard let run else {
                return .init(name: "pipeline", isWell: false, detail: "nothing is published yet")
            }
            return .init(
                name: "pipeline", isWell: true, detail: "last published at \(run.finishedAt)")
        } catch {
            return .init(name: "pipeline", isWell: false, detail: "nothing is published yet")
        }
    }
}
