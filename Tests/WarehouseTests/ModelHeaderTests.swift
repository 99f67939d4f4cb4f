import SQLAccess
import Testing

@testable import Warehouse

@Suite struct ModelHeaderTests {
    static let text = """
        -- model:       business.campaign_days
        -- describes:   What each campaign cost,
        --              per day.
        -- grain:       one row per campaign_id, activity_date
        -- key:         campaign_id, activity_date
        -- depends:     staging.events
        -- materialize: incremental by activity_date
        -- column campaign_id: Campaign that the event names.
        -- column activity_date: Day in the workspace's zone.
        -- column spend_amount: Money paid: to the platform.
        -- test accepted_range: spend_amount >= 0
        -- test not_null warn <= 5%: spend_amount
        -- test relationships info: campaign_id references staging.campaigns.campaign_id
        -- test accepted_values <= 3: campaign_id in ('a', 'b')
        -- test expression: NOT (spend_amount > 10 AND campaign_id = '(none)')
        -- test reconciles <= 0.01: sum(spend_amount) - count(distinct campaign_id) = \
        sum(staging.events.cost_amount where event_type = 'click') + count(staging.events)

        -- A remark on the SQL.
        SELECT e.campaign_id, e.activity_date, e.spend_amount FROM staging.events AS e
        """

    @Test("A whole contract is read")
    func wholeContract() throws {
        let model = try Model(file: "business/campaign_days.sql", text: Self.text)
        let header = model.header
        #expect(header.name.description == "business.campaign_days")
        #expect(header.layer == .business)
        #expect(header.describes == "What each campaign cost, per day.")
        #expect(header.key == ["campaign_id", "activity_date"])
        #expect(header.depends == [TableName(schema: "staging", name: "events")])
        #expect(header.materialization == .incremental(by: "activity_date", .day))
        #expect(header.columns.map(\.name) == ["campaign_id", "activity_date", "spend_amount"])
        #expect(header.columns[2].description == "Money paid: to the platform.")
        #expect(
            header.tests.map(\.check) == [
                "not_null(campaign_id)", "not_null(activity_date)",
                "unique(campaign_id, activity_date)", "accepted_range(spend_amount >= 0)",
                "not_null(spend_amount)",
                "relationships(campaign_id references staging.campaigns.campaign_id)",
                "accepted_values(campaign_id in ('a', 'b'))",
                "expression(NOT (spend_amount > 10 AND campaign_id = '(none)'))",
                "reconciles(sum(spend_amount) - count(distinct campaign_id) = "
                    + "sum(staging.events.cost_amount where event_type = 'click') "
                    + "+ count(staging.events))",
            ])
        #expect(
            header.tests.map(\.severity) == [
                .block, .block, .block, .block, .warn, .info, .block, .block, .block,
            ])
        #expect(header.tests[4].tolerance == .fraction(0.05))
        #expect(header.tests[6].tolerance == .number(3))
        #expect(model.firstLine == 17)
        #expect(model.selectedColumns == ["campaign_id", "activity_date", "spend_amount"])
    }

    @Test("A reconciliation is two sides of aggregates")
    func reconciliation() throws {
        let model = try Model(file: "business/campaign_days.sql", text: Self.text)
        guard case .reconciles(let sums) = try #require(model.header.tests.last).kind else {
            Issue.record("the last test reconciles")
            return
        }
        let events = TableName(schema: "staging", name: "events")
        #expect(sums.left.map(\.function) == ["SUM", "COUNT"])
        #expect(sums.left.map(\.isSubtracted) == [false, true])
        #expect(sums.left.map(\.isDistinct) == [false, true])
        #expect(sums.left.map(\.table) == [nil, nil])
        #expect(sums.right.map(\.expression) == ["cost_amount", "*"])
        #expect(sums.right.map(\.table) == [events, events])
        #expect(sums.right.map(\.condition) == ["event_type = 'click'", nil])
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let change: (String, String)
        let problem: String
        var testDescription: String { problem }
    }

    static let faults: [Fault] = [
        Fault(
            change: ("-- model:       business.campaign_days\n", ""),
            problem: "1: the contract lacks -- model:"),
        Fault(
            change: ("business.campaign_days", "business.campaigns"),
            problem:
                "1: the model calls itself business.campaigns but stands in "
                + "business/campaign_days.sql"
        ),
        Fault(
            change: ("business.campaign_days", "landing.events"),
            problem: "1: \"landing.events\" is no model's name"),
        Fault(
            change: ("-- describes:   What each campaign cost,\n--              per day.\n", ""),
            problem: "1: the contract lacks -- describes:"),
        Fault(
            change: ("one row per campaign_id, activity_date", "one row per campaign_id"),
            problem: "4: the grain does not name the key column activity_date"),
        Fault(
            change: ("one row per campaign_id", "rows of campaign_id"),
            problem: "4: the grain does not begin with \"one row per\""),
        Fault(
            change: ("key:         campaign_id", "key:         campaign"),
            problem: "5: key names campaign, which no column line describes"),
        Fault(
            change: ("staging.events\n", "events\n"),
            problem: "6: \"events\" is no table's name"),
        Fault(
            change: ("incremental by activity_date", "sometimes"),
            problem: "7: \"sometimes\" is no way to keep a model"),
        Fault(
            change: ("incremental by activity_date", "incremental by campaign_id"),
            problem: "7: campaign_id does not say what an interval is"),
        Fault(
            change: ("-- column campaign_id:", "-- columns campaign_id:"),
            problem: "8: \"columns\" is no statement of a model's contract"),
        Fault(
            change: (" Money paid: to the platform.", ""),
            problem: "10: column spend_amount is not described"),
        Fault(
            change: ("column spend_amount", "column activity_date"),
            problem: "10: column activity_date is described twice"),
        Fault(
            change: ("test accepted_range:", "test range:"),
            problem: "11: \"range\" is no kind of test"),
        Fault(
            change: ("accepted_range: spend_amount", "accepted_range: cost_amount"),
            problem: "11: cost_amount is no column of the model"),
        Fault(
            change: ("warn <= 5%", "maybe"),
            problem: "12: \"maybe\" is neither severity nor tolerance"),
        Fault(
            change: ("campaign_id references", "campaign_id in"),
            problem: "13: \"campaign_id in staging.campaigns.campaign_id\" is not what "
                + "relationships tests"),
        Fault(
            change: ("spend_amount > 10", "ROUND(spend_amount, 0) > 10"),
            problem:
                "15: ROUND of doubles is unknown to PostgreSQL, and halves round two ways"),
        Fault(
            change: ("sum(spend_amount) -", "sum(spend_amount) *"),
            problem: "16: \"sum(spend_amount) * count(distinct campaign_id) = "
                + "sum(staging.events.cost_amount where event_type = 'click') "
                + "+ count(staging.events)\" is not what reconciles tests"),
        Fault(
            change: ("e.spend_amount FROM", "(e.spend_amount FROM"),
            problem: "19: a ( is not closed"),
    ]

    @Test("A fault of the contract is told with its line", arguments: faults)
    func fault(fault: Fault) {
        let pieces = Self.text.split(
            separator: fault.change.0, maxSplits: 1, omittingEmptySubsequences: false)
        let text = pieces.joined(separator: fault.change.1)
        #expect(text != Self.text)
        do throws(ModelProblems) {
            _ = try Model(file: "business/campaign_days.sql", text: text)
            Issue.record("nothing was found")
        } catch {
            let found = error.problems.map { "\($0.line): \($0.message)" }
            #expect(found.contains(fault.problem), "found \(found)")
        }
    }
}
