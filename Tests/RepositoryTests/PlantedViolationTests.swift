import Testing

/// A guard that never fails guards nothing: each is shown what it has to catch, and what not.
@Suite("Guards catch what is planted")
struct PlantedViolationTests {
    private func file(_ path: String, _ text: String = "") -> RepositoryFile {
        RepositoryFile(path: path, text: text)
    }

    @Test(
        "An import against the layers",
        arguments: [
            ("SQLAccess", "import Warehouse", "higher layer"),
            ("SQLiteDriver", "package import DuckDBDriver", "one layer"),
            ("Importing", "@testable import Ingestion", "one layer"),
            ("Warehouse", "import CDuckDB", "belongs to DuckDBDriver alone"),
            ("Warehouse", "import Foundation", "no module"),
            ("Warehouse", "import struct Foundation.Date", "no module"),
            ("Warehouse", "import TestSupport", "no module"),
            ("NewTarget", "", "no layer"),
        ])
    func layering(_ target: String, _ line: String, _ words: String) {
        let found = LayeringGuard.violations(in: [
            file("Sources/\(target)/A.swift", "/// A file.\n\(line)\n")
        ])
        #expect(found.count == 1)
        #expect(found.first?.message.contains(words) == true)
    }

    @Test("An import along the layers, or one in a comment or text, is right")
    func layeringRight() {
        let text = """
            import Glibc
            package import ExactValues
            // import WebAPI
            let text = "import WebAPI"
            let more = \"\"\"
                import WebAPI
                \"\"\"
            """
        #expect(LayeringGuard.violations(in: [file("Sources/SQLAccess/A.swift", text)]) == [])
        let shim = file("Sources/CDuckDB/shim.h", "#include <duckdb.h>")
        #expect(LayeringGuard.violations(in: [shim]) == [])
        #expect(LayeringGuard.violations(in: [file("Sources/CDuckDB/Wrapper.swift")]).count == 1)
    }

    @Test("The 401st line")
    func fileLength() {
        let lines = String(repeating: "line\n", count: 400)
        #expect(FileLengthGuard.violations(in: [file("a.swift", lines)]) == [])
        #expect(FileLengthGuard.violations(in: [file("a.swift", lines + "one")]).count == 1)
        #expect(FileLengthGuard.violations(in: [file("a.md", lines + lines)]) == [])
    }

    @Test(
        "A name that says nothing, in a path or a declaration",
        arguments: [
            ("Sources/SQLAccess/StringUtils.swift", ""), ("Sources/Common/A.swift", ""),
            ("scripts/helpers.sh", ""), ("Sources/A/FileManager+Paths.swift", ""),
            ("a.swift", "package struct DateHelper {}"),
            ("a.swift", "actor HTTPConnectionManager {"),
        ])
    func naming(_ path: String, _ text: String) {
        #expect(NamingGuard.violations(in: [file(path, text)]).count == 1)
    }

    @Test("A name that only contains the letters is right")
    func namingRight() {
        let files = [
            file("Sources/A/Commonwealth.swift", "struct Utilization { let helper: Int }"),
            file("a.swift", "// struct DateHelper"),
        ]
        #expect(NamingGuard.violations(in: files) == [])
        #expect(
            NamingGuard.words(of: "HTTPFileHelper+Reading.swift")
                == ["http", "file", "helper", "reading", "swift"])
    }

    @Test(
        "A word that code must not contain",
        arguments: [
            "let a = try! open()", "let a = b as! Int", "public struct A {}", "open class A {}",
            "final class A: @unchecked Sendable {}", "// FIX" + "ME later",
        ])
    func forbiddenWords(_ line: String) {
        #expect(ForbiddenWordGuard.violations(in: [file("a.swift", line)]).count == 1)
    }

    @Test("The same words in texts and comments, and a promise with its reason, are right")
    func forbiddenWordsRight() {
        let text = """
            // try! is never written
            let text = "as! \\(try open()) public "
            /// `@unchecked Sendable`: the pointer is only used under the lock.
            final class A: @unchecked Sendable {}
            """
        #expect(ForbiddenWordGuard.violations(in: [file("a.swift", text)]) == [])
        let nested = file("a.swift", "let text = \"\\(try! open())\"")
        #expect(ForbiddenWordGuard.violations(in: [nested]).count == 1)
    }

    @Test(
        "SQL in a handler",
        arguments: [
            "\"SELECT name FROM campaigns\"", "\"INSERT INTO t VALUES (\\(a))\"",
            "\"DELETE FROM t\"", "\"UPDATE t SET a = 1\"", "#\"CREATE TABLE t (a)\"#",
            "\"\"\"\n    SELECT a\n    FROM t\n    \"\"\"",
        ])
    func sqlPlacement(_ literal: String) {
        let text = "let statement = \(literal)\n"
        #expect(
            SQLPlacementGuard.violations(in: [file("Sources/WebAPI/A.swift", text)]).count == 1)
        #expect(
            SQLPlacementGuard.violations(in: [file("Sources/WorkspaceStore/A.swift", text)]) == [])
    }

    @Test("Prose about SQL is right")
    func sqlPlacementRight() {
        let text = """
            // SELECT a FROM t
            let words = "one SELECT is read; rows come from it"
            """
        #expect(SQLPlacementGuard.violations(in: [file("Sources/WebAPI/A.swift", text)]) == [])
    }

    @Test("What others wrote")
    func thirdParty() {
        let planted = [
            file("Sources/WebInterface/Assets/vendor/echarts/index.js"),
            file("Sources/WebInterface/Assets/chart.min.js"), file("package.json"),
            file("a.js", String(repeating: "x", count: 401)),
        ]
        #expect(ThirdPartyGuard.violations(in: planted).count == 4)
        #expect(ThirdPartyGuard.violations(in: [file("a.js", "export const a = 1;")]) == [])
    }

    @Test(
        "A machine, a registry, an issue",
        arguments: [
            "cd /ro" + "ot/project", "see /ho" + "me/me/a", "https://pypi" + ".org/simple",
            "pip --index" + "-url x", "as iss" + "ue #12 says", "Iss" + "ue 3",
        ])
    func places(_ line: String) {
        #expect(PlaceGuard.violations(in: [file("README.md", line)]).count == 1)
    }

    @Test("A path of the system and the word issue without a number are right")
    func placesRight() {
        let text = "/usr/local/lib, /tmp, Issue.record(\"no\"), an issue of 3 parts"
        #expect(PlaceGuard.violations(in: [file("README.md", text)]) == [])
    }

    @Test(
        "A page that reaches out, builds code or rounds by itself",
        arguments: [
            "import x from 'https://example.com/x.js'", "<p style=\"color: red\">", "eval(text)",
            "node.innerHTML = text", "value.toFixed(2)",
        ])
    func assets(_ line: String) {
        let path = "Sources/WebInterface/Assets/pages/overview.js"
        #expect(AssetGuard.violations(in: [file(path, line)]).count == 1)
        #expect(AssetGuard.violations(in: [file("docs/page.md", line)]) == [])
    }

    @Test("Rounding in format.js and the name of SVG's vocabulary are right")
    func assetsRight() {
        let folder = "Sources/WebInterface/Assets"
        let files = [
            file("\(folder)/format.js", "value.toFixed(2)"),
            file("\(folder)/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ]
        #expect(AssetGuard.violations(in: files) == [])
    }
}
