import ExactValues
import Testing

@testable import Importing

@Suite struct DateColumnTests {
    /// The days of a column as ISO texts, `-` where a value is no date.
    private func dates(
        _ texts: [String], order: DateOrder? = nil
    ) throws -> (days: [String], formats: [String]) {
        let column = try read(texts, order: order)
        let days = column.codes.map { code -> String in
            let day = column.dates.days[Int(code)]
            return day == DateColumn.noDate ? "-" : "\(CalendarDate(daysSinceEpoch: day))"
        }
        return (days, column.dates.formats)
    }

    private func read(
        _ texts: [String], order: DateOrder? = nil
    ) throws -> (codes: [Int32], dates: DateColumn) {
        var coded = CodedColumn()
        for text in texts {
            var text = text
            #expect(text.withUTF8 { coded.append($0) })
        }
        var counts = [Int32](repeating: 0, count: coded.dictionary.count)
        for code in coded.codes { counts[Int(code)] += 1 }
        let dates = try DateColumn(
            coded.dictionary, lineCounts: counts, column: "Date", order: order)
        return (coded.codes, dates)
    }

    @Test(
        "Dates with the year first, or the month by name, need no proof",
        arguments: [
            ("2021-01-31", "2021-01-31"), ("2021-1-5", "2021-01-05"),
            ("2021/01/31", "2021-01-31"), ("2021.01.31", "2021-01-31"),
            ("20210131", "2021-01-31"), ("31 Jan 2021", "2021-01-31"),
            ("31-Jan-21", "2021-01-31"), ("January 31, 2021", "2021-01-31"),
            ("Sun, 31 Jan 2021", "2021-01-31"), ("31. Januar 2021", "2021-01-31"),
            ("5 mars 2021", "2021-03-05"), ("5 août 2021", "2021-08-05"),
            ("5 Dez. 2021", "2021-12-05"), ("05-ene-2021", "2021-01-05"),
            ("2020-02-29", "2020-02-29"), ("1901-01-01", "1901-01-01"),
            ("2199-12-31", "2199-12-31"),
        ])
    func readsPlainDates(text: String, expected: String) throws {
        #expect(try dates([text]).days == [expected])
    }

    @Test(
        "What no calendar has is no date",
        arguments: [
            "", "x", "2021-02-29", "2021-13-01", "2021-00-10", "2021-01-32", "1900-12-31",
            "2200-01-01", "31.06.2021", "2021-01", "202101", "44197", "2021-01-05x",
            "2021-01-05 25:00", "2021-01-05 10:61", "13/13/2021", "32/01/2021", "Janus 5, 2021",
            "2021-01/05", "1234567890", "2021-01-05 13:00 PM",
        ])
    func refusesNoDates(text: String) throws {
        #expect(try dates([text]).days == ["-"])
    }

    @Test("A day above 12 proves day-first for the whole column, 12 proves nothing")
    func provesDayFirst() throws {
        let read = try dates(["03-04-2024", "13-04-2024"])
        #expect(read.days == ["2024-04-03", "2024-04-13"])
        #expect(read.formats == ["DD-MM-YYYY"])
        #expect(
            throws: OrderImportError.ambiguousDates(
                column: "Date", examples: ["03-04-2024", "12-04-2024"],
                choices: ["DD-MM-YYYY", "MM-DD-YYYY"])
        ) { try dates(["03-04-2024", "12-04-2024"]) }
    }

    @Test("A second number above 12 proves month-first, unpadded numbers are named so")
    func provesMonthFirst() throws {
        let read = try dates(["3/4/2024", "12/31/2024"])
        #expect(read.days == ["2024-03-04", "2024-12-31"])
        #expect(read.formats == ["M/D/YYYY"])
        #expect(try dates(["1/31/24", "2/1/99"]).days == ["2024-01-31", "1999-02-01"])
        #expect(try dates(["1/31/69", "1/31/70"]).days == ["2069-01-31", "1970-01-31"])
    }

    @Test("Two formats are both read where each value fits one only")
    func readsTwoFormats() throws {
        let read = try dates(["15-10-2024", "2024-10-16", "10/17/2024", "18-10-2024"])
        #expect(read.days == ["2024-10-15", "2024-10-16", "2024-10-17", "2024-10-18"])
        #expect(read.formats == ["DD-MM-YYYY", "MM/DD/YYYY", "YYYY-MM-DD"])
        #expect(try dates(["15/10/2024", "10/16/2024"]).days == ["2024-10-15", "2024-10-16"])
    }

    @Test("Both orders proven with one separator leave the others open: it is asked")
    func asksWhereBothAreProven() {
        #expect(
            throws: OrderImportError.ambiguousDates(
                column: "Date", examples: ["03/04/2024"],
                choices: ["DD/MM/YYYY", "MM/DD/YYYY"])
        ) { try dates(["15/10/2024", "10/16/2024", "03/04/2024"]) }
    }

    @Test("The proof of one separator says nothing about another")
    func asksForEachSeparator() {
        #expect(throws: OrderImportError.self) { try dates(["15-10-2024", "03/04/2024"]) }
    }

    @Test("A day equal to its month asks nothing")
    func readsEqualNumbers() throws {
        #expect(try dates(["05/05/2024", "12/12/2024"]).days == ["2024-05-05", "2024-12-12"])
    }

    @Test("What the owner says is obeyed, and a value that does not fit is no date")
    func obeysOwner() throws {
        let texts = ["03/04/2024", "13/04/2024", "04/13/2024", "2024-05-06"]
        #expect(
            try dates(texts, order: DateOrder(format: "DD/MM/YYYY")).days
                == ["2024-04-03", "2024-04-13", "-", "2024-05-06"])
        #expect(
            try dates(texts, order: DateOrder(format: "%m/%d/%Y")).days
                == ["2024-03-04", "-", "2024-04-13", "2024-05-06"])
        #expect(
            try dates(["21-03-04"], order: DateOrder(format: "YY-MM-DD")).days == ["2021-03-04"])
    }

    @Test(
        "A format is the order of day, month and year",
        arguments: [
            ("DD/MM/YYYY", DateOrder.dayFirst), ("d.m.yy", .dayFirst), ("MM-DD-YYYY", .monthFirst),
            ("%Y-%m-%d", .yearFirst), ("YYYY-MM-DD hh:mm:ss", .yearFirst),
            ("M/D/YYYY", .monthFirst),
        ])
    func readsFormats(format: String, expected: DateOrder) throws {
        #expect(try DateOrder(format: format) == expected)
    }

    @Test("What is no format is refused", arguments: ["", "ISO", "DD/MM", "YYYY-DD-MM", "ddmm"])
    func refusesFormats(format: String) {
        #expect(throws: OrderImportError.unknownDateFormat(format)) {
            try DateOrder(format: format)
        }
    }

    @Test("Times of day are kept, in UTC where the text has an offset")
    func readsTimes() throws {
        let texts = [
            "2024-03-01 08:26:00", "2024-03-01T08:26", "2024-03-01T08:26:00.5Z",
            "2024-03-01T01:00:00+02:00", "2024-03-01 12:05 AM", "2024-03-01 12:05 PM",
            "2024-03-01, 1:05 p.m.", "2024-03-01", "2024-03-01 23:00:00 -0530",
        ]
        let column = try read(texts)
        let instants = column.codes.map { code -> String in
            let instant = column.dates.instants[Int(code)]
            return instant == DateColumn.noTime ? "-" : "\(UTCTimestamp(microseconds: instant))"
        }
        #expect(
            instants == [
                "2024-03-01T08:26:00Z", "2024-03-01T08:26:00Z", "2024-03-01T08:26:00.500Z",
                "2024-02-29T23:00:00Z", "2024-03-01T00:05:00Z", "2024-03-01T12:05:00Z",
                "2024-03-01T13:05:00Z", "-", "2024-03-02T04:30:00Z",
            ])
        #expect(column.dates.days.filter { $0 != DateColumn.noDate }.allSatisfy { $0 == 19783 })
        #expect(column.dates.formats == ["YYYY-MM-DD hh:mm"])
    }

    @Test("Midnight on every line is no time of day")
    func ignoresMidnights() throws {
        let column = try read(["2024-03-01 00:00:00", "2024-03-02 00:00:00"])
        #expect(column.dates.instants.isEmpty)
        #expect(column.dates.formats == ["YYYY-MM-DD"])
    }
}
