import Glibc
import TestSupport
import Testing

@Suite("Temporary folders")
struct TemporaryFolderTests {
    @Test("A folder goes with its last reference, and everything in it")
    func removal() throws {
        var folder: TemporaryFolder? = try TemporaryFolder()
        let path = try #require(folder?.path)
        #expect(mkdir("\(path)/inner", 0o700) == 0)
        let file = try #require(fopen("\(path)/inner/file", "w"))
        fclose(file)
        #expect(access("\(path)/inner/file", F_OK) == 0)
        folder = nil
        #expect(access(path, F_OK) == -1)
    }

    @Test("Two folders are two")
    func distinct() throws {
        #expect(try TemporaryFolder().path != TemporaryFolder().path)
    }
}
