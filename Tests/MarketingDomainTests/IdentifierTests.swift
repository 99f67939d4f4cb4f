import MarketingDomain
import Testing

@Suite("Identifiers and codes")
struct IdentifierTests {
    @Test("Identifiers are their text, ordered as text")
    func text() {
        let campaign: CampaignID = "c1"
        #expect(campaign.text == "c1")
        #expect("\(campaign)" == "c1")
        #expect(CampaignID("a") < CampaignID("b"))
        #expect(CampaignID.none.text == "(none)")
        #expect(Channel.unknown.text == "(unknown)")
        #expect(UserID.erased.text == "(erased)")
    }

    @Test("A currency code is three capital letters")
    func currency() {
        #expect(CurrencyCode("EUR")?.text == "EUR")
        for text in ["", "EU", "EURO", "eur", "E1R", "€UR"] { #expect(CurrencyCode(text) == nil) }
    }
}
