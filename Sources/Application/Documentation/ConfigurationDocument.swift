/// `docs/CONFIGURATION.md`, from the setting catalogue.
enum ConfigurationDocument {
    static func make() -> GeneratedDocument {
        let rows = SettingCatalogue.settings.map { setting in
            [
                "`\(setting.name)`", values(setting.kind), "`\(setting.defaultValue)`",
                setting.description, "`\(setting.environmentName)`",
            ]
        }
        let patterns = SettingCatalogue.channelTargets.map {
            ["`\($0.name)`", values($0.kind), $0.description]
        }
        return GeneratedDocument(
            fileName: "CONFIGURATION.md",
            text: """
                # Configuration

                \(GeneratedDocument.notice)

                Source: `Sources/Application/Settings/SettingCatalogue.swift`. A value comes from \
                the command line, else from the environment, else from the file, else it is the \
                default. The file is YAML: `bellwether.yaml` in the data folder, or the one that \
                `--configuration` names. `bellwether configuration check` says what is wrong with \
                it, and where each value comes from.

                ```yaml
                workspace:
                  name: Alder Outdoor
                  time_zone: Europe/Berlin
                  base_currency_code: EUR
                server:
                  listen: 127.0.0.1:8080
                ```

                \(GeneratedDocument.table(["setting", "values", "default", "meaning", "environment"], rows))

                Settings for one channel or one check; the name in angle brackets is yours:

                \(GeneratedDocument.table(["setting", "values", "meaning"], patterns))

                """)
    }

    private static func values(_ kind: Setting.Kind) -> String {
        switch kind {
        case .text: "text"
        case .choice(let choices): choices.joined(separator: ", ")
        case .wholeNumber(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .fraction: "0 to 1"
        case .truth: "true, false"
        }
    }
}
