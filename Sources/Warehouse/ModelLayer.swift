package import SQLAccess

/// The schemas that the runner writes, in the order in which data passes through them.
package enum ModelLayer: String, CaseIterable, Comparable, Sendable {
    case staging
    case warehouse
    case scoring
    case business

    package static func < (left: ModelLayer, right: ModelLayer) -> Bool {
        left.position < right.position
    }

    private var position: Int {
        switch self {
        case .staging: 0
        case .warehouse: 1
        case .scoring: 2
        case .business: 3
        }
    }
}

extension TableName {
    /// The layer of a model's table; nil for a source.
    package var layer: ModelLayer? { schema.flatMap(ModelLayer.init(rawValue:)) }

    /// Reads `schema.table` of lower-case words.
    package init?(model text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy(ModelName.isPlain) else { return nil }
        self.init(schema: parts[0], name: parts[1])
    }
}

/// What models, columns and files may be called.
enum ModelName {
    /// A lower-case letter, then lower-case letters, digits and underscores; at most 63 bytes,
    /// which is what PostgreSQL keeps of a name.
    static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 63
        else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }
}

/// What models may read that no model writes.
enum ModelSources {
    /// Who may read a source schema: data enters by staging; what people typed in, and the run's
    /// own parameters, may be joined wherever they are needed before the business layer.
    static func mayRead(schema: String, table: String, from layer: ModelLayer) -> Bool {
        switch schema {
        case "landing": layer == .staging
        case "workspace": layer == .staging || layer == .warehouse
        case "meta": table == "run_parameters"
        default: false
        }
    }

    static let schemas: Set<String> = ["landing", "workspace", "meta"]
}
