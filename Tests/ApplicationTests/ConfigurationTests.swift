import Testing

@testable import Application

@Suite("Settings")
struct ConfigurationTests {
    private func file(_ text: String) throws -> (path: String, contents: YAMLSettingsFile) {
        ("bellwether.yaml", try YAMLSettingsFile(bytes: Array(text.utf8)))
    }

    @Test("A flag goes before the environment, that before the file, that before the default")
    func precedence() throws {
        let file = try file("server:\n  listen: 127.0.0.1:1\n  drain_seconds: 3\n")
        let environment = ["BELLWETHER_SERVER_LISTEN": "127.0.0.1:2"]
        let byDefault = try Configuration()
        #expect(byDefault.text("server.listen") == "127.0.0.1:8080")
        let byFile = try Configuration(file: file)
        #expect(byFile.text("server.listen") == "127.0.0.1:1")
        #expect(byFile.wholeNumber("server.drain_seconds") == 3)
        let byEnvironment = try Configuration(environment: environment, file: file)
        #expect(byEnvironment.text("server.listen") == "127.0.0.1:2")
        let byFlag = try Configuration(
            flags: ["server.listen": "127.0.0.1:3"], environment: environment, file: file)
        #expect(byFlag.text("server.listen") == "127.0.0.1:3")
        #expect(byFlag.values["server.listen"]?.origin == .flag)
    }

    @Test("All that is wrong is told at once: what, where and what is allowed")
    func problems() throws {
        let file = try file(
            """
            server:
              lissen: 127.0.0.1:1
              drain_seconds: soon
            log:
              level: loud
            """)
        let problems = #expect(throws: Configuration.Problems.self) {
            try Configuration(file: file)
        }
        #expect(
            problems?.sentences == [
                "bellwether.yaml, line 2: there is no setting server.lissen; did you mean "
                    + "server.listen?",
                "bellwether.yaml, line 3: server.drain_seconds is a whole number from 0 to 300, "
                    + "not \"soon\"",
                "bellwether.yaml, line 5: log.level is one of debug, info, warning, error, "
                    + "not \"loud\"",
            ])
    }

    @Test(
        "A whole number is taken at its bounds and refused beyond",
        arguments: [
            ("0", true), ("300", true), ("301", false), ("-1", false), ("1.5", false), ("", false),
        ])
    func bounds(text: String, isTaken: Bool) throws {
        let file = try file("server:\n  drain_seconds: \"\(text)\"\n")
        let configuration = try? Configuration(file: file)
        #expect((configuration != nil) == isTaken)
    }

    @Test("A channel has targets of its own by its name")
    func patterns() throws {
        let file = try file(
            "live_funnel:\n  channels:\n    email:\n      ctr_min: 0.05\n")
        let configuration = try Configuration(file: file)
        let found = configuration.values(prefix: "live_funnel.channels.", suffix: ".ctr_min")
        #expect(found.map(\.middle) == ["email"])
        #expect(found.map(\.value) == ["0.05"])
    }

    @Test(
        "A file that is not nested names with values is refused with its line",
        arguments: [
            ("server: [1, 2]", 1), ("server:\n  listen: a\n  listen: b", 3), ("a: b: c", 1),
            ("\tserver: 1", 1),
        ])
    func malformed(text: String, line: Int) throws {
        let error = #expect(throws: YAMLSettingsFile.ReadingError.self) {
            try YAMLSettingsFile(bytes: Array(text.utf8))
        }
        #expect(error?.line == line)
    }

    @Test("Every setting has a default that it would take, and one sentence of description")
    func catalogue() {
        for setting in SettingCatalogue.settings {
            #expect(setting.problem(with: setting.defaultValue) == nil, "\(setting.name)")
            #expect(setting.description.hasSuffix("."), "\(setting.name)")
        }
    }
}
