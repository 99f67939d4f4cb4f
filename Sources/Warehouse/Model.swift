package import SQLAccess

/// One model file, read: its contract and its SELECT.
package struct Model: Sendable {
    /// Relative to the folder of the models: `business/orders.sql`.
    package let file: String
    package let header: ModelHeader
    /// The SELECT, without the contract.
    package let sql: String
    /// The line of the file in which `sql` begins.
    package let firstLine: Int
    let outline: SQLOutline

    package var name: TableName { header.name }

    /// Reads a file's text; the path must be the model's name.
    package init(file: String, text: String) throws(ModelProblems) {
        let (entries, body, firstLine) = ModelHeaderText.split(text)
        var parser = ModelHeaderParser(file: file, entries: entries)
        let parsed = parser.parse()
        guard let header = parsed, parser.problems.isEmpty else {
            throw ModelProblems(parser.problems)
        }
        do throws(SQLTokenizingError) {
            outline = try SQLOutline(
                try SQLTokenizer.tokens(of: body, firstLine: firstLine))
        } catch {
            throw ModelProblems([
                ModelProblem(
                    file: file, line: error.line, message: error.message,
                    remedy: "close what is open")
            ])
        }
        self.file = file
        self.header = header
        self.sql = body
        self.firstLine = firstLine
    }

    /// The columns that the final SELECT yields, in order; nil where one has no name.
    var selectedColumns: [String]? {
        guard let list = outline.selectLists(of: 0).first else { return nil }
        var names: [String] = []
        for item in outline.items(in: list, of: 0) {
            guard let last = item.last, outline.tokens[last].isName else { return nil }
            names.append(outline.tokens[last].text)
        }
        return names
    }
}
