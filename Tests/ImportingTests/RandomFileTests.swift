import ExactValues
import SQLAccess
import Testing

@testable import Importing

/// Files that chance wrote. The seed is fixed: a failure comes again.
@Suite struct RandomFileTests {
    /// SplitMix64 (Steele, Lea, Flood 2014).
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    @Test("What is written by the rules of RFC 4180 is read back, whatever the fields hold")
    func readsBack() throws {
        var chance = Chance(state: 42)
        let letters = Array("ab,;\t|\"\n\r' éß€0123456789")
        for _ in 0..<400 {
            let width = Int.random(in: 2...6, using: &chance)
            let ending = ["\n", "\r\n", "\r"].randomElement(using: &chance) ?? "\n"
            let delimiter = Delimiter.allCases.randomElement(using: &chance) ?? .comma
            var table: [[String]] = []
            for _ in 0..<Int.random(in: 1...30, using: &chance) {
                var row = (0..<width).map { _ in
                    String(
                        (0..<Int.random(in: 0...8, using: &chance)).map { _ in
                            letters.randomElement(using: &chance) ?? "a"
                        })
                }
                row[0] = "x" + row[0] + "x"
                table.append(row)
            }
            var text = ""
            for row in table {
                text += row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
                    .joined(separator: String(UnicodeScalar(delimiter.rawValue)))
                text += ending
            }
            let reader = try DelimitedTextReader(
                ImportBytes(.text(text)), delimiter: delimiter)
            var read: [[String]] = []
            while try reader.next() {
                let record = reader.record
                read.append((0..<record.fieldCount).map { record.text($0) })
            }
            #expect(read == table.map { $0.map { trimmed($0) } })
        }
    }

    private func trimmed(_ text: String) -> String {
        var part = Substring(text)
        while part.first == " " || part.first == "\t" { part.removeFirst() }
        while part.last == " " || part.last == "\t" { part.removeLast() }
        return String(part)
    }

    @Test("A file that chance has damaged is read or refused, and its lines add up")
    func survivesDamage() throws {
        var chance = Chance(state: 7)
        let sample = Array(
            """
            ,Order Date,Customer ID,Invoice,Quantity,Unit Price,Sales,Line,Currency,Status,Channel
            0,2024-01-31 10:00,17850.0,536365,2,"1,25",2.50,1,EUR,paid,google
            1,01/31/2024,,C536365,-1,$3.5,-3.5,2,,cancelled,"a ""b"" c"
            2,31 Jan 2024,13047.0,536366,1e3,(2.00),1e-3,3,USD,,
            3,2024-01-31T10:00:00Z,NULL,536367,1'000,1.234.567,"1,234.5",1,,,é
            """.utf8)
        var refusals = 0
        for _ in 0..<300 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...12, using: &chance) {
                let index = Int.random(in: 0..<bytes.count, using: &chance)
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: bytes[index] = UInt8.random(in: 1...255, using: &chance)
                case 1: bytes.remove(at: index)
                case 2:
                    bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &chance)], at: index)
                default:
                    let end = Int.random(in: index..<bytes.count, using: &chance)
                    bytes.insert(contentsOf: bytes[index..<end], at: index)
                }
                if bytes.isEmpty { bytes = [0x61] }
            }
            do {
                let plan = try OrderImportPlan(.bytes(bytes, name: "orders.csv"))
                let totals = plan.totals
                #expect(totals.verdicts.reduce(0) { $0 + $1.rows } == totals.rows)
                #expect(
                    totals.salesAmount.units == totals.identifiedAmount.units
                        + totals.guestAmount.units + totals.returnAmount.units)
                let rejects = try RejectsFile.write(plan) { _ in }
                #expect(rejects == totals.rejectedRows)
                let rows = LandingRows(
                    plan, times: OrderTimes(plan.lines.dates), importSequence: 1,
                    receivedAt: UTCTimestamp(microseconds: 0))
                #expect(rows.chunk(0..<totals.rows).rowCount == totals.rows)
            } catch is OrderImportError {
                refusals += 1
            } catch is ImportFileError {
                refusals += 1
            }
        }
        #expect((1..<300).contains(refusals))
    }
}
