import Glibc
import TestSupport
import Testing

@testable import Importing

@Suite struct ImportBytesTests {
    private func text(_ bytes: [UInt8], piece: Int = 4096) throws -> String {
        let stream = try ImportBytes(.bytes(bytes, name: "t.csv"))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 8)
        defer { buffer.deallocate() }
        var all: [UInt8] = []
        while true {
            let count = try stream.read(into: buffer)
            if count == 0 { break }
            all += buffer[..<count]
        }
        return String(decoding: all, as: UTF8.self)
    }

    private func refusal(_ source: ImportSource) -> ImportFileError? {
        do throws(ImportFileError) {
            let reader = try DelimitedTextReader(try ImportBytes(source))
            while try reader.next() {}
            return nil
        } catch {
            return error
        }
    }

    @Test("Byte order marks go, and UTF-16 becomes UTF-8, however the bytes are cut")
    func readsMarks() throws {
        #expect(try text([0xEF, 0xBB, 0xBF] + Array("a,ü".utf8)) == "a,ü")
        let sample = "Größe;€;𝄞\n"
        let little: [UInt8] =
            [0xFF, 0xFE]
            + sample.utf16.flatMap { unit -> [UInt8] in
                [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            }
        let big: [UInt8] =
            [0xFE, 0xFF]
            + sample.utf16.flatMap { unit -> [UInt8] in
                [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            }
        for piece in [1, 3, 7, 4096] {
            #expect(try text(little, piece: piece) == sample)
            #expect(try text(big, piece: piece) == sample)
        }
        #expect(try text(Array(little.dropLast(1))) == "Größe;€;𝄞\u{FFFD}")
        #expect(try text([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]) == "\u{FFFD}A")
    }

    @Test("A gzip file of several members and with padding is read whole")
    func readsGzip() throws {
        #expect(try text(gzip("a,b\n")) == "a,b\n")
        #expect(try text(gzip("a,b\n") + gzip("1,2\n") + [0, 0, 0]) == "a,b\n1,2\n")
        let long = String(repeating: "0123456789", count: 200_000)
        #expect(try text(gzip(long), piece: 1 << 16) == long)
    }

    @Test("A file and its gzip have the same digest of content")
    func digestsContent() throws {
        for bytes in [Array("a,b\n1,2\n".utf8), gzip("a,b\n1,2\n")] {
            let reader = try DelimitedTextReader(ImportBytes(.bytes(bytes, name: "t")))
            while try reader.next() {}
            #expect(
                reader.bytes.contentSHA256()
                    == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470")
        }
    }

    @Test("A gzip file that is cut off or damaged is refused")
    func refusesDamagedGzip() throws {
        let whole = gzip(String(repeating: "a,b,c\n", count: 1000))
        #expect(
            refusal(.bytes(Array(whole.dropLast(6)), name: "t.gz"))
                == .damagedGzip(name: "t.gz", detail: "it ends in the middle"))
        var broken = whole
        broken[broken.count - 6] ^= 0xFF
        #expect(
            refusal(.bytes(broken, name: "t.gz"))
                == .damagedGzip(name: "t.gz", detail: "incorrect data check"))
        #expect(
            refusal(.bytes(whole + [1, 2, 3, 4], name: "t.gz"))
                == .damagedGzip(name: "t.gz", detail: "incorrect header check"))
    }

    @Test("Empty files are refused: no byte, a mark alone, a gzip of nothing")
    func refusesEmpty() {
        for bytes in [[], [0xEF, 0xBB, 0xBF], gzip("")] as [[UInt8]] {
            #expect(refusal(.bytes(bytes, name: "t.csv")) == .empty(name: "t.csv"))
        }
    }

    @Test(
        "Files that are no text are refused with what they are",
        arguments: [
            ([0x50, 0x4B, 0x03, 0x04, 0x14], BinaryKind.excelWorkbook),
            ([0xD0, 0xCF, 0x11, 0xE0], .oldExcelWorkbook), ([0x50, 0x41, 0x52, 0x31], .parquet),
            ([0x25, 0x50, 0x44, 0x46, 0x2D], .pdf), ([0x28, 0xB5, 0x2F, 0xFD], .otherCompression),
            ([0x44, 0, 0x61, 0, 0x74, 0, 0x65, 0], .utf16WithoutMark), ([1, 2, 0, 3], .unknown),
        ] as [([UInt8], BinaryKind)])
    func refusesBinary(bytes: [UInt8], kind: BinaryKind) {
        #expect(refusal(.bytes(bytes, name: "t")) == .binary(name: "t", kind: kind))
        #expect(refusal(.bytes(gzip(bytes), name: "t")) == .binary(name: "t", kind: kind))
    }

    @Test("A zero byte far inside a file is refused too")
    func refusesLateBinary() {
        let bytes = Array(String(repeating: "a,b\n", count: 5000).utf8) + [0, 1]
        #expect(refusal(.bytes(bytes, name: "t")) == .binary(name: "t", kind: .unknown))
    }

    @Test("Folders, missing files, devices and forbidden files are refused in words")
    func refusesPaths() throws {
        let folder = try TemporaryFolder()
        #expect(refusal(.file(path: folder.path)) == .isDirectory(path: folder.path))
        let missing = folder.file("none.csv")
        #expect(refusal(.file(path: missing)) == .notFound(path: missing))
        #expect(refusal(.file(path: "/dev/null")) == .notAFile(path: "/dev/null"))
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(refusal(.file(path: pipe)) == .notAFile(path: pipe))
        let secret = folder.file("secret.csv")
        close(open(secret, O_WRONLY | O_CREAT, 0o000))
        if geteuid() != 0 {
            #expect(
                refusal(.file(path: secret))
                    == .unreadable(path: secret, reason: "Permission denied"))
        }
    }

    @Test("Each refusal says what, where and what to do")
    func refusesInWords() {
        #expect(
            "\(ImportFileError.isDirectory(path: "/data/in"))"
                == "/data/in is a folder, not a file. Name one file of it.")
        #expect(
            "\(ImportFileError.binary(name: "a.xlsx", kind: .excelWorkbook))"
                == "a.xlsx is an Excel workbook or another ZIP archive, not a text table. Open it, "
                + "save the sheet as CSV (UTF-8), and import that.")
        #expect(
            "\(ImportFileError.empty(name: "a.csv"))"
                == "a.csv is empty. Export it again; the first line has to name the columns.")
    }
}
