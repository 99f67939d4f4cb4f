import ExactValues
import Testing

@Suite("Exact decimals from text")
struct FixedDecimalTextTests {
    @Test(
        "What was written comes back, decimals and all",
        arguments: [
            "0", "7", "-7", "12.340000", "-0.000001", "99999999999999999999999999999999999999",
            "-0.99999999999999999999999999999999999999",
        ])
    func roundTrip(_ text: String) throws {
        #expect(try #require(FixedDecimal(exactly: text)).description == text)
    }

    @Test(
        "What is not a plain decimal is refused",
        arguments: [
            "", "-", ".", ".5", "5.", "1.2.3", "1e3", "+1", " 1", "1 ", "NaN", "٣",
            "999999999999999999999999999999999999999",
            "0.000000000000000000000000000000000000001",
        ])
    func refused(_ text: String) {
        #expect(FixedDecimal(exactly: text) == nil)
    }
}
