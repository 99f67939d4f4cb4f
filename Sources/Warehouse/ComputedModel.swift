package import SQLAccess

/// What a `materialize: computed` model does with the rows of its SELECT: statistics in Swift.
package protocol ComputedModel: Sendable {
    /// The model that it computes: `scoring.customer_predictions`.
    var name: TableName { get }
    /// The columns of the result, as the contract describes them, with their types.
    var columns: [TableDefinition.Column] { get }
    /// Changes whenever the same inputs would give other rows, so that they are computed again.
    var version: String { get }

    /// - Throws: to stop the run; nothing is published.
    func compute(_ inputs: SQLTable) throws -> SQLTable
}
