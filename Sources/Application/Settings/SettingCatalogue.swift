/// Every setting of the program.
enum SettingCatalogue {
    static let settings: [Setting] = [
        Setting(
            name: "server.listen", kind: .text, defaultValue: "127.0.0.1:8080",
            description:
                "Address and port to listen on. Only loopback addresses are allowed until API keys "
                + "exist; port 0 takes a free one."),
        Setting(
            name: "server.allowed_hosts", kind: .text, defaultValue: "",
            description:
                "Names besides 127.0.0.1, localhost and [::1] that requests may give as their host, "
                + "separated by commas: those that a reverse proxy on this machine passes on."),
        Setting(
            name: "server.allowed_origins", kind: .text, defaultValue: "",
            description:
                "Origins of other pages that may send requests, separated by commas: "
                + "https://intranet.example.com. Pages of the allowed hosts always may."),
        Setting(
            name: "server.connections_max", kind: .wholeNumber(1...10_000), defaultValue: "1024",
            description: "Connections held at once; more are refused."),
        Setting(
            name: "server.body_bytes_max", kind: .wholeNumber(1024...1_073_741_824),
            defaultValue: "16777216",
            description: "The largest body of a request as it is sent; a larger one gets 413."),
        Setting(
            name: "server.inflated_bytes_max", kind: .wholeNumber(1024...4_294_967_296),
            defaultValue: "134217728",
            description: "The largest body of a request once a gzip is undone."),
        Setting(
            name: "server.drain_seconds", kind: .wholeNumber(0...300), defaultValue: "10",
            description: "How long a stop waits for requests that are under way."),
        Setting(
            name: "workspace.name", kind: .text, defaultValue: "My workspace",
            description: "The name that pages show."),
        Setting(
            name: "workspace.time_zone", kind: .text, defaultValue: "UTC",
            description:
                "The IANA zone whose days are the workspace's days. A change rebuilds all days."),
        Setting(
            name: "workspace.base_currency_code", kind: .text, defaultValue: "EUR",
            description: "The currency of all sums, as an ISO 4217 code."),
        Setting(
            name: "ingest.timestamp_age_days_max", kind: .wholeNumber(1...36_500),
            defaultValue: "400",
            description: "Events older than this are rejected with the reason."),
        Setting(
            name: "ingest.queue_bytes_max", kind: .wholeNumber(1_048_576...4_294_967_296),
            defaultValue: "67108864",
            description:
                "Events that wait for their commit, in bytes; beyond it requests get 503 and are "
                + "asked to try again."),
        Setting(
            name: "ingest.batch_wait_ms_max", kind: .wholeNumber(0...1000), defaultValue: "4",
            description: "The longest that an event waits for others to share its commit."),
        Setting(
            name: "pipeline.interval_seconds", kind: .wholeNumber(1...86_400), defaultValue: "60",
            description: "How often the event models are brought up to date while serving."),
        Setting(
            name: "pipeline.is_automatic", kind: .truth, defaultValue: "true",
            description: "Whether the server runs the pipeline by itself."),
        Setting(
            name: "live_funnel.ctr_min", kind: .fraction, defaultValue: "0.02",
            description: "A campaign below this CTR is marked \"below target\"."),
        Setting(
            name: "live_funnel.signup_to_activation_min", kind: .fraction, defaultValue: "0.4",
            description: "A campaign below this share of activated signups is marked."),
        Setting(
            name: "live_funnel.impressions_min", kind: .wholeNumber(0...1_000_000_000),
            defaultValue: "1000",
            description: "The CTR of a campaign is judged above this many impressions only."),
        Setting(
            name: "live_funnel.signups_min", kind: .wholeNumber(0...1_000_000_000),
            defaultValue: "30",
            description: "Activation is judged above this many signups only."),
        Setting(
            name: "engine.memory_limit", kind: .text, defaultValue: "2GB",
            description: "Memory that DuckDB may use; what does not fit is spilled to disk."),
        Setting(
            name: "engine.threads", kind: .wholeNumber(1...512), defaultValue: "2",
            description: "Threads that one statement may use."),
        Setting(
            name: "log.level", kind: .choice(["debug", "info", "warning", "error"]),
            defaultValue: "info", description: "The least severe messages that are written."),
        Setting(
            name: "log.format", kind: .choice(["text", "json"]), defaultValue: "text",
            description: "Messages for people, or one JSON object a line."),
    ]

    /// A channel may have a target of its own: `live_funnel.channels.<channel>.ctr_min`.
    static let channelTargets: [Setting] = [
        Setting(
            name: "live_funnel.channels.<channel>.ctr_min", kind: .fraction, defaultValue: "",
            description: "The CTR target of one channel, in place of the general one."),
        Setting(
            name: "live_funnel.channels.<channel>.signup_to_activation_min", kind: .fraction,
            defaultValue: "",
            description: "The activation target of one channel, in place of the general one."),
        Setting(
            name: "pipeline.checks.<check>", kind: .text, defaultValue: "",
            description:
                "What a failed check does, and from when on it fails, in place of what its model "
                + "says: block, warn or info, a tolerance such as <= 5%, or both. A check is named "
                + "by its model and itself: \"business.orders not_null(order_id)\"."),
    ]

    /// The setting of a name in a file, patterns included; nil where there is none.
    static func setting(named name: String) -> Setting? {
        if let setting = settings.first(where: { $0.name == name }) { return setting }
        return channelTargets.first { pattern in
            guard let open = pattern.name.firstIndex(of: "<"),
                let close = pattern.name.firstIndex(of: ">")
            else { return false }
            let before = pattern.name[..<open]
            let after = pattern.name[pattern.name.index(after: close)...]
            return name.hasPrefix(before) && name.hasSuffix(after)
                && name.count > before.count + after.count
        }
    }
}
