package import SQLAccess

/// Why a run did not publish, or a request could not be planned.
package enum PipelineError: Error, Sendable {
    /// A name that no model has.
    case unknownModel(String, known: [String])
    /// A selected model reads one that was never built and is not selected.
    case missingUpstream(model: String, upstream: String)
    /// Configuration names a check that no model has.
    case unknownCheck(String)
    case invalidRange(String)
    /// The engine refused a model's SQL, or ran out of something.
    case modelFailed(model: String, SQLError)
    /// The code of a computed model threw.
    case computationFailed(model: String, reason: String)
    /// Blocking checks failed; the published tables are as they were.
    case checksFailed([CheckResult])
    /// The built columns are not the ones of the contract.
    case contractBroken(model: String, detail: String)
    case cancelled
}

extension PipelineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownModel(let name, let known):
            known.isEmpty
                ? "\"\(name)\" is no model; write schema.name, a layer, all or events"
                : "there is no model \(name); there are \(known.joined(separator: ", "))"
        case .missingUpstream(let model, let upstream):
            "\(model) reads \(upstream), which was never built; select +\(model)"
        case .unknownCheck(let name):
            "no model has a check \(name); `bellwether pipeline test` lists them"
        case .invalidRange(let text): text
        case .modelFailed(let model, let error): "\(model): \(error)"
        case .computationFailed(let model, let reason): "\(model): \(reason)"
        case .checksFailed(let results):
            "nothing was published, because of "
                + results.map { "\($0.model) \($0.check): \($0.detail)" }.joined(separator: "; ")
        case .contractBroken(let model, let detail): "\(model): \(detail)"
        case .cancelled: "the run was cancelled; nothing was published"
        }
    }
}
