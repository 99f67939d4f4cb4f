import Glibc
import Testing

@Suite("Documents that the program writes")
struct GeneratedDocumentsTests {
    /// The program, which the build leaves beside the tests.
    private static let program: String? = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let own = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        let program =
            own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/bellwether"
        return access(program, X_OK) == 0 ? program : nil
    }()

    @Test("The generated pages of docs/ are what the program would write")
    func fresh() throws {
        let program = try #require(GeneratedDocumentsTests.program)
        let result = Repository.run("cd '\(Repository.root)' && '\(program)' documentation check")
        #expect(result.status == 0, "\(result.text)")
    }

    @Test("A page that was edited by hand is found out")
    func planted() throws {
        let program = try #require(GeneratedDocumentsTests.program)
        let folder = try #require(
            String(
                decoding: Repository.output(of: "mktemp -d").dropLast(), as: UTF8.self
            ).nonEmpty)
        defer { _ = Repository.run("rm -r '\(folder)'") }
        #expect(Repository.run("'\(program)' documentation --output '\(folder)'").status == 0)
        let check = "'\(program)' documentation check --output '\(folder)'"
        #expect(Repository.run(check).status == 0)
        #expect(Repository.run("echo more >>'\(folder)/METRICS.md'").status == 0)
        let result = Repository.run(check)
        #expect(result.status != 0)
        #expect(result.text.contains("METRICS.md"))
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
