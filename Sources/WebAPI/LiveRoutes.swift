import ExactValues
package import HTTPServer
import JSONCoding
import MarketingDomain
package import Reporting

/// `/funnels/realtime` and `/v1/live`: the last minutes, as they happen.
package struct LiveRoutes {
    /// What counts as "below target", and above which volume it is judged at all.
    package struct Thresholds: Sendable, Hashable {
        package struct Target: Sendable, Hashable {
            package let ctr: Double
            package let signupToActivation: Double

            package init(ctr: Double, signupToActivation: Double) {
                self.ctr = ctr
                self.signupToActivation = signupToActivation
            }
        }

        package let general: Target
        package let channels: [String: Target]
        package let impressionsMin: Int
        package let signupsMin: Int

        package init(
            general: Target, channels: [String: Target], impressionsMin: Int, signupsMin: Int
        ) {
            self.general = general
            self.channels = channels
            self.impressionsMin = impressionsMin
            self.signupsMin = signupsMin
        }
    }

    private let funnel: LiveFunnel
    private let pipeline: any PipelineControl
    private let thresholds: Thresholds
    private let knownCampaigns: @Sendable () async throws -> Set<String>

    /// How often a stream looks for news.
    private static let period = Duration.milliseconds(1000)

    /// - Parameter knownCampaigns: the ids that the workspace has; others are marked.
    package init(
        funnel: LiveFunnel, pipeline: any PipelineControl, thresholds: Thresholds,
        knownCampaigns: @escaping @Sendable () async throws -> Set<String>
    ) {
        self.funnel = funnel
        self.pipeline = pipeline
        self.thresholds = thresholds
        self.knownCampaigns = knownCampaigns
    }

    package func add(to router: inout Router) {
        let minutes = RouteDescription.Parameter(
            "minutes", .integer, summary: "The window; clamped to 5 to 360", defaultValue: "60")
        router.on(
            .get, "/funnels/realtime",
            about: RouteDescription(
                "Read the live funnel, most clicks first",
                detail: "From landed events, not from the pipeline: seconds fresh.",
                group: "Read", parameters: [minutes]), options: RouteOptions(isQuiet: true)
        ) { [funnel] request, _ in
            let window = await funnel.window(minutes: try Self.minutes(in: request))
            var writer = JSONWriter()
            writer.object { answer in
                answer.field("window_minutes", window.minutes)
                answer.array("rows") { array in
                    for row in window.rows { array.object { row.writeMembers(to: &$0) } }
                }
            }
            return .json(writer.bytes)
        }
        router.on(
            .get, "/v1/live",
            about: RouteDescription(
                "Follow the live funnel and the pipeline as server-sent events",
                detail:
                    "`funnel` comes whenever it changed, at most every second; `pipeline` when a "
                    + "run starts, goes on or ends.",
                group: "Read", parameters: [minutes],
                answers: [.init(.ok, "A stream of events.", .init("text/event-stream"))]),
            options: RouteOptions(isQuiet: true)
        ) { [self] request, _ in
            let minutes = try Self.minutes(in: request)
            return .events { stream in try await follow(minutes, on: stream) }
        }
    }

    private static func minutes(in request: HTTPRequest) throws -> Int {
        try request.query.value("minutes", as: Int.self) ?? 60
    }

    /// Sends until the client goes or the server drains: both cancel the task.
    private func follow(_ minutes: Int, on stream: SSEStream) async throws {
        var sentRevision = -1
        var sentProgress: PipelineProgress?
        var sentEnding: PipelineEnding?
        var quietRounds = 0
        while true {
            let revision = await funnel.revision
            // Minutes leave the window although nothing comes: look again now and then.
            if revision != sentRevision || quietRounds >= 10 {
                let window = await funnel.window(minutes: minutes)
                let known = try await knownCampaigns()
                let total = await funnel.eventsTotal
                try await stream.send(
                    event: "funnel", json: message(window, known: known, eventsTotal: total))
                sentRevision = revision
                quietRounds = 0
            } else {
                quietRounds += 1
            }
            let progress = await pipeline.progress()
            if let progress, progress != sentProgress {
                try await stream.send(event: "pipeline", json: Self.message(progress))
                sentProgress = progress
            }
            // Once on connecting, and then for every run, also one shorter than a round.
            if let ending = await pipeline.lastEnding(), ending != sentEnding {
                try await stream.send(event: "pipeline", json: Self.message(ending))
                sentEnding = ending
            }
            try await Task.sleep(for: Self.period)
        }
    }

    private func message(
        _ window: LiveFunnelWindow, known: Set<String>, eventsTotal: Int
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { message in
            message.field("as_of", window.asOf)
            message.field("window_minutes", window.minutes)
            message.array("rows") { array in
                for row in window.rows {
                    array.object { object in
                        row.writeMembers(to: &object)
                        object.field(
                            "campaign_exists",
                            known.contains(row.campaignID.description)
                                || row.campaignID == CampaignID.none)
                    }
                }
            }
            message.object("totals") { window.totals.writeMembers(to: &$0) }
            message.field("events_total", eventsTotal)
            message.object("thresholds") { object in
                object.object("default") { thresholds.general.writeMembers(to: &$0) }
                object.object("channels") { channels in
                    for (channel, target) in thresholds.channels.sorted(by: { $0.key < $1.key }) {
                        channels.object(channel) { target.writeMembers(to: &$0) }
                    }
                }
                object.field("impressions_min", thresholds.impressionsMin)
                object.field("signups_min", thresholds.signupsMin)
            }
        }
        return writer.bytes
    }

    private static func message(_ progress: PipelineProgress) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { message in
            message.field("run_id", progress.runID)
            message.field("status", "running")
            message.field("started_at", progress.startedAt)
            message.field("words", progress.words)
        }
        return writer.bytes
    }

    private static func message(_ ending: PipelineEnding) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { message in
            message.field("run_id", ending.runID)
            message.field("status", ending.hasSucceeded ? "succeeded" : "failed")
            message.field("started_at", ending.startedAt)
            message.field("finished_at", ending.finishedAt)
        }
        return writer.bytes
    }
}

extension LiveRoutes.Thresholds.Target {
    fileprivate func writeMembers(to object: inout JSONWriter) {
        object.field("ctr", ctr)
        object.field("signup_to_activation", signupToActivation)
    }
}

extension LiveFunnelRow {
    fileprivate func writeMembers(to object: inout JSONWriter) {
        object.field("campaign_id", campaignID.description)
        object.field("channel", channel.description)
        counts.writeMembers(to: &object)
    }
}

extension FunnelCounts {
    fileprivate func writeMembers(to object: inout JSONWriter) {
        object.field("impressions", impressions)
        object.field("clicks", clicks)
        object.field("signups", signups)
        object.field("activations", activations)
    }
}
