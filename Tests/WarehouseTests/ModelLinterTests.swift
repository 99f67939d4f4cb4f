import Testing

@testable import Warehouse

@Suite struct ModelLinterTests {
    struct Violation: CustomTestStringConvertible, Sendable {
        let sql: String
        let message: String
        var line = 1
        var testDescription: String { sql }
    }

    static let violations: [Violation] = [
        Violation(
            sql: "SELECT CAST(ROUND(a, 2) AS DOUBLE) AS x FROM landing.t AS t",
            message:
                "ROUND of doubles is unknown to PostgreSQL, and halves round two ways"),
        Violation(
            sql: "SELECT CAST(AVG(t.a) AS DOUBLE) AS x FROM landing.t AS t",
            message: "AVG rounds decimals differently and adds doubles in any order"),
        Violation(
            sql: "SELECT t.x\nFROM landing.t AS t\nQUALIFY ROW_NUMBER() OVER () = 1",
            message: "QUALIFY is unknown to PostgreSQL", line: 3),
        Violation(
            sql: "SELECT DISTINCT ON (t.x) t.x FROM landing.t AS t",
            message: "DISTINCT ON is known to PostgreSQL and DuckDB only"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t GROUP BY ALL",
            message: "GROUP BY ALL is unknown to PostgreSQL"),
        Violation(
            sql: "SELECT CAST(MEDIAN(t.a) AS DOUBLE) AS x FROM landing.t AS t",
            message: "MEDIAN is unknown to PostgreSQL"),
        Violation(
            sql: "SELECT CAST(COUNT_IF(t.a) AS BIGINT) AS x FROM landing.t AS t",
            message: "COUNT_IF is unknown to PostgreSQL"),
        Violation(
            sql: "SELECT CAST(STRING_AGG(t.a, ',') AS STRING) AS x FROM landing.t AS t",
            message: "STRING_AGG is unknown to Spark"),
        Violation(
            sql: "SELECT CAST(REGEXP_REPLACE(t.a, 'b', 'c') AS STRING) AS x FROM landing.t AS t",
            message: "REGEXP_REPLACE replaces once or everywhere, by engine"),
        Violation(
            sql: "SELECT CAST(CONCAT(t.a, t.b) AS STRING) AS x FROM landing.t AS t",
            message: "CONCAT treats null in three ways"),
        Violation(
            sql: "SELECT CAST(EXP(t.a) AS DOUBLE) AS x FROM landing.t AS t",
            message: "EXP differs in the last digit"),
        Violation(
            sql: "SELECT CAST(LN(t.a) AS DOUBLE) AS x FROM landing.t AS t",
            message: "LN differs in the last digit"),
        Violation(
            sql: "SELECT CAST(POWER(t.a, 2) AS DOUBLE) AS x FROM landing.t AS t",
            message: "POWER differs in the last digit"),
        Violation(
            sql: "SELECT CAST(EXTRACT(EPOCH FROM t.a) AS BIGINT) AS x FROM landing.t AS t",
            message: "EXTRACT(EPOCH …) differs by engine"),
        Violation(
            sql: "SELECT CAST(EXTRACT(DOW FROM t.a) AS BIGINT) AS x FROM landing.t AS t",
            message: "EXTRACT(DOW …) differs by engine"),
        Violation(
            sql: "SELECT CAST(t.end_date - t.start_date AS BIGINT) AS x FROM landing.t AS t",
            message: "date minus date has three types on three engines"),
        Violation(
            sql: "SELECT CAST(CAST(t.a AS DATE) - t.start_date AS BIGINT) AS x FROM landing.t AS t",
            message: "date minus date has three types on three engines"),
        Violation(
            sql: "SELECT CAST(g.a AS BIGINT) AS x FROM generate_series(1, 9) AS g",
            message: "no sequence function is common to the engines"),
        Violation(
            sql: "SELECT CAST(DATE_TRUNC('month', t.a) AS BIGINT) AS x FROM landing.t AS t",
            message: "DATE_TRUNC has three return types"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t WHERE DATE_TRUNC('day', t.a) = t.b",
            message: "DATE_TRUNC has three return types"),
        Violation(
            sql: "SELECT CAST(t.a / t.b AS DOUBLE) AS x FROM landing.t AS t",
            message: "division of integers, and by zero, differs by engine"),
        Violation(
            sql: "SELECT CAST(t.a AS DOUBLE) / CAST(t.b AS DOUBLE) AS x FROM landing.t AS t",
            message: "division of integers, and by zero, differs by engine"),
        Violation(
            sql: "SELECT CAST(t.a AS DOUBLE) / NULLIF(t.b, 0) AS x FROM landing.t AS t",
            message: "division of integers, and by zero, differs by engine"),
        Violation(
            sql: "SELECT CAST(CAST(t.a AS DOUBLE) / 2 AS BIGINT) AS x FROM landing.t AS t",
            message: "2.5 becomes 2 or 3, by engine"),
        Violation(
            sql: "WITH s AS (SELECT SUM(t.a) AS a FROM landing.t AS t) SELECT CAST(s.a AS BIGINT) "
                + "AS x FROM s",
            message: "the type of a SUM differs by engine"),
        Violation(
            sql: "SELECT CAST(t.a AS INTEGER) AS x FROM landing.t AS t",
            message: "INTEGER is not a type that all engines read alike"),
        Violation(
            sql: "SELECT CAST(t.a AS DECIMAL) AS x FROM landing.t AS t",
            message: "DECIMAL without digits is not a type that all engines read alike"),
        Violation(
            sql: "SELECT t.a::BIGINT AS x FROM landing.t AS t", message: ":: is unknown to Spark"),
        Violation(
            sql: "SELECT CAST(ROW_NUMBER() OVER (ORDER BY t.a) AS BIGINT) AS x FROM landing.t AS t",
            message: "nulls come first or last by engine"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t ORDER BY t.x NULLS LAST, t.a DESC LIMIT 5",
            message: "nulls come first or last by engine"),
        Violation(
            sql: "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY t.a) AS x FROM landing.t AS t",
            message: "PERCENTILE_CONT rounds when its argument is a decimal"),
        Violation(
            sql: "SELECT t.a x FROM landing.t AS t", message: "x is an alias without AS"),
        Violation(
            sql: "SELECT t.x FROM landing.t t", message: "t is an alias without AS"),
        Violation(
            sql: "SELECT t.x FROM (SELECT s.x FROM landing.t AS s) t",
            message: "t is an alias without AS"),
        Violation(
            sql: "SELECT CASE WHEN t.a THEN t.b END x FROM landing.t AS t",
            message: "x is an alias without AS"),
        Violation(
            sql: "SELECT CAST(t.\"a\" AS BIGINT) AS x FROM landing.t AS t",
            message: "\"a\" is a quoted name, whose quotes differ by engine"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t FETCH FIRST 5 ROWS ONLY",
            message: "FETCH FIRST is unknown to Spark"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t JOIN landing.t AS u USING (x)",
            message: "USING hides which table a column comes from"),
        Violation(
            sql: "SELECT CAST(q.b AS BIGINT) AS x FROM (SELECT t.a AS b, b + 1 AS c FROM landing.t "
                + "AS t) AS q",
            message: "b is defined in the same SELECT: some engines read that, others a column "
                + "of this name"),
        Violation(
            sql: "SELECT * FROM landing.t AS t",
            message: "* in the final SELECT follows every change below it"),
        Violation(
            sql: "SELECT t.* FROM landing.t AS t",
            message: "* in the final SELECT follows every change below it"),
        Violation(
            sql: "SELECT COALESCE(t.a, 0) AS x FROM landing.t AS t",
            message: "the type of x is left to the engine"),
        Violation(
            sql: "SELECT CAST(t.a AS BIGINT) FROM landing.t AS t",
            message: "a computed column has no name"),
        Violation(
            sql: "SELECT t.x, t.y FROM landing.t AS t",
            message: "column y is not described in the contract"),
        Violation(
            sql: "SELECT t.y AS z FROM landing.t AS t",
            message: "the contract describes x, which is not selected"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t WHERE t.a = CURRENT_DATE",
            message: "models read no clock: the same data would give other tables tomorrow"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t WHERE t.a < now()",
            message: "models read no clock: the same data would give other tables tomorrow"),
        Violation(
            sql: "SELECT CAST(getvariable('a') AS BIGINT) AS x FROM landing.t AS t",
            message: "a session's variable is empty for every other reader"),
        Violation(
            sql: "SELECT CAST(levenshtein(t.a, t.b) AS BIGINT) AS x FROM landing.t AS t",
            message: "levenshtein is not among the functions that all engines share"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t;", message: "a model is one SELECT"),
        Violation(sql: "DELETE FROM landing.t", message: "a model is one SELECT, not DELETE"),
        Violation(sql: "", message: "there is no SELECT below the contract", line: -7),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t WHERE t.a != 1",
            message: "!= is not standard SQL"),
        Violation(
            sql: "SELECT t.x FROM landing.t AS t WHERE t.a = 'b\\n'",
            message: "a backslash in a text means itself on one engine only"),
    ]

    @Test("Each rule refuses a planted violation, in its line", arguments: violations)
    func plantedViolation(violation: Violation) {
        let found = ModelText.lint(violation.sql)
        #expect(found.contains("\(violation.line): \(violation.message)"), "found \(found)")
    }

    @Test(
        "Portable SQL passes",
        arguments: [
            "SELECT t.x FROM landing.t AS t",
            "SELECT CAST(DATE_TRUNC('month', t.a) AS DATE) AS x FROM landing.t AS t",
            "SELECT CAST(SUM(t.a) AS DOUBLE) / NULLIF(CAST(COUNT(*) AS DOUBLE), 0) AS x "
                + "FROM landing.t AS t HAVING SUM(t.a) > 0",
            "SELECT CAST(PERCENTILE_CONT(0.8) WITHIN GROUP (ORDER BY CAST(t.a AS DOUBLE)) AS "
                + "DECIMAL(18, 4)) AS x FROM landing.t AS t",
            "SELECT CAST(ROW_NUMBER() OVER (PARTITION BY t.b ORDER BY t.a DESC NULLS LAST, t.c "
                + "NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS x "
                + "FROM landing.t AS t",
            "WITH digits (d) AS (SELECT v.d FROM (VALUES (0), (1)) AS v (d)) "
                + "SELECT CAST(a.d + 10 * b.d AS BIGINT) AS x FROM digits AS a "
                + "CROSS JOIN digits AS b",
            "SELECT CAST(t.a - INTERVAL '1' DAY AS DATE) AS x FROM landing.t AS t "
                + "WHERE t.a >= DATE '2026-01-01' AND t.b IS DISTINCT FROM t.c",
            "SELECT CAST(EXTRACT(YEAR FROM t.a) AS BIGINT) AS x FROM landing.t AS t",
            "SELECT CAST(days_between(t.a_date, t.b_date) AS BIGINT) AS x FROM landing.t AS t",
            "SELECT CAST('it''s; -- no comment' AS STRING) AS x FROM landing.t AS t -- ROUND(1)",
            "SELECT CAST(t.a AS BIGINT) AS x FROM landing.t AS t /* QUALIFY */ "
                + "UNION ALL SELECT u.x FROM landing.t AS u ORDER BY x NULLS LAST",
            "SELECT CAST(SUM(t.a) FILTER (WHERE t.b) OVER (ORDER BY t.c NULLS LAST) AS BIGINT) "
                + "AS x FROM landing.t AS t",
            "SELECT CAST(CASE WHEN t.a IS NULL THEN 'b' ELSE t.c || COALESCE(t.d, '') END "
                + "AS STRING) AS x FROM landing.t AS t WHERE NOT EXISTS (SELECT 1 FROM landing.t AS u)",
        ])
    func portable(sql: String) {
        #expect(ModelText.lint(sql) == [])
    }
}
