package import SQLAccess

/// Which models a run looks at; which of them it builds depends on what changed.
package enum ModelSelection: Hashable, Sendable {
    case all
    /// Incremental models, and tables that are made of events and the workspace alone or ask for
    /// it (`refresh: with events`): what can run every minute.
    case events
    case layer(ModelLayer)
    case models([Term])

    /// A model, perhaps with everything that it reads (`+name`) or that reads it (`name+`).
    package struct Term: Hashable, Sendable {
        package let name: TableName
        package let withUpstream: Bool
        package let withDownstream: Bool
    }

    /// Reads `all`, `events`, a layer, or models separated by commas: `+business.orders`.
    package init(text: String) throws(PipelineError) {
        if text == "all" {
            self = .all
            return
        }
        if text == "events" {
            self = .events
            return
        }
        if let layer = ModelLayer(rawValue: text) {
            self = .layer(layer)
            return
        }
        var terms: [Term] = []
        for part in ModelHeaderText.list(text) {
            let withUpstream = part.hasPrefix("+")
            let withDownstream = part.hasSuffix("+")
            let name = part.split(separator: "+").joined()
            guard let table = TableName(model: name) else {
                throw .unknownModel(name, known: [])
            }
            terms.append(
                Term(name: table, withUpstream: withUpstream, withDownstream: withDownstream))
        }
        self = .models(terms)
    }
}

extension ModelSelection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .all: "all"
        case .events: "events"
        case .layer(let layer): layer.rawValue
        case .models(let terms):
            terms.map { term in
                (term.withUpstream ? "+" : "") + term.name.description
                    + (term.withDownstream ? "+" : "")
            }.joined(separator: ",")
        }
    }
}

extension ModelGraph {
    /// The models of a selection, in the order of building.
    package func models(in selection: ModelSelection) throws(PipelineError) -> [Model] {
        switch selection {
        case .all:
            return models
        case .layer(let layer):
            return models.filter { $0.header.layer == layer }
        case .events:
            return models.filter(isRefreshedWithEvents)
        case .models(let terms):
            var names: Set<TableName> = []
            for term in terms {
                guard model(term.name) != nil else {
                    throw .unknownModel(
                        term.name.description, known: models.map(\.name.description))
                }
                names.insert(term.name)
                if term.withUpstream { names.formUnion(upstream(of: term.name)) }
                if term.withDownstream {
                    names.formUnion(downstream(of: term.name).map(\.name))
                }
            }
            return models.filter { names.contains($0.name) }
        }
    }

    private func isRefreshedWithEvents(_ model: Model) -> Bool {
        if model.header.materialization.interval != nil || model.header.isRefreshedWithEvents {
            return true
        }
        let sources = upstream(of: model.name).filter { $0.layer == nil }
        let others = sources.filter { $0.schema == "landing" && $0 != ModelGraph.events }
        return others.isEmpty
    }
}
