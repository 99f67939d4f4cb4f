package import SQLAccess

/// The way of the data into a model and out of it.
package struct ModelLineage: Sendable {
    package let model: Model
    private let graph: ModelGraph

    init(model: Model, graph: ModelGraph) {
        self.model = model
        self.graph = graph
    }

    /// Sources and models that it reads, directly or not; sources first, then in building order.
    package var upstream: [TableName] {
        let reached = graph.upstream(of: model.name)
        let sources = reached.filter { $0.layer == nil }.sorted { $0.description < $1.description }
        return sources + graph.models.map(\.name).filter(reached.contains)
    }

    package var downstream: [TableName] { graph.downstream(of: model.name).map(\.name) }

    /// Two trees as text: what it reads above the model, what reads it below.
    package var text: String {
        var lines = [
            "\(model.name)  (\(model.header.materialization))", "  \(model.header.describes)",
            "reads",
        ]
        lines += tree(from: model.name, depth: 1) { [graph] name in
            graph.model(name)?.header.depends ?? []
        }
        lines.append("is read by")
        let readers = tree(from: model.name, depth: 1) { [graph] name in
            graph.models.filter { $0.header.depends.contains(name) }.map(\.name)
        }
        return (lines + (readers.isEmpty ? ["  nothing"] : readers)).joined(separator: "\n")
    }

    /// A table that was told before is told without what lies behind it.
    private func tree(
        from root: TableName, depth: Int, next: (TableName) -> [TableName]
    ) -> [String] {
        var lines: [String] = []
        var told: Set<TableName> = []
        func walk(_ name: TableName, _ depth: Int) {
            for table in next(name) {
                let isNew = told.insert(table).inserted
                let hasMore = !next(table).isEmpty
                let indent = String(repeating: "  ", count: depth)
                lines.append(indent + table.description + (isNew || !hasMore ? "" : " (above)"))
                if isNew { walk(table, depth + 1) }
            }
        }
        walk(root, depth)
        return lines
    }
}
