package import SQLAccess

/// The models in an order in which each stands behind everything that it reads.
package struct ModelGraph: Sendable {
    /// In the order of building.
    package let models: [Model]
    private let modelsByName: [TableName: Model]

    /// Checks that what a model says it depends on is what it reads, that it reads only what lies
    /// before it, and that nothing depends on itself.
    package init(_ models: [Model]) throws(ModelProblems) {
        var byName: [TableName: Model] = [:]
        for model in models { byName[model.name] = model }
        var problems: [ModelProblem] = []
        for model in models {
            let checker = ModelDependencyChecker(model: model, models: byName)
            problems += checker.problems()
        }
        guard problems.isEmpty else { throw ModelProblems(problems) }
        self.models = try ModelGraph.sorted(models, byName: byName)
        modelsByName = byName
        let misplaced = self.models.flatMap { misplacedProblems(of: $0) }
        guard misplaced.isEmpty else { throw ModelProblems(misplaced) }
    }

    package func model(_ name: TableName) -> Model? { modelsByName[name] }

    /// Everything that reads this table, directly or not, in the order of building.
    package func downstream(of name: TableName) -> [Model] {
        var reached: Set<TableName> = [name]
        return models.filter { model in
            guard model.header.depends.contains(where: reached.contains) else { return false }
            reached.insert(model.name)
            return true
        }
    }

    /// Everything that this model reads, directly or not: models and sources.
    package func upstream(of name: TableName) -> Set<TableName> {
        var reached: Set<TableName> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            for table in modelsByName[next]?.header.depends ?? []
            where reached.insert(table).inserted {
                waiting.append(table)
            }
        }
        return reached
    }

    /// The sources that models read: `landing`, `workspace`, `meta`.
    package var sources: Set<TableName> {
        Set(models.flatMap(\.header.depends).filter { $0.layer == nil })
    }

    /// Ready models come by layer and name, so that the order is the same on every machine.
    private static func sorted(
        _ models: [Model], byName: [TableName: Model]
    ) throws(ModelProblems) -> [Model] {
        var waiting = models.sorted {
            ($0.header.layer, $0.name.name) < ($1.header.layer, $1.name.name)
        }
        var built: Set<TableName> = []
        var order: [Model] = []
        while !waiting.isEmpty {
            let ready = waiting.firstIndex { model in
                model.header.depends.allSatisfy { byName[$0] == nil || built.contains($0) }
            }
            guard let ready else {
                throw ModelProblems([cycleProblem(waiting)])
            }
            let model = waiting.remove(at: ready)
            built.insert(model.name)
            order.append(model)
        }
        return order
    }

    private static func cycleProblem(_ waiting: [Model]) -> ModelProblem {
        let stuck = Dictionary(uniqueKeysWithValues: waiting.map { ($0.name, $0) })
        var path: [TableName] = []
        var next = waiting[0].name
        while !path.contains(next) {
            path.append(next)
            next = stuck[next]?.header.depends.first { stuck[$0] != nil } ?? next
        }
        let cycle = path[(path.firstIndex(of: next) ?? 0)...] + [next]
        return ModelProblem(
            file: stuck[next]?.file ?? waiting[0].file, line: 1,
            message: "the model depends on itself: "
                + cycle.map(\.description).joined(separator: " reads "),
            remedy: "move what both need into a model below them")
    }

    /// What can be judged only when everything upstream is known.
    private func misplacedProblems(of model: Model) -> [ModelProblem] {
        var problems: [ModelProblem] = []
        let upstream = upstream(of: model.name)
        for test in model.header.tests {
            for table in test.tables where table != model.name && !upstream.contains(table) {
                problems.append(
                    ModelProblem(
                        file: model.file, line: test.line,
                        message: "the test reads \(table), which is not upstream of the model",
                        remedy: "test it in a model that depends on both"))
            }
        }
        if model.header.materialization.interval != nil, !upstream.contains(ModelGraph.events) {
            problems.append(
                ModelProblem(
                    file: model.file, line: 1,
                    message: "an incremental model must be downstream of \(ModelGraph.events)",
                    remedy: "materialize it as table"))
        }
        return problems
    }

    /// The one source whose news is known row by row.
    static let events = TableName(schema: "landing", name: "events")
}
