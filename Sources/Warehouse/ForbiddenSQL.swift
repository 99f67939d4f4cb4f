/// What models must not use, each with its reason and what to write instead; and what they may.
enum ForbiddenSQL {
    typealias Verdict = (reason: String, remedy: String)

    private static let clock: Verdict = (
        "models read no clock: the same data would give other tables tomorrow",
        "read run_date of meta.run_parameters"
    )
    private static let ordinaryCase = "write CASE WHEN … THEN … ELSE … END"
    private static let firstRow = "number the rows with ROW_NUMBER and keep the first"

    static let words: [String: Verdict] = [
        "QUALIFY": ("QUALIFY is unknown to PostgreSQL", "filter in an outer SELECT"),
        "LATERAL": ("LATERAL differs by engine", "join a named common table expression"),
        "FETCH": ("FETCH FIRST is unknown to Spark", "write LIMIT"),
        "RECURSIVE": ("recursion differs by engine", "cross join digits for sequences"),
        "USING": ("USING hides which table a column comes from", "write JOIN … ON"),
        "NATURAL": ("NATURAL JOIN follows column names silently", "write JOIN … ON"),
        "SIMILAR": ("SIMILAR TO is unknown to Spark", "write LIKE"),
        "PIVOT": ("PIVOT is unknown to PostgreSQL", "write one CASE per column"),
        "UNPIVOT": ("UNPIVOT is unknown to PostgreSQL", "write UNION ALL"),
        "CURRENT_DATE": clock, "CURRENT_TIMESTAMP": clock, "CURRENT_TIME": clock,
        "LOCALTIMESTAMP": clock,
    ]

    static let symbols: [String: Verdict] = [
        "::": (":: is unknown to Spark", "write CAST(x AS TYPE)"),
        ";": ("a model is one SELECT", "remove the semicolon and what follows it"),
        "->": ("lambdas and JSON arrows differ by engine", "write plain SQL"),
        "[": ("lists differ by engine", "write plain columns"),
        "{": ("structs differ by engine", "write plain columns"),
        "!=": ("!= is not standard SQL", "write <>"),
    ]

    static let functions: [String: Verdict] = [
        "ROUND": (
            "ROUND of doubles is unknown to PostgreSQL, and halves round two ways",
            "write CAST(x AS DECIMAL(18, n)), or leave rounding to the page"
        ),
        "AVG": (
            "AVG rounds decimals differently and adds doubles in any order",
            "write CAST(SUM(x) AS DOUBLE) / NULLIF(CAST(COUNT(x) AS DOUBLE), 0)"
        ),
        "MEDIAN": (
            "MEDIAN is unknown to PostgreSQL",
            "write PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(x AS DOUBLE))"
        ),
        "QUANTILE": ("QUANTILE is known to DuckDB only", "write PERCENTILE_CONT"),
        "QUANTILE_CONT": ("QUANTILE_CONT is known to DuckDB only", "write PERCENTILE_CONT"),
        "COUNT_IF": (
            "COUNT_IF is unknown to PostgreSQL", "write COUNT(CASE WHEN … THEN 1 END)"
        ),
        "COUNTIF": (
            "COUNTIF is unknown to PostgreSQL", "write COUNT(CASE WHEN … THEN 1 END)"
        ),
        "STRING_AGG": ("STRING_AGG is unknown to Spark", "keep one row per value"),
        "LISTAGG": ("LISTAGG is unknown to PostgreSQL", "keep one row per value"),
        "ARRAY_AGG": ("lists differ by engine", "keep one row per value"),
        "REGEXP_REPLACE": (
            "REGEXP_REPLACE replaces once or everywhere, by engine", "write REPLACE"
        ),
        "REGEXP_MATCHES": ("REGEXP_MATCHES differs by engine", "write LIKE"),
        "CONCAT": ("CONCAT treats null in three ways", "write COALESCE(x, '') || y"),
        "CONCAT_WS": ("CONCAT_WS treats null in three ways", "write COALESCE(x, '') || y"),
        "TRY_CAST": ("TRY_CAST is unknown to PostgreSQL", "type the column in landing"),
        "SAFE_CAST": ("SAFE_CAST is unknown to all three", "type the column in landing"),
        "GENERATE_SERIES": (
            "no sequence function is common to the engines", "cross join digits"
        ),
        "RANGE": ("no sequence function is common to the engines", "cross join digits"),
        "SEQUENCE": ("no sequence function is common to the engines", "cross join digits"),
        "UNNEST": ("UNNEST is unknown to Spark", "cross join a list of VALUES"),
        "EXPLODE": ("EXPLODE is known to Spark only", "cross join a list of VALUES"),
        "EXP": ("EXP differs in the last digit", "compute it in a computed model"),
        "LN": ("LN differs in the last digit", "compute it in a computed model"),
        "LOG": ("LOG has another base on each engine", "compute it in a computed model"),
        "POWER": ("POWER differs in the last digit", "multiply, or use a computed model"),
        "POW": ("POW differs in the last digit", "multiply, or use a computed model"),
        "DATE_DIFF": ("DATE_DIFF differs by engine", "write days_between(a, b)"),
        "DATEDIFF": ("DATEDIFF differs by engine", "write days_between(a, b)"),
        "DATE_SUB": ("DATE_SUB differs by engine", "subtract a whole number from the date"),
        "DATE_ADD": ("DATE_ADD differs by engine", "add a whole number to the date"),
        "AGE": ("AGE is unknown to Spark", "write calendar_months_between(a, b)"),
        "DATE_PART": ("DATE_PART has three return types", "write EXTRACT(… FROM x)"),
        "STRFTIME": ("date formats differ by engine", "leave formatting to the page"),
        "TO_CHAR": ("date formats differ by engine", "leave formatting to the page"),
        "DATE_FORMAT": ("date formats differ by engine", "leave formatting to the page"),
        "IF": ("IF is unknown to PostgreSQL", ordinaryCase),
        "IFF": ("IFF is unknown to PostgreSQL", ordinaryCase),
        "IFNULL": ("IFNULL is unknown to PostgreSQL", "write COALESCE(a, b)"),
        "NVL": ("NVL is unknown to PostgreSQL", "write COALESCE(a, b)"),
        "ISNULL": ("ISNULL is unknown to PostgreSQL", "write x IS NULL"),
        "FIRST": ("FIRST without an order is any row", firstRow),
        "LAST": ("LAST without an order is any row", firstRow),
        "ANY_VALUE": ("ANY_VALUE is any row, and unknown to PostgreSQL 15", "write MIN or MAX"),
        "ARG_MAX": ("ARG_MAX is known to DuckDB only", firstRow),
        "ARG_MIN": ("ARG_MIN is known to DuckDB only", firstRow),
        "MAX_BY": ("MAX_BY is unknown to PostgreSQL", firstRow),
        "MIN_BY": ("MIN_BY is unknown to PostgreSQL", firstRow),
        "APPROX_COUNT_DISTINCT": ("an approximate count is no count", "COUNT(DISTINCT x)"),
        "RANDOM": ("the same data would give other tables", "derive it from a column"),
        "RAND": ("the same data would give other tables", "derive it from a column"),
        "UUID": ("the same data would give other tables", "derive it from a column"),
        "HASH": ("each engine hashes its own way", "derive it in Swift"),
        "GETVARIABLE": (
            "a session's variable is empty for every other reader",
            "read meta.run_parameters"
        ),
        "CURRENT_SETTING": (
            "a session's setting is another for every other reader", "read meta.run_parameters"
        ),
        "NOW": clock, "TODAY": clock, "GET_CURRENT_TIMESTAMP": clock, "CLOCK_TIMESTAMP": clock,
        "READ_CSV": ("a model reads tables", "import the file"),
        "READ_PARQUET": ("a model reads tables", "import the file"),
    ]

    /// Functions that are equal on all engines, `prologue` functions last.
    static let portableFunctions: Set<String> = [
        "CAST", "COALESCE", "NULLIF", "GREATEST", "LEAST", "EXTRACT", "DATE_TRUNC",
        "SUM", "COUNT", "MIN", "MAX", "BOOL_AND", "BOOL_OR", "PERCENTILE_CONT",
        "ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE",
        "ABS", "FLOOR", "CEIL", "SIGN", "SQRT", "MOD",
        "UPPER", "LOWER", "TRIM", "LTRIM", "RTRIM", "LENGTH", "SUBSTRING", "REPLACE", "POSITION",
        "LPAD",
        "DAYS_BETWEEN", "CALENDAR_MONTHS_BETWEEN", "ISO_DOW", "LOCAL_DATE",
    ]

    static let portableTypes: Set<String> = [
        "DOUBLE", "STRING", "BIGINT", "DECIMAL", "DATE", "TIMESTAMP", "BOOLEAN",
    ]

    /// Parts of a time that EXTRACT finds on every engine.
    static let extractableParts: Set<String> = [
        "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "DOY",
    ]
}
