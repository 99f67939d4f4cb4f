import SQLAccess
import Testing

@testable import Warehouse

@Suite struct ModelGraphTests {
    private static func staging(_ name: String) -> (path: String, text: String) {
        ModelText.make(
            "staging.\(name)", depends: "landing.events", columns: ["x"],
            sql: "SELECT e.x FROM landing.events AS e")
    }

    private static func model(
        _ name: String, reads table: String, depends: String? = nil, materialize: String = "table",
        tests: [String] = []
    ) -> (path: String, text: String) {
        ModelText.make(
            name, depends: depends ?? table, materialize: materialize, columns: ["x"],
            tests: tests, sql: "SELECT t.x FROM \(table) AS t")
    }

    @Test("Models come behind what they read, and by layer and name where that is free")
    func order() throws {
        let library = try ModelLibrary(files: [
            Self.model("business.b", reads: "business.z"),
            Self.model("business.z", reads: "warehouse.m"),
            Self.model("warehouse.m", reads: "staging.e"), Self.staging("e"), Self.staging("a"),
        ])
        #expect(
            library.graph.models.map(\.name.description) == [
                "staging.a", "staging.e", "warehouse.m", "business.z", "business.b",
            ])
        #expect(
            library.graph.downstream(of: TableName(schema: "staging", name: "e"))
                .map(\.name.description) == ["warehouse.m", "business.z", "business.b"])
        #expect(
            library.graph.upstream(of: TableName(schema: "business", name: "z"))
                == [
                    TableName(schema: "warehouse", name: "m"),
                    TableName(schema: "staging", name: "e"),
                    TableName(schema: "landing", name: "events"),
                ])
    }

    @Test("A cycle is told with its path")
    func cycle() {
        #expect(
            ModelText.problems(
                Self.model("business.a", reads: "business.b"),
                Self.model("business.b", reads: "business.a"))
                == [
                    "1: the model depends on itself: business.a reads business.b reads business.a"
                ])
    }

    @Test("What is read must be declared, and what is declared must be read")
    func dependsMatchesSQL() {
        #expect(
            ModelText.problems(
                Self.staging("a"), Self.staging("b"),
                Self.model("warehouse.m", reads: "staging.a", depends: "staging.b"))
                == [
                    "1: depends names staging.b, which the SELECT does not read",
                    "8: the SELECT reads staging.a, which depends lacks",
                ])
    }

    @Test("Tables are found in joins, subqueries, lists and common table expressions")
    func references() throws {
        let sql = """
            WITH a AS (SELECT q.x FROM s.one AS q), b AS (SELECT 1 AS x)
            SELECT CAST(EXTRACT(YEAR FROM a.x) AS BIGINT) AS y
            FROM a CROSS JOIN b LEFT JOIN s.two AS t ON t.x = a.x AND t.x IN (SELECT x FROM s.three)
            WHERE EXISTS (SELECT 1 FROM (SELECT u.x FROM s.four AS u, s.five AS v) AS w)
                AND a.x IS DISTINCT FROM b.x
            """
        let outline = try SQLOutline(try SQLTokenizer.tokens(of: sql))
        #expect(
            Set(ModelReferences(outline).tables.map(\.description))
                == ["s.one", "s.two", "s.three", "s.four", "s.five"])
    }

    @Test("Data flows upwards only")
    func layers() {
        #expect(
            ModelText.problems(
                Self.staging("a"), Self.model("business.b", reads: "staging.a"),
                Self.model("warehouse.m", reads: "business.b"))
                == ["1: business.b lies in a layer above warehouse"])
        #expect(
            ModelText.problems(Self.model("business.b", reads: "landing.events"))
                == ["1: a model of business may not read landing.events"])
        #expect(
            ModelText.problems(Self.model("warehouse.m", reads: "warehouse.m"))
                == ["1: the model reads itself"])
        #expect(
            ModelText.problems(Self.model("warehouse.m", reads: "staging.none"))
                == ["1: depends names staging.none, which no file defines"])
        #expect(
            ModelText.problems(Self.model("staging.m", reads: "elsewhere"))
                == ["5: \"elsewhere\" is no table's name"])
    }

    @Test("A test reads upstream tables only")
    func testTables() {
        #expect(
            ModelText.problems(
                Self.staging("a"), Self.staging("b"),
                Self.model(
                    "warehouse.m", reads: "staging.a",
                    tests: ["reconciles: sum(x) = sum(staging.b.x)"]))
                == ["8: the test reads staging.b, which is not upstream of the model"])
    }

    @Test("Only what events feed can be incremental")
    func incremental() {
        let file = ModelText.make(
            "staging.orders", depends: "landing.order_lines",
            materialize: "incremental by order_date", columns: ["order_date"],
            sql: "SELECT o.order_date FROM landing.order_lines AS o")
        #expect(
            ModelText.problems(file)
                == ["1: an incremental model must be downstream of landing.events"])
    }
}
