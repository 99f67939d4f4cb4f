import SemanticLayer

/// `docs/METRICS.md`, from the catalogue.
enum MetricsDocument {
    static func make() -> GeneratedDocument {
        let rows = MetricCatalogue.metrics.map { metric in
            [
                "`\(metric.name)`", metric.label, metric.description, "`\(metric.formulaText)`",
                metric.unit.rawValue, polarity(metric.polarity),
                metric.sourceTables.map { "`\($0)`" }.joined(separator: ", "),
            ]
        }
        let table = GeneratedDocument.table(
            ["name", "label", "meaning", "formula", "unit", "better", "reads"], rows)
        return GeneratedDocument(
            fileName: "METRICS.md",
            text: """
                # Metrics

                \(GeneratedDocument.notice)

                Source: `Sources/SemanticLayer/MetricCatalogue.swift`. Every figure that the API, \
                the pages and the command line show is one of these, computed by one compiler.

                All ratios are ratios of totals over the asked rows, divided last; a denominator \
                of zero, or none, gives null, never 0. A ratio "over channels with x" leaves out \
                the channels that have none of x in the asked period. Distinct counts are computed \
                at the asked grain and never added up.

                \(table)

                Dimensions: \(Dimension.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")). \
                Grains: \(Grain.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")); \
                weeks are ISO weeks. Metrics of orders are not known by the hour.

                """)
    }

    private static func polarity(_ polarity: Metric.Polarity) -> String {
        switch polarity {
        case .up: "more"
        case .down: "less"
        case .neutral: "neither"
        }
    }
}
