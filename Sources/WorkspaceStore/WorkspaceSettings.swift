package import ExactValues
package import MarketingDomain
package import SQLAccess
package import SemanticLayer

/// What people set about their workspace while the program runs.
package struct WorkspaceSettings: Sendable, Hashable {
    package var name: String
    package var baseCurrency: CurrencyCode
    /// An IANA zone, `Europe/Berlin`; whether it exists the engine knows.
    package var timeZone: String
    /// Where figures come from that exist in more than one kind, unless a query says otherwise.
    package var defaultSource: MetricSource

    package init(
        name: String, baseCurrency: CurrencyCode, timeZone: String, defaultSource: MetricSource
    ) {
        self.name = name
        self.baseCurrency = baseCurrency
        self.timeZone = timeZone
        self.defaultSource = defaultSource
    }
}

/// The workspace's settings, one row each; what nobody has set is the program's default.
package struct SettingsRepository {
    private let session: any SQLSession

    package init(_ session: any SQLSession) {
        self.session = session
    }

    package func read(defaults: WorkspaceSettings) throws -> WorkspaceSettings {
        let stored = try session.query("SELECT name, value FROM workspace.settings")
        var settings = defaults
        for row in stored.rows {
            let value: String = try row.decode("value")
            switch Name(rawValue: try row.decode("name")) {
            case .name: settings.name = value
            case .timeZone: settings.timeZone = value
            case .baseCurrency:
                settings.baseCurrency = try known(CurrencyCode(value), value)
            case .defaultSource:
                settings.defaultSource = try known(MetricSource(rawValue: value), value)
            case nil: break
            }
        }
        return settings
    }

    /// Writes what differs from `current`, so that a default stays a default.
    package func write(
        _ settings: WorkspaceSettings, over current: WorkspaceSettings, at now: UTCTimestamp
    ) throws {
        let (old, new) = (texts(current), texts(settings))
        try session.transaction {
            for name in Name.allCases where old[name] != new[name] {
                try session.execute(
                    """
                    INSERT INTO workspace.settings (name, value, updated_at)
                    VALUES (\(name.rawValue), \(new[name]), \(now))
                    ON CONFLICT (name) DO UPDATE SET
                        value = excluded.value, updated_at = excluded.updated_at
                    """)
            }
        }
    }

    private enum Name: String, CaseIterable {
        case name
        case baseCurrency = "base_currency_code"
        case timeZone = "time_zone"
        case defaultSource = "default_source"
    }

    private func texts(_ settings: WorkspaceSettings) -> [Name: String] {
        [
            .name: settings.name, .baseCurrency: settings.baseCurrency.text,
            .timeZone: settings.timeZone, .defaultSource: settings.defaultSource.rawValue,
        ]
    }

    private func known<Value>(_ value: Value?, _ text: String) throws -> Value {
        guard let value else {
            throw WorkspaceContentError.unknownWord(text, column: "settings.value")
        }
        return value
    }
}
