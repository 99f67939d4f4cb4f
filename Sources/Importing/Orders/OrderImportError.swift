/// Why a table of lines is not taken as orders: what is missing, and what to do.
package enum OrderImportError: Error, Hashable, Sendable {
    case missingColumns(file: String, missing: [String], found: [String])
    case unknownColumn(String, wantedFor: OrderField, found: [String])
    case noLines(file: String)
    /// The dates of a column can be read in two ways.
    case ambiguousDates(column: String, examples: [String], choices: [String])
    case unknownDateFormat(String)
    /// A choice of columns that is not `field=header`.
    case unknownMapping(String)
}

extension OrderImportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missingColumns(let file, let missing, let found):
            "\(file) does not have the columns of orders. Needed and not found: "
                + "\(missing.joined(separator: "; ")). Found: \(OrderImportError.list(found)). "
                + "Rename the columns, or say which is which "
                + "(order_id=NAME, customer_id=NAME, order_date=NAME, sales_amount=NAME)."
        case .unknownColumn(let header, let field, let found):
            "There is no column \(header) to be the \(field.label). "
                + "Found: \(OrderImportError.list(found))."
        case .noLines(let file):
            "\(file) names columns and has no lines below them. Export it again."
        case .ambiguousDates(let column, let examples, let choices):
            "The dates in column \(column) can be read in two ways "
                + "(\(examples.joined(separator: ", "))). Say which with date_format: "
                + "\(choices.joined(separator: " or "))."
        case .unknownDateFormat(let text):
            "\(text) is no date format. Write the order of day, month and year: "
                + "DD/MM/YYYY, MM/DD/YYYY or YYYY-MM-DD."
        case .unknownMapping(let text):
            "\(text) does not say which column is what. Write FIELD=NAME with a field of "
                + OrderField.allCases.map(\.rawValue).joined(separator: ", ") + "."
        }
    }

    /// A stable word for programs.
    package var code: String {
        switch self {
        case .missingColumns: "missing_columns"
        case .unknownColumn: "unknown_column"
        case .noLines: "no_lines"
        case .ambiguousDates: "date_format_ambiguous"
        case .unknownDateFormat: "date_format_unknown"
        case .unknownMapping: "column_mapping_unknown"
        }
    }

    private static func list(_ headers: [String]) -> String {
        let named = headers.filter { !$0.isEmpty }
        if named.isEmpty { return "no names at all" }
        let shown = named.prefix(40).joined(separator: ", ")
        return named.count > 40 ? "\(shown) and \(named.count - 40) more" : shown
    }
}
