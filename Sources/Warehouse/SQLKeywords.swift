/// The words that SQL itself uses in a model, hence never an alias or a column.
enum SQLKeywords {
    static let all: Set<String> = [
        "ALL", "AND", "ANY", "AS", "ASC", "BETWEEN", "BY", "CASE", "CAST", "CROSS", "CURRENT",
        "DESC", "DISTINCT", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "FALSE", "FETCH",
        "FILTER", "FIRST", "FOLLOWING", "FROM", "FULL", "GROUP", "HAVING", "ILIKE", "IN", "INNER",
        "INTERSECT", "INTERVAL", "IS", "JOIN", "LAST", "LATERAL", "LEFT", "LIKE", "LIMIT",
        "NATURAL", "NOT", "NULL", "NULLS", "OFFSET", "ON", "ONLY", "OR", "ORDER", "OUTER", "OVER",
        "PARTITION", "PRECEDING", "QUALIFY", "RANGE", "RECURSIVE", "RIGHT", "ROW", "ROWS",
        "SELECT", "SIMILAR", "THEN", "TO", "TRUE", "UNBOUNDED", "UNION", "USING", "VALUES",
        "WHEN", "WHERE", "WINDOW", "WITH", "WITHIN",
    ]

    /// The words that begin a clause of a query.
    static let clauses: Set<String> = [
        "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "WINDOW", "QUALIFY",
        "FETCH", "OFFSET",
    ]

    static let setOperators: Set<String> = ["UNION", "INTERSECT", "EXCEPT"]

    /// Units behind an interval's text: `INTERVAL '1' DAY`.
    static let intervalUnits: Set<String> = [
        "YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND",
    ]
}
