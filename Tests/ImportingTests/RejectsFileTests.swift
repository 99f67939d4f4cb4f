import Glibc
import TestSupport
import Testing

@testable import Importing

@Suite struct RejectsFileTests {
    private static let text = #"""
        Title

        Date,Customer ID,Order ID,Sales,Note
        2024-01-31,c,1,5,fine
        oops,c,2,5,"two
        lines, ""quoted"""
        2024-01-31,,3,5,guest
        2024-01-31,c,,5,
        2024-01-31,c,4,0,free
        """#

    private func rejects(_ plan: OrderImportPlan) throws -> (count: Int, text: String) {
        var bytes: [UInt8] = []
        let count = try RejectsFile.write(plan) { bytes += $0 }
        return (count, String(decoding: bytes, as: UTF8.self))
    }

    @Test("Lines that do not count stand with number, verdict, words and themselves")
    func writesLines() throws {
        let (count, text) = try rejects(OrderImportPlan(text: Self.text))
        #expect(count == 3)
        let expected = #"""
            line_number,verdict,explanation,original_line
            5,invalid_date,"The date is missing, or no day of the calendar.","oops,c,2,5,""two
            lines, """"quoted"""""""
            8,missing_order,"The line names no order.","2024-01-31,c,,5,"
            9,zero_amount,"The amount is zero.","2024-01-31,c,4,0,free"

            """#
        #expect(text == expected)
    }

    @Test("The file is written beside its place and moved there whole")
    func writesFile() throws {
        let folder = try TemporaryFolder()
        let source = folder.file("orders.csv")
        try write(Self.text, to: source)
        let plan = try OrderImportPlan(.file(path: source))
        let path = folder.file("rejects.csv")
        #expect(try RejectsFile.write(plan, to: path) == 3)
        let written = try read(path)
        #expect(written == (try rejects(plan)).text)
        #expect(access(path + ".part", F_OK) != 0)
    }

    @Test("A source that has changed since is refused, and nothing is left behind")
    func refusesChangedSource() throws {
        let folder = try TemporaryFolder()
        let source = folder.file("orders.csv")
        try write(Self.text, to: source)
        let plan = try OrderImportPlan(.file(path: source))
        let path = folder.file("rejects.csv")
        for changed in [
            Self.text + "\n2024-01-31,c,9,9,\n", Self.text.replacing("fine", with: "fin"),
        ] {
            try write(changed, to: source)
            #expect(throws: ImportFileError.changed(name: "orders.csv")) {
                try RejectsFile.write(plan, to: path)
            }
            #expect(access(path, F_OK) != 0)
            #expect(access(path + ".part", F_OK) != 0)
        }
    }

    @Test("A place that cannot be written is named")
    func refusesPlace() throws {
        let plan = try OrderImportPlan(text: Self.text)
        #expect(
            throws: ImportFileError.unwritable(
                path: "/nonexistent/r.csv", reason: "No such file or directory")
        ) { try RejectsFile.write(plan, to: "/nonexistent/r.csv") }
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }

    private func read(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var byte = fgetc(file)
        while byte != EOF {
            bytes.append(UInt8(byte))
            byte = fgetc(file)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
