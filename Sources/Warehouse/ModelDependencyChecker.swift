import SQLAccess

/// Holds a model's `depends` against what its SELECT reads.
struct ModelDependencyChecker {
    let model: Model
    let models: [TableName: Model]

    func problems() -> [ModelProblem] {
        let references = ModelReferences(model.outline).references
        let read = Set(references.map(\.table))
        var problems: [ModelProblem] = []
        for reference in references where reference.table.schema == nil {
            problems.append(
                problem(
                    reference.line, "\(reference.table) is no common table expression",
                    "write the table's schema and name"))
        }
        var told: Set<TableName> = []
        for reference in references
        where reference.table.schema != nil && !model.header.depends.contains(reference.table)
            && told.insert(reference.table).inserted
        {
            problems.append(
                problem(
                    reference.line, "the SELECT reads \(reference.table), which depends lacks",
                    "add it to -- depends:"))
        }
        for table in model.header.depends {
            if !read.contains(table) {
                problems.append(
                    problem(
                        1, "depends names \(table), which the SELECT does not read",
                        "remove it from -- depends:"))
            }
            if let found = placeProblem(table) { problems.append(found) }
        }
        return problems
    }

    private func placeProblem(_ table: TableName) -> ModelProblem? {
        guard let layer = table.layer else {
            if ModelSources.mayRead(
                schema: table.schema ?? "", table: table.name, from: model.header.layer)
            {
                return nil
            }
            return problem(
                1, "a model of \(model.header.layer.rawValue) may not read \(table)",
                "read a model of a lower layer")
        }
        if table == model.name {
            return problem(1, "the model reads itself", "read the tables that it is made of")
        }
        guard models[table] != nil else {
            return problem(1, "depends names \(table), which no file defines", "correct the name")
        }
        if layer > model.header.layer {
            return problem(
                1, "\(table) lies in a layer above \(model.header.layer.rawValue)",
                "data flows staging, warehouse, scoring, business: move one of the two")
        }
        return nil
    }

    private func problem(_ line: Int, _ message: String, _ remedy: String) -> ModelProblem {
        ModelProblem(file: model.file, line: line, message: message, remedy: remedy)
    }
}
