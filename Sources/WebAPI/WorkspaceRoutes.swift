package import ExactValues
package import HTTPServer
import JSONCoding
import Reporting
package import SQLAccess

/// `GET /v1/workspace`: what pages need to know before they show anything.
package struct WorkspaceRoutes {
    /// A planted story of the demo, with the page that shows it.
    package struct Story: Sendable, Hashable {
        package let id: String
        package let title: String
        package let detail: String
        package let path: String

        package init(id: String, title: String, detail: String, path: String) {
            self.id = id
            self.title = title
            self.detail = detail
            self.path = path
        }
    }

    package struct Description: Sendable {
        package let name: String
        package let baseCurrencyCode: String
        package let timeZone: String
        package let version: String
        /// Empty but in the demo.
        package let stories: [Story]
        package let isDemo: Bool

        package init(
            name: String, baseCurrencyCode: String, timeZone: String, version: String,
            stories: [Story], isDemo: Bool
        ) {
            self.name = name
            self.baseCurrencyCode = baseCurrencyCode
            self.timeZone = timeZone
            self.version = version
            self.stories = stories
            self.isDemo = isDemo
        }
    }

    private let description: @Sendable () -> Description
    private let readers: SQLWorkerPool
    private let now: @Sendable () -> UTCTimestamp

    package init(
        description: @escaping @Sendable () -> Description, readers: SQLWorkerPool,
        now: @escaping @Sendable () -> UTCTimestamp
    ) {
        self.description = description
        self.readers = readers
        self.now = now
    }

    package func add(to router: inout Router) {
        router.on(
            .get, "/v1/workspace",
            about: RouteDescription(
                "Read what this workspace is and holds", group: "Read",
                answers: [.init(.ok, "Name, currency, zone, and the days that figures span.")])
        ) { [description, readers, now] _, _ in
            let coverage = try await DataCoverage.read(now: now(), from: readers)
            return .json(Self.answer(description(), coverage))
        }
    }

    private static func answer(_ workspace: Description, _ coverage: DataCoverage) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { answer in
            answer.field("name", workspace.name)
            answer.field("base_currency_code", workspace.baseCurrencyCode)
            answer.field("time_zone", workspace.timeZone)
            answer.field("today", coverage.today)
            answer.field("has_events", coverage.eventCount > 0)
            answer.field("has_orders", coverage.hasOrders)
            answer.field("events_count", coverage.eventCount)
            answer.field("data_from", coverage.from)
            answer.field("data_to", coverage.to)
            answer.field("is_demo", workspace.isDemo)
            answer.array("stories") { array in
                for story in workspace.stories {
                    array.object { object in
                        object.field("id", story.id)
                        object.field("title", story.title)
                        object.field("detail", story.detail)
                        object.field("path", story.path)
                    }
                }
            }
            // Reported results cannot be entered yet, so figures are measured ones.
            answer.field("default_source", "measured")
            answer.field("version", workspace.version)
        }
        return writer.bytes
    }
}
