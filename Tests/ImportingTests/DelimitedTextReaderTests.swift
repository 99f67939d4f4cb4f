import Testing

@testable import Importing

@Suite struct DelimitedTextReaderTests {
    /// A record with the line on which it starts.
    struct Row: Equatable, CustomStringConvertible {
        let line: Int
        let fields: [String]

        init(_ line: Int, _ fields: String...) { (self.line, self.fields) = (line, fields) }

        init(line: Int, fields: [String]) { (self.line, self.fields) = (line, fields) }

        var description: String { "\(line): \(fields)" }
    }

    private func rows(_ text: String, delimiter: Delimiter? = nil) throws -> [Row] {
        try rows(Array(text.utf8), delimiter: delimiter)
    }

    private func rows(
        _ bytes: [UInt8], delimiter: Delimiter? = nil,
        limits: DelimitedTextReader.Limits = DelimitedTextReader.Limits()
    ) throws -> [Row] {
        let reader = try DelimitedTextReader(
            ImportBytes(.bytes(bytes, name: "t.csv")), delimiter: delimiter, limits: limits)
        var rows: [Row] = []
        while try reader.next() {
            let record = reader.record
            rows.append(
                Row(
                    line: record.lineNumber,
                    fields: (0..<record.fieldCount).map { record.text($0) }))
        }
        return rows
    }

    @Test(
        "Lines end in CR LF, LF or CR, and the last one may lack its end",
        arguments: [
            "a,b\r\n1,2\r\n3,4", "a,b\n1,2\n3,4\n", "a,b\r1,2\r3,4\r",
        ])
    func readsLineEnds(text: String) throws {
        #expect(try rows(text) == [Row(1, "a", "b"), Row(2, "1", "2"), Row(3, "3", "4")])
    }

    @Test("A quoted field holds delimiters, line ends and doubled quotes")
    func readsQuotes() throws {
        let text =
            "a,b\n\"1,5\",\"two\nlines\"\n\"say \"\"hi\"\"\",\"\"\nlast,\"x\r\ny\r\nz\"\nend,e"
        #expect(
            try rows(text) == [
                Row(1, "a", "b"), Row(2, "1,5", "two\nlines"), Row(4, "say \"hi\"", ""),
                Row(5, "last", "x\r\ny\r\nz"), Row(8, "end", "e"),
            ])
    }

    @Test("Blanks around quotes go, and text behind a closing quote stays")
    func readsSloppyQuotes() throws {
        #expect(try rows("a, \"b,c\" ,d") == [Row(1, "a", "b,c", "d")])
        #expect(try rows("\"12\" TV\",3") == [Row(1, "12 TV\"", "3")])
        #expect(try rows("5\" pipe,3") == [Row(1, "5\" pipe", "3")])
    }

    @Test("A quote that is never closed is a plain sign, and the lines after it are read")
    func survivesUnclosedQuote() throws {
        let reader = try DelimitedTextReader(
            ImportBytes(.text("a,b\n\"open,1\nx,2\n")), delimiter: .comma)
        var fields: [[String]] = []
        while try reader.next() {
            let record = reader.record
            fields.append((0..<record.fieldCount).map { record.text($0) })
        }
        #expect(fields == [["a", "b"], ["\"open", "1"], ["x", "2"]])
        #expect(reader.unclosedQuoteCount == 1)
    }

    @Test("Lines without text are skipped and still counted as lines")
    func skipsBlankLines() throws {
        #expect(
            try rows("\n\na,b\n\n , \n,,\n1,2\n   \n") == [Row(3, "a", "b"), Row(7, "1", "2")])
    }

    @Test("Empty fields at both ends of a line are fields")
    func keepsEmptyFields() throws {
        #expect(try rows(",a,\n1,,") == [Row(1, "", "a", ""), Row(2, "1", "", "")])
    }

    @Test("Outer blanks and tabs do not belong to a field")
    func trims() throws {
        #expect(try rows("  a\t, b ,c") == [Row(1, "a", "b", "c")])
    }

    @Test("Records of every length around the size of the buffer come out whole")
    func crossesBuffer() throws {
        let size = DelimitedTextReader.chunkBytes
        for length in [size - 7, size - 6, size - 5, size - 4, size - 3, size] {
            let long = String(repeating: "x", count: length)
            let found = try rows("h,i\r\n\(long),\"a\"\"b\"\r\n1,2\r\n", delimiter: .comma)
            #expect(
                found == [Row(1, "h", "i"), Row(2, long, "a\"b"), Row(3, "1", "2")],
                "length \(length)")
        }
    }

    @Test("A quote that stays open longer than a record may be does not swallow the rest")
    func boundsOpenQuote() throws {
        var limits = DelimitedTextReader.Limits()
        limits.recordBytesMax = 300_000
        let text = "a,b\n\"open,1\n" + String(repeating: "1234567,8\n", count: 60_000)
        let found = try rows(Array(text.utf8), delimiter: .comma, limits: limits)
        #expect(found.count == 60_002)
        #expect(found[1] == Row(2, "\"open", "1"))
        #expect(found.last == Row(60_002, "1234567", "8"))
    }

    @Test("A record of a megabyte is read, a longer one is refused with its line")
    func boundsRecords() throws {
        let fits = String(repeating: "x", count: 1 << 20 - 10)
        #expect(try rows("a\n\(fits)\nb\n", delimiter: .comma).count == 3)
        let tooLong = "a\n" + String(repeating: "x", count: 2 << 20)
        #expect(
            throws: ImportFileError.recordTooLong(name: "t.csv", line: 2, bytesMax: 1 << 20)
        ) { try rows(tooLong, delimiter: .comma) }
    }

    @Test("4,096 fields are read, one more is refused with its line")
    func boundsFields() throws {
        let most = String(repeating: "x,", count: 4095) + "x"
        #expect(try rows(most, delimiter: .comma)[0].fields.count == 4096)
        #expect(
            throws: ImportFileError.tooManyFields(name: "t.csv", line: 2, fieldsMax: 4096)
        ) { try rows("a\n" + most + ",x", delimiter: .comma) }
    }

    @Test("Text that is not UTF-8 is read as Windows-1252")
    func readsWindows1252() throws {
        let bytes: [UInt8] = [0x4D, 0xFC, 0x6C, 0x6C, 0x2C, 0x80, 0x31]
        #expect(try rows(bytes) == [Row(1, "Müll", "€1")])
    }

    @Test(
        "The delimiter is the one that divides the lines evenly",
        arguments: [
            ("Date;Sales\n2021;1,50\n2022;2,75\n", Delimiter.semicolon),
            ("Date,Sales\n2021,1\n", .comma),
            ("a\tb, c\td\n1\t2,5\t3\n", .tab),
            ("a|b|c\n1|2;3|4\n", .bar),
            ("a,b,c\n\"x;y\",\"1;2\",3\n\"x;y\",\"1;2\",3\n", .comma),
            ("Name;Sales\n\"Doe, John\";1\n\"Roe, Jane\";2\n", .semicolon),
            ("Sales report\n\nDate;Order;Sales\n1;2;3\n1;2;3\n1;2;3\n", .semicolon),
            ("only one column\n1\n2\n", .comma),
        ])
    func sniffsDelimiter(text: String, expected: Delimiter) throws {
        #expect(try DelimitedTextReader(ImportBytes(.text(text))).delimiter == expected)
    }

    @Test(
        "A line sep=… names the delimiter and is no record",
        arguments: ["sep=;\r\na;b,c\r\n", "SEP=;\na;b,c\n", "\"sep=;\"\na;b,c\n"])
    func readsSeparatorLine(text: String) throws {
        #expect(try rows(text) == [Row(2, "a", "b,c")])
    }

    @Test("A separator that is not known is sniffed")
    func sniffsUnknownSeparator() throws {
        #expect(try rows("sep=x\na;b\n1;2\n") == [Row(2, "a", "b"), Row(3, "1", "2")])
    }
}
