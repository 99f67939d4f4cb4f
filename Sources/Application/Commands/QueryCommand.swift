import JSONCoding
import Reporting
import SQLAccess
import WebAPI

/// `bellwether query 'SELECT …'`: one SELECT over the published tables.
enum QueryCommand {
    static let command = Command(
        description: CommandDescription(
            "query", "Run one SELECT over the tables of the warehouse.",
            examples: [
                "bellwether query 'SELECT * FROM business.monthly_metrics'",
                "bellwether query 'SELECT count(*) AS orders FROM business.orders' --json",
            ], positionals: ["SQL"]),
        run: run)

    private static func run(_ context: CommandContext) async throws -> ExitCode {
        let sql = context.arguments.positionals[0]
        let answer = try await FolderAccess.withAccess(context) { access in
            switch access {
            case .server(let server):
                var writer = JSONWriter()
                writer.object { $0.field("sql", sql) }
                let found = try await server.post("/v1/sql", writer.bytes)
                return (
                    columns: found["columns"]?.array?.compactMap(\.string) ?? [],
                    rows: found["rows"]?.array?.map { $0.array ?? [] } ?? [],
                    isTruncated: found["truncated"]?.boolean ?? false
                )
            case .folder(let folder):
                let found = try await SQLExplorer(readers: folder.engines.readers).run(sql)
                return (
                    columns: found.table.columnNames,
                    rows: try found.table.rows.map { row in
                        try row.values.map { try JSONValue(reading: $0.jsonBytes) }
                    },
                    isTruncated: found.isTruncated
                )
            }
        }
        if context.arguments.has("--json") {
            Console.print(objects(answer.columns, answer.rows))
        } else {
            Console.print(
                TextTable(header: answer.columns, rows: answer.rows.map { $0.map(cell) }).text)
        }
        if answer.isTruncated {
            Console.message("only the first \(answer.rows.count) rows are shown")
        }
        return .success
    }

    private static func objects(_ columns: [String], _ rows: [[JSONValue]]) -> String {
        var writer = JSONWriter()
        writer.array { array in
            for row in rows {
                array.object { object in
                    for (name, value) in zip(columns, row) { object.field(name, value) }
                }
            }
        }
        return writer.text
    }

    private static func cell(_ value: JSONValue) -> String {
        value.isNull ? "" : value.string ?? value.jsonText
    }
}
