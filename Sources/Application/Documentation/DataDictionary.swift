import SQLAccess
import Warehouse

/// `docs/DATA_DICTIONARY.md`, from the contracts of the models.
enum DataDictionary {
    static func make(models: [Model]) -> GeneratedDocument {
        let sections = models.map { model in
            let header = model.header
            let rows = header.columns.map { ["`\($0.name)`", $0.description] }
            let key =
                header.key.isEmpty
                ? "exactly one row" : header.key.map { "`\($0)`" }.joined(separator: ", ")
            let depends = header.depends.map { "`\($0)`" }.joined(separator: ", ")
            return """
                ## `\(model.name)`

                \(header.describes)

                Grain: \(header.grain). Key: \(key). Kept as: \(header.materialization). \
                Made from: \(depends).

                \(GeneratedDocument.table(["column", "meaning"], rows))
                """
        }
        return GeneratedDocument(
            fileName: "DATA_DICTIONARY.md",
            text: """
                # Data dictionary

                \(GeneratedDocument.notice)

                Source: the headers of `Sources/Warehouse/Models/**/*.sql`. Names end in what they \
                hold: `_id` a key of a source, `_at` an instant of UTC, `_date` a day in the \
                workspace's zone, `_amount` money in the base currency, `_rate` a fraction from 0 \
                to 1.

                \(sections.joined(separator: "\n\n"))

                """)
    }
}
