import ExactValues
import MarketingDomain
import SQLAccess
import Testing

@testable import WorkspaceStore

@Suite("Campaigns of the workspace")
struct CampaignRepositoryTests {
    private func spring() throws -> Campaign {
        try Campaign(
            id: "spring", name: "Frühling 🌷", status: .paused, objective: "New customers",
            budget: CampaignBudget(
                amount: FixedDecimal(units: 123_456, scale: 2),
                currency: try #require(CurrencyCode("EUR"))),
            startDate: CalendarDate(iso: "2026-03-01"), endDate: CalendarDate(iso: "2026-03-01"))
    }

    @Test("A campaign comes back as it was stored, full or bare", arguments: Engine.allCases)
    func roundTrip(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let campaigns = CampaignRepository(workspace.session)
        let bare = try Campaign(id: "bare", name: "Bare")
        try campaigns.insert(try spring(), at: Workspace.now)
        try campaigns.insert(bare, at: Workspace.now)
        let stored = try #require(try campaigns.find("spring"))
        #expect(stored.campaign == (try spring()))
        #expect(stored.campaign.budget?.amount.description == "1234.560000")
        #expect(stored.version == 1)
        #expect(stored.createdAt == Workspace.now)
        #expect(try campaigns.find("bare")?.campaign == bare)
        #expect(try campaigns.find("other") == nil)
    }

    @Test("An id that exists is not inserted again", arguments: Engine.allCases)
    func doubleInsert(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let campaigns = CampaignRepository(workspace.session)
        try campaigns.insert(try spring(), at: Workspace.now)
        #expect {
            try campaigns.insert(try spring(), at: Workspace.now)
        } throws: {
            ($0 as? SQLError)?.kind == .constraint
        }
    }

    @Test(
        "A change from a stale copy is refused, one from a fresh copy counts",
        arguments: Engine.allCases)
    func staleness(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let campaigns = CampaignRepository(workspace.session)
        try campaigns.insert(try spring(), at: Workspace.now)
        let later = Workspace.now.adding(seconds: 5)
        let renamed = try Campaign(id: "spring", name: "Spring")
        #expect(try campaigns.update(renamed, from: 1, at: later))
        #expect(try !campaigns.update(try spring(), from: 1, at: later))
        #expect(try !campaigns.update(try Campaign(id: "no", name: "No"), from: 1, at: later))
        let stored = try #require(try campaigns.find("spring"))
        #expect(stored.campaign == renamed)
        #expect(stored.version == 2)
        #expect(stored.createdAt == Workspace.now)
        #expect(stored.updatedAt == later)
    }

    @Test("Saving writes what is new and changes what is there", arguments: Engine.allCases)
    func saving(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let campaigns = CampaignRepository(workspace.session)
        try campaigns.save(try Campaign(id: "spring", name: "Spring"), at: Workspace.now)
        try campaigns.save(try spring(), at: Workspace.now.adding(seconds: 1))
        let stored = try #require(try campaigns.find("spring"))
        #expect(stored.campaign == (try spring()))
        #expect(stored.version == 2)
    }

    @Test("Lists are in the order of ids and go on where they ended", arguments: Engine.allCases)
    func listing(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let campaigns = CampaignRepository(workspace.session)
        for id in ["b", "a", "ä", "B"] {
            try campaigns.insert(try Campaign(id: CampaignID(id), name: id), at: Workspace.now)
        }
        #expect(try campaigns.list().map(\.campaign.id.text) == ["B", "a", "b", "ä"])
        #expect(try campaigns.list(after: "a", limit: 1).map(\.campaign.id.text) == ["b"])
        #expect(try campaigns.delete("a"))
        #expect(try !campaigns.delete("a"))
        #expect(try campaigns.list().count == 3)
    }

    @Test("Changes of one transaction happen together or not at all", arguments: Engine.allCases)
    func transactions(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let campaigns = CampaignRepository(workspace.session)
        #expect(throws: SQLError.self) {
            try workspace.session.transaction {
                try campaigns.insert(try spring(), at: Workspace.now)
                try campaigns.insert(try spring(), at: Workspace.now)
            }
        }
        #expect(try campaigns.list().isEmpty)
    }

    @Test("What cannot be a campaign is refused with words")
    func refusals() throws {
        let euro = try #require(CurrencyCode("EUR"))
        let day = try #require(CalendarDate(iso: "2026-03-02"))
        #expect(throws: CampaignError.identifierLength) { try Campaign(id: "", name: "x") }
        let longest = String(repeating: "x", count: 128)
        #expect(throws: Never.self) { try Campaign(id: CampaignID(longest), name: "x") }
        #expect(throws: CampaignError.identifierLength) {
            try Campaign(id: CampaignID(longest + "x"), name: "x")
        }
        #expect(throws: CampaignError.identifierReserved("(none)")) {
            try Campaign(id: "(none)", name: "x")
        }
        #expect(throws: CampaignError.nameLength) { try Campaign(id: "x", name: "") }
        #expect(throws: CampaignError.endsBeforeStart) {
            try Campaign(id: "x", name: "x", startDate: day, endDate: day.adding(days: -1))
        }
        #expect(throws: CampaignError.budgetNegative) {
            try CampaignBudget(amount: FixedDecimal(units: -1, scale: 0), currency: euro)
        }
        #expect(throws: CampaignError.budgetNotRepresentable) {
            try CampaignBudget(amount: FixedDecimal(units: 1, scale: 7), currency: euro)
        }
        #expect(throws: CampaignError.budgetNotRepresentable) {
            try CampaignBudget(
                amount: FixedDecimal(units: 1_000_000_000_000, scale: 0), currency: euro)
        }
    }
}
