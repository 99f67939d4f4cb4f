import ExactValues
import Importing

/// What a person is shown of a file before it is taken.
struct ImportPreview {
    let plan: OrderImportPlan

    /// One line: what is in it.
    var summary: String {
        let totals = plan.totals
        let span =
            if let from = totals.firstDate, let to = totals.lastDate {
                " from \(from) to \(to)"
            } else { "" }
        return "\(plan.fileName): \(totals.rows) lines, \(totals.orders) orders of "
            + "\(totals.customers) customers\(span), sales \(totals.salesAmount.normalized)"
    }

    var text: String {
        var parts = [summary, reading, verdicts]
        if !plan.warnings.isEmpty {
            parts.append(plan.warnings.map { "! \($0)" }.joined(separator: "\n"))
        }
        parts.append(rows)
        return parts.joined(separator: "\n\n")
    }

    private var reading: String {
        let columns = plan.columns.filter { $0.field != nil }.map { column in
            ["\(column.header)", "→ \(column.field?.label ?? "")"]
        }
        return TextTable(header: ["column", "is read as"], rows: columns).text
            + "\n\ndelimiter \(plan.delimiter.name), \(plan.encoding), dates \(plan.dateFormat), "
            + "amounts \(plan.amountFormat)"
    }

    private var verdicts: String {
        TextTable(
            header: ["verdict", "lines", "amount", "meaning"],
            rows: plan.totals.verdicts.map { verdict in
                [
                    verdict.verdict.name, String(verdict.rows),
                    verdict.salesAmount.normalized.description, verdict.verdict.explanation,
                ]
            }
        ).text
    }

    private var rows: String {
        let headers = plan.columns.map(\.header)
        return TextTable(
            header: ["line", "verdict"] + headers,
            rows: plan.preview.map { row in
                let cells =
                    row.cells + Array(repeating: "", count: max(0, headers.count - row.cells.count))
                return [String(row.line), row.verdict.name] + cells.prefix(headers.count)
            }
        ).text
    }
}
