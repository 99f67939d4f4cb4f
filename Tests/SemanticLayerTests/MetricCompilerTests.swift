import DuckDBDriver
import ExactValues
import SQLAccess
import SemanticLayer
import Testing

@Suite("Compiled metrics on DuckDB")
struct MetricCompilerTests {
    /// Two paid channels, one without spend; two days; one return; a guest.
    private func shop() throws -> DuckDBSession {
        let session = try DuckDBDatabase(path: nil).connect()
        try session.executeScript(
            """
            CREATE SCHEMA business;
            CREATE TABLE business.campaign_metrics_daily (
                campaign_id VARCHAR, channel VARCHAR, activity_date DATE, impressions BIGINT,
                clicks BIGINT, signups BIGINT, activations BIGINT, emails_sent BIGINT,
                emails_opened BIGINT, conversions BIGINT, unsubscribes BIGINT,
                spend_amount DECIMAL(18, 6), conversion_value_amount DECIMAL(18, 6));
            INSERT INTO business.campaign_metrics_daily VALUES
                ('c1', 'google', '2026-11-01', 1000, 10, 2, 1, 0, 0, 1, 0, 1, 0),
                ('c2', 'meta', '2026-11-01', 1000, 30, 4, 1, 0, 0, 2, 0, 100, 5),
                ('c1', 'google', '2026-11-02', 500, 5, 1, 1, 0, 0, 0, 0, NULL, 0),
                ('(none)', 'direct', '2026-11-02', 0, 40, 0, 0, 0, 0, 4, 0, NULL, 0);
            CREATE TABLE business.campaign_metrics_hourly AS
                SELECT *, CAST(activity_date AS TIMESTAMP) AS hour_at
                FROM business.campaign_metrics_daily;
            CREATE TABLE business.orders (
                order_id VARCHAR, customer_id VARCHAR, order_date DATE, campaign_id VARCHAR,
                channel VARCHAR, sales_amount DECIMAL(18, 6), is_return BOOLEAN,
                is_first_order BOOLEAN, lines BIGINT);
            INSERT INTO business.orders VALUES
                ('1', 'a', '2026-11-01', 'c1', 'google', 10, false, true, 1),
                ('2', 'b', '2026-11-01', 'c2', 'meta', 100, false, true, 1),
                ('3', 'a', '2026-11-02', 'c1', 'google', 20.5, false, false, 1),
                ('4', '(unknown)', '2026-11-02', '(none)', 'direct', 1000, false, false, 1),
                ('5', 'b', '2026-11-02', 'c2', 'meta', -40, true, false, 1);
            CREATE TABLE business.active_users_daily (
                campaign_id VARCHAR, channel VARCHAR, activity_date DATE, user_id VARCHAR);
            INSERT INTO business.active_users_daily VALUES
                ('c1', 'google', '2026-11-01', 'a'), ('c1', 'google', '2026-11-02', 'a'),
                ('c2', 'meta', '2026-11-01', 'b'), ('c1', 'google', '2026-11-01', 'b');
            """)
        return session
    }

    private func range(_ from: String, _ to: String) throws -> DateRange {
        let from = try #require(CalendarDate(iso: from))
        let to = try #require(CalendarDate(iso: to))
        return try #require(DateRange(from: from, to: to))
    }

    private func query(
        _ names: [String], dimensions: [Dimension] = [], filters: [MetricQuery.Filter] = [],
        grain: Grain? = nil, orderBy: [MetricQuery.Order] = [],
        from: String = "2026-11-01", to: String = "2026-11-02", limit: Int = 100
    ) throws -> MetricQuery {
        try MetricQuery(
            metrics: names.map { try #require(MetricCatalogue.metric(named: $0)) },
            dimensions: dimensions, filters: filters, dateRange: range(from, to), grain: grain,
            orderBy: orderBy, limit: limit)
    }

    private func totals(_ names: [String], filters: [MetricQuery.Filter] = []) throws -> SQLRow {
        let compiled = MetricCompiler(try query(names, filters: filters))
        return try shop().query(compiled.totals()).rows[0]
    }

    @Test("ROAS is the ratio of totals over channels with spend; MER takes all revenue")
    func roas() throws {
        // Spend 101 on google and meta; their revenue 10 + 20.50 + 100 − 40 = 90.50.
        let row = try totals(["roas", "mer", "revenue", "spend", "roi"])
        #expect(try row.decode("roas", as: Double.self) == 90.5 / 101)
        #expect(try row.decode("mer", as: Double.self) == 1090.5 / 101)
        #expect(try row.decode("roi", as: Double.self) == (90.5 - 101) / 101)
        #expect(
            try row.decode("revenue", as: FixedDecimal.self) == FixedDecimal(units: 10905, scale: 1)
        )
        #expect(
            try row.decode("spend", as: FixedDecimal.self) == FixedDecimal(units: 101, scale: 0))
    }

    @Test("Clicks of a channel without impressions stay outside CTR")
    func ctr() throws {
        let row = try totals(["ctr", "clicks", "cvr"])
        #expect(try row.decode("ctr", as: Double.self) == 45.0 / 2500.0)
        #expect(try row.decode("clicks", as: Int.self) == 85)
        #expect(try row.decode("cvr", as: Double.self) == 7.0 / 85.0)
    }

    @Test("Guests and returns are in revenue, and in no count of customers or orders")
    func customers() throws {
        let row = try totals([
            "orders", "active_customers", "new_customers", "returning_customers", "cac",
            "blended_cac", "active_users", "revenue_per_customer", "orders_per_customer",
        ])
        #expect(try row.decode("orders", as: Int.self) == 4)
        #expect(try row.decode("active_customers", as: Int.self) == 2)
        #expect(try row.decode("new_customers", as: Int.self) == 2)
        #expect(try row.decode("returning_customers", as: Int.self) == 0)
        #expect(try row.decode("cac", as: Double.self) == 101.0 / 2.0)
        #expect(try row.decode("active_users", as: Int.self) == 2)
        #expect(try row.decode("revenue_per_customer", as: Double.self) == 90.5 / 2)
        #expect(try row.decode("orders_per_customer", as: Double.self) == 3.0 / 2)
    }

    @Test("A ratio without a denominator is null, by channel and by day")
    func nulls() throws {
        let compiled = MetricCompiler(
            try query(["roas", "cpc", "clicks"], dimensions: [.channel], grain: .day))
        let rows = try shop().query(compiled.rows())
        #expect(
            rows.rows.map(\.values) == [
                [.date(day(1)), .text("google"), .double(10), .double(0.1), int(10)],
                [.date(day(1)), .text("meta"), .double(1), .double(100.0 / 30.0), int(30)],
                [.date(day(2)), .text("direct"), .null, .null, int(40)],
                [.date(day(2)), .text("google"), .null, .null, int(5)],
                [.date(day(2)), .text("meta"), .null, .null, .null],
            ])
    }

    @Test("Distinct users are counted at the asked grain, not added up")
    func nonAdditive() throws {
        let session = try shop()
        let byChannel = MetricCompiler(try query(["active_users"], dimensions: [.channel]))
        let counts = try session.query(byChannel.rows()).rows.map {
            try $0.decode("active_users", as: Int.self)
        }
        #expect(counts == [2, 1])
        let total = try session.query(byChannel.totals()).scalar(as: Int.self)
        #expect(total == 2)
    }

    @Test("Filters include and exclude, and reach the channels of a ratio")
    func filters() throws {
        let only = MetricQuery.Filter(dimension: .channel, isExcluding: false, values: ["google"])
        let row = try totals(["roas", "revenue"], filters: [only])
        #expect(try row.decode("roas", as: Double.self) == 30.5)
        let without = MetricQuery.Filter(
            dimension: .campaignID, isExcluding: true, values: ["(none)", "c2"])
        let rest = try totals(["revenue"], filters: [without])
        #expect(
            try rest.decode("revenue", as: FixedDecimal.self) == FixedDecimal(units: 305, scale: 1))
    }

    @Test("Rows come in the asked order, one more than the limit to tell of more")
    func ordering() throws {
        let compiled = MetricCompiler(
            try query(
                ["clicks"], dimensions: [.channel],
                orderBy: [.init(column: "clicks", isDescending: true)], limit: 1))
        let rows = try shop().query(compiled.rows())
        #expect(rows.rows.map { $0.values[0] } == [.text("direct"), .text("meta")])
    }

    @Test("Weeks start on Monday and months on the first")
    func grains() throws {
        let session = try shop()
        let week = try session.query(MetricCompiler(try query(["orders"], grain: .week)).rows())
        // 1 November 2026 is a Sunday.
        #expect(week.rows.map { $0.values[0] } == [.date(day(-5)), .date(day(2))])
        let month = try session.query(MetricCompiler(try query(["orders"], grain: .month)).rows())
        #expect(month.rows.map(\.values) == [[.date(day(1)), int(4)]])
        let hour = try session.query(MetricCompiler(try query(["clicks"], grain: .hour)).rows())
        #expect(hour.rows.map { $0.values[1] } == [int(40), int(45)])
    }

    @Test("Every metric of the catalogue compiles, alone and together, at every grain")
    func everything() throws {
        let session = try shop()
        for metric in MetricCatalogue.metrics {
            for grain in [nil] + Grain.allCases.map(Optional.some) {
                if grain == .hour, !metric.hasHours { continue }
                let query = try query([metric.name], dimensions: Dimension.allCases, grain: grain)
                _ = try session.query(MetricCompiler(query).rows())
            }
        }
        let all = try query(MetricCatalogue.metrics.map(\.name), grain: .day)
        #expect(try session.query(MetricCompiler(all).rows()).rowCount == 2)
    }

    private func day(_ number: Int) -> CalendarDate {
        // 2026-11-01 is day 20758.
        CalendarDate(daysSinceEpoch: Int32(20_757 + number))
    }

    private func int(_ number: Int) -> SQLValue {
        .decimal(FixedDecimal(units: Int128(number), scale: 0))
    }
}
