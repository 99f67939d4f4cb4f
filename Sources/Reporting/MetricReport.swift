package import ExactValues
package import SQLAccess
package import SemanticLayer

/// The answer to a metric query: columns and rows, the totals, and how fresh they are.
package struct MetricReport: Sendable {
    package struct Column: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            case period(Grain)
            case dimension(Dimension)
            case metric(Metric)
            /// The same metric over the period compared with.
            case comparison(Metric)
        }

        package let name: String
        package let kind: Kind
    }

    package let columns: [Column]
    package let rows: [[SQLValue]]
    /// Named like the metric columns, computed over the whole period.
    package let totals: [(name: String, value: SQLValue)]
    package let dateRange: DateRange
    package let comparisonRange: DateRange?
    /// The start of the first period that is not finished yet, a day or an hour, where the range
    /// reaches it; else null.
    package let incompleteFrom: SQLValue
    /// The pipeline run that published the numbers.
    package let publishedRun: PublishedRun
    /// True where the limit cut rows off.
    package let isTruncated: Bool
}

/// The last run that published.
package struct PublishedRun: Sendable, Hashable {
    package let runID: String
    package let finishedAt: UTCTimestamp

    package init(runID: String, finishedAt: UTCTimestamp) {
        self.runID = runID
        self.finishedAt = finishedAt
    }
}

package enum ReportingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No pipeline run has published yet.
    case nothingPublished

    package var description: String {
        "no pipeline run has finished yet, so there are no figures to show; try again in a moment"
    }
}
