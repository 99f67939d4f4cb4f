import SQLAccess

/// Where a run keeps its tables: the published ones, or a set of their own (`--into NAME`).
struct TableNaming: Hashable, Sendable {
    /// Nil for the published tables; else `NAME` turns `business.orders` into
    /// `NAME_business.orders`.
    let prefix: String?

    /// The table as it is kept. Sources have one place only, except the run's parameters.
    func place(of table: TableName) -> TableName {
        guard let prefix, let schema = table.schema,
            table.layer != nil || table == TableDefinition.runParameters.table
        else { return table }
        return TableName(schema: "\(prefix)_\(schema)", name: table.name)
    }

    /// The model's SELECT, reading the tables of this set.
    func sql(of model: Model) -> String {
        guard prefix != nil else { return model.sql }
        var bytes = Array(model.sql.utf8)
        let references = ModelReferences(model.outline).references
        for reference in references.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            bytes.replaceSubrange(
                reference.range, with: place(of: reference.table).description.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
