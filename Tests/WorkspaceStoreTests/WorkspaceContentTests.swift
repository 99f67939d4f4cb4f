import ExactValues
import MarketingDomain
import SQLAccess
import SemanticLayer
import Testing

@testable import WorkspaceStore

@Suite("Channels, identities, settings and the snapshot of a workspace")
struct WorkspaceContentTests {
    @Test("A channel's name and kind can be set and changed", arguments: Engine.allCases)
    func channels(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let channels = ChannelRepository(workspace.session)
        try channels.save(
            NamedChannel(channel: "meta", displayName: "Facebook", isPaid: false),
            at: Workspace.now)
        try channels.save(
            NamedChannel(channel: "email", displayName: "E-mail", isPaid: false),
            at: Workspace.now)
        let meta = NamedChannel(channel: "meta", displayName: "Meta", isPaid: true)
        try channels.save(meta, at: Workspace.now)
        #expect(try channels.list().map(\.channel.text) == ["email", "meta"])
        #expect(try channels.list().last == meta)
        #expect(try channels.delete("email"))
        #expect(try !channels.delete("email"))
    }

    @Test("The last word about a user counts, per source", arguments: Engine.allCases)
    func identities(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let identities = IdentityRepository(workspace.session)
        for (source, customer) in [("web", "c1"), ("app", "c2"), ("web", "c3")] {
            try identities.save(
                Identity(source: source, user: "u", customer: CustomerID(customer)),
                at: Workspace.now)
        }
        #expect(try identities.customer(of: "u", source: "web") == "c3")
        #expect(try identities.customer(of: "u", source: "app") == "c2")
        #expect(try identities.customer(of: "v", source: "web") == nil)
        #expect(try identities.count() == 2)
    }

    @Test("Settings that nobody changed follow the defaults", arguments: Engine.allCases)
    func settings(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let repository = SettingsRepository(workspace.session)
        let defaults = WorkspaceSettings(
            name: "My workspace", baseCurrency: try #require(CurrencyCode("EUR")), timeZone: "UTC",
            defaultSource: .measured)
        #expect(try repository.read(defaults: defaults) == defaults)
        var changed = defaults
        changed.timeZone = "Europe/Berlin"
        changed.baseCurrency = try #require(CurrencyCode("CHF"))
        try repository.write(changed, over: defaults, at: Workspace.now)
        #expect(try repository.read(defaults: defaults) == changed)
        var otherDefaults = defaults
        otherDefaults.name = "Shop"
        changed.name = "Shop"
        #expect(try repository.read(defaults: otherDefaults) == changed)
        try repository.write(defaults, over: changed, at: Workspace.now)
        #expect(try repository.read(defaults: defaults) == defaults)
    }

    @Test("A setting that another hand wrote is refused, an unknown one passed over")
    func strangeSettings() throws {
        let workspace = try Workspace(.sqlite)
        let defaults = WorkspaceSettings(
            name: "W", baseCurrency: try #require(CurrencyCode("EUR")), timeZone: "UTC",
            defaultSource: .measured)
        try workspace.session.execute(
            "INSERT INTO workspace.settings VALUES ('later', 'x', \(Workspace.now))")
        #expect(try SettingsRepository(workspace.session).read(defaults: defaults) == defaults)
        try workspace.session.execute(
            "INSERT INTO workspace.settings VALUES ('base_currency_code', 'euro', \(Workspace.now))"
        )
        #expect(throws: WorkspaceContentError.self) {
            try SettingsRepository(workspace.session).read(defaults: defaults)
        }
    }

    @Test(
        "The snapshot is the same on both engines, in the types that models expect",
        arguments: Engine.allCases)
    func snapshot(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        let campaigns = CampaignRepository(workspace.session)
        let euro = try #require(CurrencyCode("EUR"))
        try campaigns.insert(
            try Campaign(
                id: "b", name: "B", status: .ended, objective: "",
                budget: CampaignBudget(amount: FixedDecimal(units: 15, scale: 1), currency: euro),
                startDate: CalendarDate(iso: "1970-01-02")), at: Workspace.now)
        try campaigns.insert(try Campaign(id: "a", name: "A"), at: Workspace.now)
        try ChannelRepository(workspace.session).save(
            NamedChannel(channel: "meta", displayName: "Meta", isPaid: true), at: Workspace.now)
        let tables = try WorkspaceSnapshot.tables(workspace.session)
        #expect(
            tables.map(\.name.description) == [
                "workspace.campaigns", "workspace.channels", "workspace.identities",
            ])
        let none = [true, false]
        #expect(
            tables[0].rows.columns == [
                SQLColumn(name: "campaign_id", values: .texts(TextColumn(["a", "b"]))),
                SQLColumn(name: "name", values: .texts(TextColumn(["A", "B"]))),
                SQLColumn(name: "status", values: .texts(TextColumn(["active", "ended"]))),
                SQLColumn(name: "objective", values: .texts(TextColumn(["", ""])), nulls: none),
                SQLColumn(
                    name: "budget_amount", values: .decimals([0, 1_500_000], scale: 6), nulls: none),
                SQLColumn(
                    name: "currency_code", values: .texts(TextColumn(["", "EUR"])), nulls: none),
                SQLColumn(name: "start_date", values: .dates([0, 1]), nulls: none),
                SQLColumn(name: "end_date", values: .dates([0, 0]), nulls: [true, true]),
            ])
        #expect(
            tables[1].rows.columns == [
                SQLColumn(name: "channel", values: .texts(TextColumn(["meta"]))),
                SQLColumn(name: "display_name", values: .texts(TextColumn(["Meta"]))),
                SQLColumn(name: "is_paid", values: .booleans([true])),
            ])
        #expect(tables[2].rows.rowCount == 0)
        #expect(tables[2].rows.columnNames == ["source", "user_id", "customer_id"])
    }

    @Test("What one session wrote the next one reads", arguments: Engine.allCases)
    func secondSession(_ engine: Engine) throws {
        let workspace = try Workspace(engine)
        try CampaignRepository(workspace.session).insert(
            try Campaign(id: "a", name: "A"), at: Workspace.now)
        let again = try workspace.connectAgain()
        try WorkspaceMigrator.migrate(again, now: Workspace.now)
        #expect(try CampaignRepository(again).list().count == 1)
    }
}
