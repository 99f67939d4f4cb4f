import ExactValues
package import JSONCoding
package import Reporting
package import SQLAccess
package import SemanticLayer

extension MetricReport: JSONWritable {
    /// The answer of `POST /v1/query`.
    package func write(to writer: inout JSONWriter) {
        writer.object { answer in
            answer.array("columns") { array in
                for column in columns { array.object { column.writeMembers(to: &$0) } }
            }
            answer.array("rows") { array in
                for row in rows { row.write(to: &array) }
            }
            answer.object("totals") { object in
                for (name, value) in totals { object.field(name, value) }
            }
            answer.field("date_range", dateRange)
            answer.field("compare_range", comparisonRange)
            answer.field("incomplete_from", incompleteFrom)
            answer.field("source", MetricSource.measured.rawValue)
            answer.field("as_of", publishedRun.finishedAt)
            answer.field("run_id", publishedRun.runID)
            answer.field("truncated", isTruncated)
        }
    }
}

extension MetricReport.Column {
    fileprivate func writeMembers(to object: inout JSONWriter) {
        object.field("name", name)
        switch kind {
        case .period(let grain):
            object.field("kind", "time")
            object.field("grain", grain.rawValue)
        case .dimension:
            object.field("kind", "dimension")
        case .metric(let metric), .comparison(let metric):
            let isComparison = if case .comparison = kind { true } else { false }
            object.field("kind", isComparison ? "comparison" : "metric")
            object.field("metric", metric.name)
            object.field("unit", metric.unit.rawValue)
        }
    }
}

extension DateRange: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.object { object in
            object.field("from", from)
            object.field("to", to)
        }
    }
}

extension SQLValue: JSONWritable {
    /// Numbers exactly, days and instants as text, absent values as null.
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let flag): writer.value(flag)
        case .integer(let number): writer.value(number)
        case .double(let number): writer.value(number)
        case .decimal(let number): writer.value(number)
        case .text(let text): writer.value(text)
        case .date(let date): writer.value(date.description)
        case .timestamp(let instant): writer.value(instant.description)
        case .blob(let bytes): writer.value(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension Metric {
    /// One entry of `GET /v1/metrics`.
    func writeMembers(to object: inout JSONWriter) {
        object.field("name", name)
        object.field("label", label)
        object.field("description", description)
        object.field("formula", formulaText)
        object.field("unit", unit.rawValue)
        object.field("polarity", polarity.rawValue)
        object.field("is_additive", isAdditive)
        object.field("sources", MetricSource.allCases.map(\.rawValue))
        object.field("source_tables", sourceTables)
        object.field(
            "grains",
            Grain.allCases.filter { $0 != .hour || hasHours }.map(\.rawValue))
    }
}
