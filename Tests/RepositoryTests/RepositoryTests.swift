import Testing

/// The house guards itself: every rule that a program can check is checked on all committed files.
@Suite("The repository keeps its own rules")
struct RepositoryTests {
    @Test("There are files to check")
    func files() {
        #expect(Repository.files.contains { $0.path == "Package.swift" })
        #expect(Repository.files.count > 100)
    }

    @Test("Modules import lower layers only")
    func layering() {
        #expect(LayeringGuard.violations(in: Repository.files) == [])
    }

    @Test("No file is longer than one can read")
    func fileLength() {
        #expect(FileLengthGuard.violations(in: Repository.files) == [])
    }

    @Test("No name says nothing")
    func naming() {
        #expect(NamingGuard.violations(in: Repository.files) == [])
    }

    @Test("No forced unwrapping, no wider access than package, no notes to oneself")
    func forbiddenWords() {
        #expect(ForbiddenWordGuard.violations(in: Repository.files) == [])
    }

    @Test("SQL stands only where SQL belongs")
    func sqlPlacement() {
        #expect(SQLPlacementGuard.violations(in: Repository.files) == [])
    }

    @Test("The files that may hold SQL exist")
    func sqlPlaces() {
        let paths = Set(Repository.files.map(\.path))
        #expect(SQLPlacementGuard.files.subtracting(paths) == [])
    }

    @Test("Nothing of others is committed")
    func thirdParty() {
        #expect(ThirdPartyGuard.violations(in: Repository.files) == [])
    }

    @Test("No file names a machine, a registry or an issue")
    func places() {
        #expect(PlaceGuard.violations(in: Repository.files) == [])
    }

    @Test("Pages load nothing from elsewhere and make no code out of text")
    func assets() {
        #expect(AssetGuard.violations(in: Repository.files) == [])
    }
}
