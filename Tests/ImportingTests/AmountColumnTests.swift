import Testing

@testable import Importing

@Suite struct AmountColumnTests {
    /// The values of a column in millionths; nil where refused, -1 where too precise.
    private func column(_ texts: [String], sign: Character? = nil) -> AmountColumn {
        var coded = CodedColumn()
        for text in texts {
            var text = text
            #expect(text.withUTF8 { coded.append($0) })
        }
        return AmountColumn(coded.dictionary, decimalSign: sign)
    }

    private func words(_ texts: String..., sign: Character? = nil) -> [String] {
        column(texts, sign: sign).units.dropFirst().map { units in
            switch units {
            case AmountColumn.invalid: "invalid"
            case AmountColumn.tooPrecise: "too precise"
            default: "\(units)"
            }
        }
    }

    @Test("Plain amounts are exact to the sixth decimal, a seventh is refused")
    func readsPlainAmounts() {
        #expect(
            words("167.72", "0", "-3", "+2.5", ".5", "12.", "0.000001", "0.0000001", "1.50000000")
                == [
                    "167720000", "0", "-3000000", "2500000", "500000", "12000000", "1",
                    "too precise", "1500000",
                ])
        #expect(words("1.5e3", "1E-6", "1e-7") == ["1500000000", "1", "too precise"])
    }

    @Test("Twelve digits before the point fit, thirteen do not")
    func boundsAmounts() {
        #expect(
            words("999999999999.999999", "1000000000000")
                == ["999999999999999999", "invalid"])
    }

    @Test(
        "What is no amount is refused",
        arguments: [
            "abc", "1.2.3", "12 pcs", "--5", "5%", "1,23,4", "1_000", "(5", "N/A", "-", "€",
            "1 2", "12,34.5", "-5-", "(-5)", "1e", "$5€",
        ])
    func refusesOthers(text: String) {
        #expect(words(text, "1.5") == ["invalid", "1500000"])
    }

    @Test("A currency's mark, a sign behind and brackets are understood")
    func readsMarks() {
        #expect(
            words(
                "$1.50", "-$2.25", "$-2.50", "3.10 €", "EUR 4", "(1.00)", "($1.25)", "5.00-",
                "\u{2212}6", "R$ 7", "£8.1", "9 kr")
                == [
                    "1500000", "-2250000", "-2500000", "3100000", "4000000", "-1000000",
                    "-1250000", "-5000000", "-6000000", "7000000", "8100000", "9000000",
                ])
    }

    @Test("One currency on every amount is that of the column, a dollar sign is none")
    func readsCurrency() {
        #expect(column(["€1", "2 EUR"]).currencyCode == "EUR")
        #expect(column(["£1"]).currencyCode == "GBP")
        #expect(column(["€1", "2"]).currencyCode == nil)
        #expect(column(["€1", "£2"]).currencyCode == nil)
        #expect(column(["$1"]).currencyCode == nil)
        #expect(column(["1"]).currencyCode == nil)
    }

    @Test("The decimal comma is proven by any amount that can mean nothing else")
    func readsDecimalComma() {
        #expect(words("1,5", "1.234") == ["1500000", "1234000000"])
        #expect(words("1.234,56", "7,123") == ["1234560000", "7123000"])
        #expect(words("1.234.567", "1,234") == ["1234567000000", "1234000"])
        #expect(words("0,123") == ["123000"])
    }

    @Test("The decimal point is proven in the same way")
    func readsDecimalPoint() {
        #expect(words("1.5", "1,234") == ["1500000", "1234000000"])
        #expect(words("1,234.56", "7.123") == ["1234560000", "7123000"])
        #expect(words("1,234,567", "1.234") == ["1234567000000", "1234000"])
        #expect(words("1234.567", "1,000") == ["1234567000", "1000000000"])
        #expect(words("12,34,567.89") == ["1234567890000"])
    }

    @Test("Without a proof a comma groups and a point is decimal, and the column says so")
    func readsUnproven() {
        #expect(words("1,234", "999") == ["1234000000", "999000000"])
        #expect(words("1.234", "999") == ["1234000", "999000000"])
        #expect(column(["1,234"]).isUnproven)
        #expect(!column(["1,234", "1.5"]).isUnproven)
        #expect(!column(["12"]).isUnproven)
    }

    @Test("Where both signs are decimal, what could be either is refused")
    func refusesOpenAmountsInMixedColumns() {
        #expect(
            words("1.5", "1,5", "1.234", "1,234", "1.234,5", "1,234.5")
                == ["1500000", "1500000", "invalid", "invalid", "1234500000", "1234500000"])
        #expect(column(["1.5", "1,5"]).decimalSign == nil)
    }

    @Test("What the owner says decides")
    func obeysOwner() {
        #expect(words("1,234", sign: ",") == ["1234000"])
        #expect(words("1.234", sign: ",") == ["1234000000"])
        #expect(words("1.234", sign: ".") == ["1234000"])
    }

    @Test("Blanks and apostrophes group thousands, in threes only")
    func readsOtherGroups() {
        #expect(
            words("1 234,50", "1\u{A0}234,5", "1\u{202F}000,0", "1'234,5", "1’234,5", "1 23,5")
                == [
                    "1234500000", "1234500000", "1000000000", "1234500000", "1234500000",
                    "invalid",
                ])
    }
}
